"""The largest errors of a loss on the suite's hard inputs: ours in each library, and a peer's."""

from __future__ import annotations

import inspect
import math
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from conformance.suite.checks import reduction_of
from conformance.suite.hard_inputs import Case, bundles
from conformance.suite.tables import Table, gradient_tables, value_table

import unilosses
from unilosses.definition.registry import specs
from unilosses.verify.places import Place

from .calls import Call, Only
from .frameworks import in_jax, in_torch
from .kinks import is_whole, jumps

DTYPES = ("float32", "float64")
KINDS = ("value", "gradient")
# JAX compiles for every group of inputs, up to seconds each: it gets those with most inputs.
GROUPS_IN_JAX = 6
# Errors that are larger than this may come from another convention at a kink.
LARGE = 8.0


@dataclass
class Worst:
    """The largest finite error in ulp, and what else came out where another number was due."""

    ulp: float | None = None
    lost: set[str] = field(default_factory=set)

    def add(
        self, table: Table, computed: np.ndarray, dtype: str, counts: np.ndarray, jumps_at: Callable[[int], bool]
    ) -> None:
        counts = counts & table.claimed
        distances = np.where(counts, table.distances(computed, dtype), 0.0)
        gone = np.isinf(distances) & ~(np.isfinite(computed) & np.isfinite(table.near))
        for i in np.flatnonzero(gone):
            self.lost.add("NaN" if np.isnan(computed[i]) else "inf" if np.isfinite(table.near[i]) else "finite")
        zero = (table.near == 0) & (table.rest == 0) & (table.scale == 0) & (distances > LARGE) & ~gone
        if "not 0" not in self.lost and any(not jumps_at(int(i)) for i in np.flatnonzero(zero)):
            self.lost.add("not 0")
        distances[zero | gone] = 0.0
        if counts.any():
            self.ulp = self.ulp or 0.0
        for i in np.argsort(-distances):
            if distances[i] <= (self.ulp or 0.0):
                break
            if distances[i] <= LARGE or not jumps_at(int(i)):
                self.ulp = float(distances[i])


Found = dict[tuple[str, str], Worst]  # by dtype and kind


def nothing() -> Found:
    return {(dtype, kind): Worst() for dtype in DTYPES for kind in KINDS}


@contextmanager
def quiet() -> Iterator[None]:
    """Overflow and division by zero are in the results already."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def differentiable(loss: str, case: Case, dtype: str) -> tuple[int, ...]:
    """The arrays by which the suite has the gradient."""
    return tuple(i for i, t in enumerate(gradient_tables(loss, case, dtype)) if t is not None) if case.gradient else ()


def groups(loss: str, dtype: str, place: Place, fits: Callable[[Case], bool] = lambda c: True) -> Sequence[Case]:
    """The inputs, together where they can be; those that are passed over do not count."""
    found = [c for c in bundles(loss, dtype) if fits(c)]
    if place.backend != "jax":
        return found
    return sorted(found, key=lambda c: -(sum(n for name, n in c.parts if name != "again") or len(c.arrays[0])))


def ours(loss: str, place: Place) -> Found:
    """Our loss in one library: value and gradients of the same call, in JAX compiled."""
    found, function = nothing(), specs()[loss].function
    for dtype in DTYPES:
        for case in groups(loss, dtype, place)[: GROUPS_IN_JAX if place.backend == "jax" else None]:
            by = differentiable(loss, case, dtype)
            params = {k: place.array(p, dtype) if isinstance(p, np.ndarray) else p for k, p in case.params.items()}
            params["reduction"] = reduction_of(loss)

            def call(*arrays: Any, _params: Any = params, _by: Any = by) -> Any:
                if not _by:
                    return function(*arrays, **_params), ()
                return unilosses.value_and_grad(function, argnums=_by)(*arrays, **_params)

            with quiet(), place.float64_enabled():
                value, gradients = place.compiled(call)(*(place.array(a, dtype) for a in case.arrays))
                numbers = dict(zip(by, map(place.numpy, gradients), strict=True))
            _enter(found, loss, case, dtype, place.numpy(value), numbers)
    return found


class PassedOver(Exception):
    """The peer has no such call."""


def of_peer(loss: str, call: Call, place: Place) -> Found:
    """A peer's function of the same arrays, wherever its parameters let it mean the same."""
    found, signature = nothing(), inspect.signature(call)

    def has_parameters(case: Case) -> bool:
        try:
            signature.bind(*case.arrays, **case.params)
        except TypeError:
            return False
        return True

    for dtype in DTYPES:
        left = GROUPS_IN_JAX if place.backend == "jax" else sys.maxsize
        for case in groups(loss, dtype, place, has_parameters):
            if not left:
                break
            try:
                # float32 as its users have it: with float64 enabled, parts of optax compute in that.
                with quiet(), place.float64_enabled() if dtype == "float64" else nullcontext():
                    value, gradients, rows = _evaluated(loss, call, case, dtype, place)
            except PassedOver:
                continue
            except (RuntimeError, ValueError, TypeError, IndexError) as error:
                print(f"{loss}, {dtype}, {case.id}: {call.__module__} raises {error}", file=sys.stderr)
                continue
            left -= 1
            _enter(found, loss, case, dtype, value, gradients, rows)
    return found


