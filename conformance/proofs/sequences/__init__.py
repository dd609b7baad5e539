"""Sequences of symbols."""
