"""A selection of the hard inputs, small enough for a file: every kind of data and every value of a parameter in it.

The ids of cases tell what is in them: their words, apart from hyphens, are to be covered. Cases that differ in nothing
but their rows become one, as in `hard_inputs.bundles`; a few rows are taken of each.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .hard_inputs import cases
from .inputs._common import HALF, Case
from .oracle import ORACLES

# About how many characters a number takes in a file, as an input and as a truth; and a case, beside its numbers.
CHARACTERS = {"float64": (22, 46), "float32": (16, 34), "float16": (13, 26), "bfloat16": (11, 26)}
OVERHEAD = 450
# How many characters a loss may take. What covers all words is taken at any cost, in half precision at twice that.
BUDGET = {"float64": 16_000, "float32": 14_000, "float16": 7_000, "bfloat16": 7_000}
MOST_ROWS = 64
# Numbers in a row, or in a case that cannot be taken apart: WIDE ones are there in float32 alone, and beyond LONG
# without gradient, unless they are TOO_LONG.
WIDE, WIDE_WHOLE, LONG, TOO_LONG = 40, 130, 250, 1100
# Of so many kinds in half precision, where a row is not short.
KINDS = 5

GOLDEN = (5**0.5 - 1) / 2


def selection(loss: str, dtype: str) -> list[Case]:
    """The cases for the file of a loss, in the order of the hard inputs."""
    groups = _groups(loss, dtype)
    whole = _is_whole(loss)
    cover = _cover(groups, dtype, whole)
    most = MOST_ROWS
    while most > 1 and sum(_cost(_rows_of(g, most, whole), dtype) for g in cover) > BUDGET[dtype]:
        most -= 4 if most > 4 else 1
    return [_rows_of(g, most, whole) for g in cover]


def _groups(loss: str, dtype: str) -> list[list[Case]]:
    groups: dict[str, list[Case]] = {}
    whole, found = _is_whole(loss), cases(loss, dtype)
    wide = WIDE_WHOLE if whole else WIDE
    known = {word for c in found if _width(c, whole) <= wide for word in _words(c)}
    for c in found:
        # Of the wide ones, those that say something new: their width, to begin with.
        if (width := _width(c, whole)) > wide:
            numbers = sum(a.size if whole else a[0].size for a in c.arrays)
            if dtype != "float32" or _words(c) <= known or (width > LONG and numbers > TOO_LONG):
                continue
            known |= _words(c)
        forms = [(a.shape[1:], a.dtype) for a in c.arrays]
        groups.setdefault(c.id if whole else f"{sorted(c.params.items())} {forms} {c.gradient}", []).append(c)
    if dtype in HALF:
        groups = {
            k: g if whole or g[0].arrays[0][0].size <= 16 else g[:: -(-len(g) // KINDS)] for k, g in groups.items()
        }
    return list(groups.values())


def _is_whole(loss: str) -> bool:
    """Rows that depend on each other stay together."""
    return ORACLES[loss].kind == "coupled"


def _words(c: Case) -> set[str]:
    return set(c.id.split("-"))


def _width(c: Case, whole: bool) -> int:
    """How many numbers of an array cannot be parted."""
    return max(a.size if whole else a[0].size for a in c.arrays)


def _cover(groups: list[list[Case]], dtype: str, whole: bool) -> list[list[Case]]:
    """Groups that have all words of the ids among them: time and again the one with most new ones for its cost."""
    words = [set().union(*map(_words, g)) for g in groups]
    costs = [_cost(_rows_of(g, 8, whole), dtype) for g in groups]
    missing = set().union(*words)
    chosen: set[int] = set()
    while missing:
        best = max(range(len(groups)), key=lambda i: len(words[i] & missing) / costs[i])
        if chosen and dtype in HALF and sum(costs[i] for i in (*chosen, best)) > 2 * BUDGET[dtype]:
            break
        chosen.add(best)
        missing -= words[best]
    return [groups[i] for i in sorted(chosen)]


def _cost(c: Case, dtype: str) -> int:
    given, truth = CHARACTERS[dtype]
    numbers = [a.size for a in c.arrays if a.dtype.kind == "f"]
    return OVERHEAD + given * sum(numbers) + truth * (len(c.arrays[0]) + c.gradient * sum(numbers))


def _rows_of(group: list[Case], most: int, whole: bool) -> Case:
    """One case: in turn a row of each case of the group, until there are enough."""
    first, widest = group[0], max(_width(c, whole) for c in group)
    gradient = first.gradient and widest <= LONG
    if whole:
        return Case(first.id, first.arrays, first.params, first.note, gradient)
    if first.arrays[0][0].size > 16:
        most = 2 if widest <= LONG else 1
    taken: list[list[int]] = [[] for _ in group]
    orders = [_spread(len(c.arrays[0])) for c in group]
    for turn in range(max(len(c.arrays[0]) for c in group)):
        for c, rows, order in zip(group, taken, orders, strict=True):
            # Of every case there is one row, however few are wanted.
            if turn < len(c.arrays[0]) and (turn == 0 or sum(map(len, taken)) < most):
                rows.append(next(order))
        if sum(map(len, taken)) >= most:
            break
    pairs = [(c, sorted(rows)) for c, rows in zip(group, taken, strict=True)]
    columns = tuple(np.concatenate([c.arrays[i][rows] for c, rows in pairs]) for i in range(len(first.arrays)))
    notes = dict.fromkeys(c.note for c, _ in pairs if c.note)
    parts = tuple((c.id, len(rows)) for c, rows in pairs)
    return Case(first.id, columns, first.params, "; ".join(notes), gradient, parts)


def _spread(n: int) -> Iterator[int]:
    """All numbers below n, of which the first few are far apart and out of step with every grid."""
    seen: set[int] = set()
    i = 0
    while len(seen) < n:
        at = int(n * (i * GOLDEN % 1.0))
        if at not in seen:
            seen.add(at)
            yield at
        i += 1
