"""Why there is no program for a graph."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Declined:
    """There is none; the reason is a sentence's end: "a product of matrices"."""

    reason: str

    def __bool__(self) -> bool:
        return False


class NotServed(Exception):
    """A graph that the compiler has no way to write; `program` makes a `Declined` of it."""
