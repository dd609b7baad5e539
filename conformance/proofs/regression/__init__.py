"""Residuals of numbers."""
