"""`--part 2/6`: one of six parts of what would run, the same in every run; all parts together are everything.

Tests of one group (`xdist_group`) share what they computed, so a group is in one part.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import pytest

Item = TypeVar("Item", bound=pytest.Item)


def read(text: str) -> tuple[int, int]:
    """ "2/6" as numbers."""
    part, slash, parts = text.partition("/")
    if not (slash and part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts)):
        raise ValueError(f"a part is given as 2/6, the second of six; not as {text!r}")
    return int(part), int(parts)


def group_of(item: pytest.Item) -> str:
    mark = item.get_closest_marker("xdist_group")
    return item.nodeid if mark is None else str(mark.args[0])


def others(items: Iterable[Item], part: int, parts: int) -> set[Item]:
    """What other parts run: in turn, each has a group."""
    items = list(items)
    rank = {group: i for i, group in enumerate(sorted({group_of(item) for item in items}))}
    return {item for item in items if rank[group_of(item)] % parts != part - 1}
