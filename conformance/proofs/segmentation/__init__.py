"""Regions of pixels."""
