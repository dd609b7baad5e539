"""Hard inputs for every loss and dtype, and their truth.

`cases(loss, dtype)` gives the same cases in every run. Elementwise losses get 1-d arrays, losses over rows get
(rows, classes) with int labels of shape (rows,) or dense labels of the shape of the rows, penalties get one array of
any shape.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import numpy as np

from unilosses.verify.batches import resolved

from ..proofs.case import Case, nonempty, representable
from .proofs import INPUTS, ORACLES
from .ulp import dtype_name


@cache
def _cases(loss: str, dtype: str) -> tuple[Case, ...]:
    found = tuple(nonempty(INPUTS[loss](dtype)))
    ids = [c.id for c in found]
    if len(set(ids)) != len(ids):
        raise ValueError(f"{loss}: case ids repeat: {sorted({i for i in ids if ids.count(i) > 1})}")
    for c in found:
        for a in c.arrays:
            a.setflags(write=False)
    return found


def cases(loss: str, dtype: Any) -> list[Case]:
    """Cases of a loss in "float64", "float32", "float16" or "bfloat16". The arrays are read-only."""
    if loss not in INPUTS:
        raise KeyError(f"no hard inputs for {loss!r}")
    return list(_cases(loss, dtype_name(dtype)))


@cache
def bundles(loss: str, dtype: str) -> tuple[Case, ...]:
    """The same cases in few calls: cases that differ in their rows alone are joined.

    Each bundle repeats its first rows up to a length that many bundles share. JAX compiles every operation for every
    shape, and so has few shapes to compile for.
    """
    if ORACLES[loss].kind in ("penalty", "coupled"):  # rows depend on one another
        return _cases(loss, dtype)
    groups: dict[str, list[Case]] = {}
    for c in _cases(loss, dtype):
        groups.setdefault(kind_of(c), []).append(c)
    return tuple(_bundle(group) for group in groups.values())


def kind_of(case: Case) -> str:
    """A key that is equal for cases that differ in their rows alone."""
    forms = [(a.shape[1:], a.dtype) for a in case.arrays]
    return f"{sorted(case.params.items())} {forms} {case.gradient}"


def _bundle(group: list[Case]) -> Case:
    parts = [(c.id, len(c.arrays[0])) for c in group]
    rows = sum(n for _, n in parts)
    length = 64 if group[0].arrays[0][0].size <= 16 else 8
    while length < rows:
        length *= 2
    filled = np.arange(length) % rows
    columns = tuple(np.concatenate([c.arrays[i] for c in group])[filled] for i in range(len(group[0].arrays)))
    for a in columns:
        a.setflags(write=False)
    name = group[0].id if len(group) == 1 else f"{group[0].id} and {len(group) - 1} more"
    return Case(name, columns, group[0].params, group[0].note, group[0].gradient, (*parts, ("again", length - rows)))


def without_cases(losses: Iterable[str]) -> list[str]:
    """The losses that have no oracle or no case in some dtype; a suite over all losses must find none."""
    dtypes = ("float64", "float32", "float16", "bfloat16")
    known = set(INPUTS) & set(ORACLES)
    return sorted(n for n in losses if n not in known or not all(_cases(n, d) for d in dtypes))


def are_ordinary(array: Any, dtype: Any) -> np.ndarray:
    """Elementwise, whether a number is no subnormal nor near one. Some compilers flush subnormals to zero."""
    return np.isnan(array) | representable(array, dtype_name(dtype))


def arguments_of(loss: str, case: Case) -> list[tuple[Any, ...]]:
    """The arguments of the oracle, one tuple for each element or row."""
    if ORACLES[loss].kind == "penalty":
        return [tuple(a.ravel().tolist() for a in case.arrays)]
    if ORACLES[loss].kind == "coupled":
        return [tuple(a.tolist() for a in case.arrays)]
    # tolist gives floats, lists of floats and int labels, all exact
    return list(zip(*[a.tolist() for a in case.arrays], strict=True))


# The repr of numbers and lists of numbers is exact. Selections of cases share rows, and so do cases that repeat them.
_ROWS: dict[tuple[str, str, str, str], tuple[Any, Any]] = {}


# Cases are cached above and live as long as the process. So no two cases have the same id.
@cache
def _truth(loss: str, case: Case, dtype: str, kind: str) -> list[tuple[Any, Any]]:
    oracle = ORACLES[loss]
    params = resolved(case.params, dtype_name(dtype))
    call = oracle.value_with_scale if kind == "value" else oracle.gradient_with_scale
    fixed, found = repr({k: v.tolist() if hasattr(v, "tolist") else v for k, v in params.items()}), []
    for args in arguments_of(loss, case):
        row = (loss, kind, fixed, repr(args))
        if row not in _ROWS:
            try:
                _ROWS[row] = call(*args, **params)
            except Exception as error:
                error.add_note(f"in the oracle of {loss}, its {kind}, at {row[3][:300]}, {fixed}")
                raise
        found.append(_ROWS[row])
    return found


def forget() -> None:
    """Empty the caches of this module: the truths of all losses together would fill gigabytes."""
    for cached in (_cases, bundles, _truth):
        cached.cache_clear()
    _ROWS.clear()


def value_truth(loss: str, case: Case, dtype: Any) -> tuple[list[Any], list[Any]]:
    """(values, scales): unreduced, one number for each element or row (a single one for a penalty), flattened."""
    found = _truth(loss, case, dtype_name(dtype), "value")
    return _flat([v for v, _ in found]), _flat([s for _, s in found])


def _flat(parts: list[Any]) -> list[Any]:
    return [n for p in parts for n in (_flat(p) if isinstance(p, list) else [p])]


def gradient_truth(loss: str, case: Case, dtype: Any) -> list[tuple[list[Any], list[Any]] | None]:
    """For each array (gradients, scales) of the sum of the loss, flattened in C order; None for index labels."""
    found = _truth(loss, case, dtype_name(dtype), "gradient")
    by_array: list[tuple[list[Any], list[Any]] | None] = []
    for i in range(len(case.arrays)):
        gradients, scales = [g[i] for g, _ in found], [s[i] for _, s in found]
        by_array.append(None if gradients[0] is None else (_flat(gradients), _flat(scales)))
    return by_array
