"""A graph evaluated without a program: over any array namespace, and over numbers of 50 digits."""

from .evaluate import evaluate

__all__ = ["evaluate"]