def _evaluated(
    loss: str, call: Call, case: Case, dtype: str, place: Place
) -> tuple[np.ndarray, dict[int, np.ndarray], np.ndarray | None]:
    """Value, gradients, and the rows that count."""
    only: list[Callable[..., np.ndarray]] = []

    def results(*arrays: Any) -> Any:
        made = call(*arrays, **case.params)
        if made is None:
            raise PassedOver
        if isinstance(made, Only):
            only.append(made.rows)
        return made.results if isinstance(made, Only) else made

    by = tuple(i for i in differentiable(loss, case, dtype) if i in getattr(call, "argnums", (i,)))
    arrays = [place.array(a, dtype) for a in case.arrays]
    value, gradients = (in_torch if place.backend == "torch" else in_jax)(results, arrays, by)
    numbers = {i: place.numpy(g) for i, g in gradients.items()}
    return place.numpy(value), numbers, only[0](*case.arrays) if only else None


def _enter(
    found: Found,
    loss: str,
    case: Case,
    dtype: str,
    value: np.ndarray,
    gradients: dict[int, np.ndarray],
    rows: np.ndarray | None = None,
) -> None:
    entries: list[tuple[str, int, Table | None, np.ndarray]] = [("value", -1, value_table(loss, case, dtype), value)]
    tables = gradient_tables(loss, case, dtype) if gradients else []
    entries += [("gradient", i, tables[i], g) for i, g in gradients.items()]
    for kind, argument, table, computed in entries:
        assert table is not None
        if computed.size == 1 < table.near.size:
            table = _sum(table)
        counts = np.ones(computed.shape, dtype=bool)
        if rows is not None and computed.size:
            counts = np.repeat(np.ravel(rows), computed.size // np.size(rows))

        def jumps_at(i: int, argument: int = argument, width: int = computed.size) -> bool:
            """Whether the gradient jumps there, in this component."""
            if argument < 0:
                return False
            each = width if is_whole(loss) else width // len(case.arrays[argument])
            row = jumps(loss, case, dtype, i // each)[argument]
            return row is not None and bool(row[i % each])

        found[dtype, kind].add(table, computed, dtype, counts, jumps_at)


def _sum(table: Table) -> Table:
    """Of all results, for a peer that only reduces."""
    total = math.fsum(table.near)
    rest = math.fsum([*table.near, -total]) + math.fsum(table.rest)
    scale = max(np.abs(table.near).max(), table.scale.max())
    scale = 2.0 ** math.floor(math.log2(scale)) if 0 < scale < math.inf else 0.0
    return Table(*(np.array([x]) for x in (total, rest, scale)), np.array([table.claimed.all()]))


def largest(several: Sequence[Found]) -> Found:
    """Over several libraries."""
    found = nothing()
    for key, worst in found.items():
        worst.ulp = max((f[key].ulp for f in several if f[key].ulp is not None), default=None)
        worst.lost = set().union(*(f[key].lost for f in several))
    return found
