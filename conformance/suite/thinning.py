"""Selections of the hard inputs: for a file, every kind of data and every value of a parameter; for `make test`, more.

The ids of cases tell what is in them: their words, apart from hyphens, are to be covered. Cases that differ in nothing
but their rows become one, as in `hard_inputs.bundles`; a few rows are taken of each.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np

from unilosses.definition.registry import specs

from ..proofs.case import HALF, Case
from .hard_inputs import cases, kind_of
from .proofs import ORACLES

# About how many characters a number takes in a file, as an input and as a truth; and a case, beside its numbers.
CHARACTERS = {"float64": (22, 46), "float32": (16, 34), "float16": (13, 26), "bfloat16": (11, 26)}
OVERHEAD = 450
# How many characters a loss may take. What covers all words is taken at any cost, in half precision at twice that.
BUDGET = {"float64": 26_000, "float32": 24_000, "float16": 11_000, "bfloat16": 10_000}
MOST_ROWS = 64
# With the parameters as they are by default: so many times the rows, and these groups at least.
BY_DEFAULT, DEFAULT_GROUPS = 4, 6
# Numbers in a row, or in a case that cannot be taken apart: WIDE ones are there in float32 alone, and beyond LONG
# without gradient, unless they are TOO_LONG.
WIDE, WIDE_WHOLE, LONG, TOO_LONG = 40, 130, 250, 1100
# For `make test`: as many rows in all, spread over the groups, and so many of each at least.
SAMPLED_ROWS = {"float64": 120, "float32": 200, "float16": 60, "bfloat16": 60}
FEWEST_ROWS = {"float64": 4, "float32": 8, "float16": 2, "bfloat16": 2}
# Of so many kinds in half precision, where a row is not short.
KINDS = 5

GOLDEN = (5**0.5 - 1) / 2


def selection(loss: str, dtype: str) -> list[Case]:
    """The cases for the file of a loss, in the order of the hard inputs."""
    groups = _groups(loss, dtype)
    whole = _is_whole(loss)
    defaults = [g for g in groups if _is_default(loss, g[0])] or groups[:1]
    cover = _cover(groups, sorted(defaults, key=_size, reverse=True)[:DEFAULT_GROUPS], dtype, whole)

    def rows(most: int) -> list[Case]:
        return [_rows_of(g, most * (BY_DEFAULT if g in defaults else 1), whole) for g in cover]

    most = MOST_ROWS
    while most > 1 and sum(_cost(c, dtype) for c in rows(most)) > BUDGET[dtype]:
        most -= 4 if most > 4 else 1
    return rows(most)


@cache
def sampled(loss: str, dtype: str) -> tuple[Case, ...]:
    """Some rows of every case, with all the parameters that it comes with; the largest first."""
    groups, whole = _groups(loss, dtype), _is_whole(loss)
    most = max(FEWEST_ROWS[dtype], SAMPLED_ROWS[dtype] // len(groups))
    found = [_rows_of(g, most, whole) for g in groups]
    return tuple(sorted(found, key=lambda c: -c.arrays[0].size))


def forget() -> None:
    """Empty the cache of `sampled`, whose cases are the keys of their truths."""
    sampled.cache_clear()


def _is_default(loss: str, case: Case) -> bool:
    defaults = specs()[loss].params
    return all(isinstance(v, (int, float, str, type(None))) and v == defaults.get(k) for k, v in case.params.items())


def _size(group: list[Case]) -> int:
    return sum(len(c.arrays[0]) for c in group)


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
        groups.setdefault(c.id if whole else kind_of(c), []).append(c)
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


def _cover(groups: list[list[Case]], first: list[list[Case]], dtype: str, whole: bool) -> list[list[Case]]:
    """Groups that have all words of the ids among them: `first`, then each time the one with most for its cost."""
    words = [set().union(*map(_words, g)) for g in groups]
    costs = [_cost(_rows_of(g, 8, whole), dtype) for g in groups]
    chosen = {i for i, g in enumerate(groups) if g in first}
    missing = set().union(*words) - set().union(*(words[i] for i in chosen))
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
    taken = _extremes(group) if most > KINDS else [[] for _ in group]
    orders = [_spread(len(c.arrays[0])) for c in group]
    for turn in range(max(len(c.arrays[0]) for c in group)):
        for c, rows, order in zip(group, taken, orders, strict=True):
            # Of every case there is one row, however few are wanted.
            if turn < len(c.arrays[0]) and (turn == 0 or sum(map(len, taken)) < most):
                row = next(order)
                if row not in rows:
                    rows.append(row)
        if sum(map(len, taken)) >= most:
            break
    pairs = [(c, sorted(rows)) for c, rows in zip(group, taken, strict=True)]
    columns = tuple(np.concatenate([c.arrays[i][rows] for c, rows in pairs]) for i in range(len(first.arrays)))
    notes = dict.fromkeys(c.note for c, _ in pairs if c.note)
    parts = tuple((c.id, len(rows)) for c, rows in pairs)
    return Case(first.id, columns, first.params, "; ".join(notes), gradient, parts)


def _extremes(group: list[Case]) -> list[list[int]]:
    """The rows, of each case, that have the largest finite and the smallest number of an array, apart from 0."""
    taken: list[list[int]] = [[] for _ in group]
    for i, first in enumerate(group[0].arrays):
        if first.dtype.kind != "f":
            continue
        flat = [np.abs(c.arrays[i].reshape(len(c.arrays[i]), -1).astype(float)) for c in group]
        large = [np.where(np.isfinite(x), x, 0.0).max(axis=1) for x in flat]
        small = [-np.where(x > 0, x, np.inf).min(axis=1) for x in flat]
        for sizes in (large, small):
            case = max(range(len(group)), key=lambda k: sizes[k].max(initial=-np.inf))
            row = int(np.argmax(sizes[case]))
            if row not in taken[case]:
                taken[case].append(row)
    return taken


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
