"""Distributions and their parameters."""
