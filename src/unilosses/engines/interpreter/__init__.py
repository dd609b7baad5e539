"""A graph evaluated without a program: over any array namespace, and over numbers of 50 digits."""

from .evaluate import evaluate, values_of

__all__ = ["evaluate", "values_of"]
