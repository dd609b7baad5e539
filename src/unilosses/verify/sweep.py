"""All losses on every framework and device against the truth: what `unilosses verify` runs."""

from __future__ import annotations

import multiprocessing
import os
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np

from ..definition.registry import find
from ..gradient import value_and_grad
from . import bounds, own, vectors
from .batches import taken
from .cells import DTYPES, KINDS, Cell, as_data
from .places import Place, describe, places_here
from .vectors import Truth, VectorCase, Vectors
from .worst import Worst, worst_at

__all__ = ["DTYPES", "KINDS", "Cell", "as_data", "sweep"]

Progress: TypeAlias = Callable[[int, int, str], None]
Task: TypeAlias = tuple[str, Place, str]

# The relative cost of the same work. JAX compiles.
COST = {"numpy": 1, "torch": 2, "jax": 10}
# JAX compiles each operation for each shape. With this many rows everywhere, losses share compiled operations. Of each
# loss only the commonest shapes are taken, unless all cases are asked for.
ROWS = {"jax": 64}
SHAPES = {"jax": {"float64": 3, "float32": 3, "float16": 1, "bfloat16": 1}}
# Losses with loops, of which few cases are taken in JAX. Outside of jit it compiles a loop anew at each call. In jit it
# compiles for as long as all other losses take.
LOOPS = ("ctc", "linear_cross_entropy")
MOST_LOOPS = 3


def sweep(
    losses: Iterable[str] | None = None,
    places: Iterable[Place] | None = None,
    progress: Progress | None = None,
    *,
    jobs: int = 1,
    full: bool = False,
) -> list[Cell]:
    """Values and gradients of losses in all dtypes against the truth on the hard inputs.

    Arguments
        losses: their names; all that have vectors, if None. For one of your own, ordinary inputs take the place of
            hard ones, with the graph of its kernel in 50 digits as the truth.
        places: all that are here, if None.
        progress: called as `progress(done, total, what)` after each loss in each place and dtype.
        jobs: how many processes share the work. With more than one, a script needs `if __name__ == "__main__"`, and
            there are none but our losses.
        full: all cases in JAX too, where by default a loss's commonest shapes are taken.
    """
    names = vectors.losses() if losses is None else [find(name).name for name in losses]
    here = places_here() if places is None else list(places)
    tasks = [(name, place, dtype) for place in here for dtype in place.dtypes for name in names]
    told = progress or (lambda done, total, what: None)
    found: dict[Task, list[Cell]] = {}
    for task, cells in _alone(tasks, full) if jobs == 1 else _together(tasks, jobs, full):
        found[task] = cells
        told(len(found), len(tasks), f"{task[0]} on {task[1]} in {task[2]}")
    order = sorted(tasks, key=lambda task: names.index(task[0]))
    return [cell for task in order for cell in found[task]]


def _alone(tasks: Sequence[Task], full: bool) -> Iterator[tuple[Task, list[Cell]]]:
    for task in tasks:
        yield task, cells_of(*task, full)


def _together(tasks: Sequence[Task], jobs: int, full: bool) -> Iterator[tuple[Task, list[Cell]]]:
    """The tasks in several processes. Losses in one process share compiled operations."""
    lanes: list[list[Task]] = [[] for _ in range(jobs)]
    load = [0] * jobs
    groups: dict[tuple[Place, bool], list[Task]] = {}
    for task in tasks:
        _, place, dtype = task
        groups.setdefault((place, dtype == "float64"), []).append(task)  # half precision is computed in float32

    def cost(group: Sequence[Task]) -> int:
        return sum(COST.get(place.backend, 2) for _, place, _ in group)

    for group in sorted(groups.values(), key=cost, reverse=True):
        least = load.index(min(load))
        lanes[least] += group
        load[least] += cost(group)
    fresh = multiprocessing.get_context("spawn")  # neither torch nor JAX survives a fork
    pools = [ProcessPoolExecutor(1, mp_context=fresh, initializer=_modest) for lane in lanes if lane]
    try:
        waiting: dict[Future[list[Cell]], Task] = {}
        for pool, lane in zip(pools, filter(None, lanes), strict=True):
            waiting |= {pool.submit(cells_of, *task, full): task for task in lane}
        for future in as_completed(waiting):
            yield waiting[future], future.result()
    finally:
        for pool in pools:
            pool.shutdown(cancel_futures=True)


