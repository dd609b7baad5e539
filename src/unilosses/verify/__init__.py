"""Checks of losses, one's own or others', against the truth."""

from .compare import assert_conforms, compare
from .findings import Entry, Finding, Pair
from .report import Comparison

__all__ = ["Comparison", "Entry", "Finding", "Pair", "assert_conforms", "compare"]