def _modest() -> None:
    """Set up a process that is one of several: one thread, and no more GPU memory than it needs."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")


def cells_of(loss: str, place: Place, dtype: str, full: bool = False) -> list[Cell]:
    """The cell of the values and that of the gradients."""
    content = vectors.load(loss) if loss in vectors.losses() else own.vectors_of(find(loss))
    chosen = _chosen(content, place, dtype, full)
    best: dict[str, Cell] = {}
    # A result beyond the dtype is infinite, which is right, and NumPy warns of it.
    with np.errstate(all="ignore"), warnings.catch_warnings(), place.float64_enabled():
        warnings.simplefilter("ignore")
        for case in chosen:
            for cell in _cells_of_case(content, case, place):
                known = best.get(cell.kind)
                if known is None or cell.worse > known.worse:
                    best[cell.kind] = cell
    of = sum(case.dtype == dtype for case in content.cases)
    return [replace(best[kind], cases=len(chosen), all_cases=of) for kind in KINDS if kind in best]


def _chosen(content: Vectors, place: Place, dtype: str, full: bool) -> list[VectorCase]:
    """The cases of a dtype, in the form that suits the place."""
    cases = [_lengthened(content, case, ROWS.get(place.backend, 0)) for case in content.cases if case.dtype == dtype]
    if full or place.backend not in SHAPES:
        return cases
    forms = [tuple(a.shape for a in case.arrays) for case in cases]
    kept = [form for form, _ in Counter(forms).most_common(SHAPES[place.backend][dtype])]
    found = [case for case, form in zip(cases, forms, strict=True) if form in kept]
    return found[:: -(-len(found) // MOST_LOOPS)] if content.loss in LOOPS else found


def _cells_of_case(content: Vectors, case: VectorCase, place: Place) -> Iterator[Cell]:
    """One case by both routes: the loss itself, and its gradient by every array that has one."""
    spec = find(content.loss)
    arrays = [place.array(a, case.dtype) for a in case.arrays]
    keywords = {k: _given(place, v, case.dtype) for k, v in (case.params | case.options).items()}
    through = place.compiled if content.loss in LOOPS else lambda function: function
    value = through(lambda *xs: spec.function(*xs, **keywords))
    yield _cell(content, case, place, "value", lambda: [value(*arrays)], [(None, case.value)])
    if case.gradients is not None:
        truths = [(i, truth) for i, truth in enumerate(case.gradients) if truth is not None]
        by = value_and_grad(spec.function, tuple(i for i, _ in truths))
        gradients = through(lambda *xs: by(*xs, **keywords)[1])
        yield _cell(content, case, place, "gradient", lambda: gradients(*arrays), truths)


def _lengthened(content: Vectors, case: VectorCase, rows: int) -> VectorCase:
    """The case with its rows repeated up to this many, where rows are independent."""
    own = len(case.arrays[0]) if case.arrays[0].ndim else 0
    alone = content.kind in ("elementwise", "rowwise") and case.options == {"reduction": "none"}
    if not alone or not 0 < own < rows:
        return case
    again = np.arange(rows) % own
    gradients = case.gradients and tuple(g and taken(g, again, own) for g in case.gradients)
    arrays = tuple(a[again] for a in case.arrays)
    return replace(case, arrays=arrays, value=taken(case.value, again, own), gradients=gradients)


def _given(place: Place, value: Any, dtype: str) -> Any:
    return place.array(value, dtype) if isinstance(value, np.ndarray) else value


def _cell(
    content: Vectors,
    case: VectorCase,
    place: Place,
    kind: str,
    call: Callable[[], Sequence[Any]],
    truths: Sequence[tuple[int | None, Truth]],
) -> Cell:
    """The largest error among the results of one call."""
    known = content.loss in bounds.table()
    bound = bounds.of_case(content.loss, case, kind, bounds.place_of(place.backend)) if known else own.bound(case)

    def made(ulp: float, worst: Worst | None, error: str = "") -> Cell:
        breach = not ulp <= bound
        return Cell(content.loss, place, case.dtype, kind, ulp, bound, breach, worst, error)

    try:
        results = [(result, place.numpy(result)) for result in call()]
    except Exception as error:  # noqa: BLE001 - whatever is raised is a finding
        return made(np.inf, worst_at(content, case, None, None, 0), f"{type(error).__name__}: {error}")
    best = made(0.0, None)
    for (result, numbers), (argument, truth) in zip(results, truths, strict=True):
        wrong = _misfit(place, result, case.dtype, truth)
        if wrong:
            return made(np.inf, worst_at(content, case, argument, None, 0), wrong)
        if not numbers.size:
            continue
        distances = np.where(truth.claimed, truth.distances(numbers, case.dtype), 0.0)
        at = int(np.argmax(distances))
        if best.worst is None or distances[at] > best.ulp:
            best = made(float(distances[at]), worst_at(content, case, argument, float(numbers[at]), at))
    return best


def _misfit(place: Place, result: Any, dtype: str, truth: Truth) -> str:
    """What is wrong with a result's library, dtype, device or shape; empty if nothing is."""
    found, expected = describe(result), (place.backend, dtype, place.device)
    for what, is_, should in zip(("library", "dtype", "device"), found, expected, strict=True):
        if is_ != should:
            return f"the {what} of the result is {is_}, not {should}"
    shape = tuple(getattr(result, "shape", ()))
    return "" if shape == truth.shape else f"the shape of the result is {shape}, not {truth.shape}"
