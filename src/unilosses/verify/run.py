"""One comparison: it calls the functions, judges their results and collects the differences."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from ..definition.definition import LossSpec
from .batches import Batch, hard_batches, joined
from .diagnosis import Results, diagnose
from .findings import Entry, Finding, Pair
from .hypotheses import Query
from .random_inputs import random_arrays, random_batches
from .shrink import smallest
from .subject import Failure, Subject
from .vectors import Truth, Vectors

Array: TypeAlias = np.ndarray[Any, Any]

# The largest difference in ulp that is no finding, unless the caller names another. In wide dtypes the exp, log and
# sums of good libraries are off by some tens of ulp together. Half precision is rounded once.
TOLERANCE = {"float64": 64.0, "float32": 64.0, "float16": 4.0, "bfloat16": 4.0}

# A function that reduces is called row by row, on this many rows of a batch. In JAX, where a call takes milliseconds,
# on half as many.
ONE_BY_ONE = 128


class Run:
    """One comparison, and its findings so far."""

    def __init__(
        self,
        spec: LossSpec,
        params: dict[str, Any],
        wrt: tuple[int, ...],
        hard: Vectors | None,
        labels: str | None,
        ulp: float | None,
    ) -> None:
        self.spec, self.params, self.wrt, self.hard, self.labels, self.ulp = spec, params, wrt, hard, labels, ulp
        self.kinds = ["value", *(f"gradient by {spec.arrays[i]}" for i in wrt)]  # of results
        self.findings: list[Finding] = []
        self.entries: list[Entry] = []
        self.pairs: list[Pair] = []

    def dtype(self, subjects: list[Subject], dtype: str) -> None:
        """All functions in one dtype."""
        alive = []
        for s in subjects:
            try:
                if not s.whole:
                    s.probe(lambda shape: self._random(shape, dtype), self.spec.event_ndim, dtype)
                alive.append(s)
            except Failure as error:
                self.findings.append(Finding(s.name, "error", dtype, note=str(error)))
        batches = self._batches(dtype)
        if any(s.mode == "all" for s in alive):
            most = ONE_BY_ONE // (2 if any(s.place.backend == "jax" for s in alive) else 1)
            batches = [x.take(_evenly(x.rows, most)) if x.rows > most else x for x in batches]
        tolerance = TOLERANCE[dtype] if self.ulp is None else self.ulp
        results = {s.name: self._evaluate(s, batches, dtype) for s in alive}
        for s in alive:
            self._judge(s, dtype, results[s.name], tolerance)
        names = list(results)
        for i, first in enumerate(names):
            self.pairs += [self._apart(first, other, dtype, results) for other in names[i + 1 :]]

    def _random(self, shape: tuple[int, ...], dtype: str) -> tuple[Array, ...]:
        dense = self.labels == "dense"
        return random_arrays(self.spec, self.params, dtype, shape, seed=1, dense=dense, known=self.hard)

    def _batches(self, dtype: str) -> list[Batch]:
        made = []
        if self.hard is not None:
            made = hard_batches(self.spec, self.hard, self.params, self.wrt, dtype, self.labels)
        ordinary = random_batches(self.spec, self.params, self.wrt, dtype, self.hard, self.labels)
        return joined([*made, *ordinary])

    def _evaluate(self, s: Subject, batches: list[Batch], dtype: str) -> list[dict[str, Results]]:
        """The results of each batch, by kind. Where the function raised, the dict is empty."""
        by_batch: list[dict[str, Results]] = []
        failures: dict[str, Batch] = {}
        for batch in batches:
            query = Query(self.spec, self.params, self.wrt, batch)
            try:
                value, gradients = s.evaluate(batch)
            except Failure as error:
                failures.setdefault(str(error), batch)
                by_batch.append({})
                continue
            truths: list[Truth | None] = [batch.value, *batch.gradients]
            if s.whole and value.size == 1 < batch.value.near.size:
                truths, s.reduction = _reduced(truths, value)
            by_kind = {}
            for kind, truth, x in zip(self.kinds, truths, [value, *gradients], strict=False):
                if truth is not None:
                    by_kind[kind] = Results(query, truth, x, truth.distances(x, dtype))
            by_batch.append(by_kind)
        partly = any(by_batch)
        for message, batch in failures.items():
            # Some functions take class indices only, some dense labels only. The form that is taken is compared.
            forms = {tuple(x.ndim for x in y.arrays) for y, r in zip(batches, by_batch, strict=True) if r}
            if partly and tuple(x.ndim for x in batch.arrays) not in forms:
                s.remarks.setdefault("labels", f"one form of labels is not taken ({message})")
                continue
            inputs = dict(zip(self.spec.arrays, batch.take(np.asarray([0])).arrays, strict=True))
            self.findings.append(Finding(s.name, "error", dtype, inputs=inputs, note=message))
        return by_batch

    def _judge(self, s: Subject, dtype: str, by_batch: list[dict[str, Results]], tolerance: float) -> None:
        worst: dict[str, float] = {}
        lost = results = 0
        for kind in dict.fromkeys(k for by_kind in by_batch for k in by_kind):
            here = [by_kind[kind] for by_kind in by_batch if kind in by_kind]
            finite = [r.truth.claimed & np.isfinite(r.distances) for r in here]
            worst[kind] = max(
                (float(r.distances[f].max()) for r, f in zip(here, finite, strict=True) if f.any()), default=0.0
            )
            lost += sum(int((r.truth.claimed & np.isinf(r.distances)).sum()) for r in here)
            results += sum(int(r.truth.claimed.sum()) for r in here)
            by = None if kind == "value" else self.kinds.index(kind) - 1
            for name, label, where in diagnose(here, by, tolerance):
                self.findings.append(smallest(s, kind, by, dtype, here, where, name, label, tolerance))
        gradients = [v for k, v in worst.items() if k != "value"]
        self.entries.append(
            Entry(
                s.name,
                s.place.backend,
                dtype,
                worst.get("value"),
                max(gradients, default=None),
                lost,
                results,
                s.reduction,
            )
        )
        for remark in s.remarks.values():
            if not any(f.function == s.name and f.note == remark for f in self.findings):
                kind = "labels" if "labels" in remark else "shape" if "shape" in remark else "dtype"
                self.findings.append(Finding(s.name, kind, dtype, note=remark, serious=kind == "dtype"))

    def _apart(self, one: str, other: str, dtype: str, results: dict[str, list[dict[str, Results]]]) -> Pair:
        """The largest distance between two functions, in ulp of the truth."""
        worst: dict[bool, float | None] = {True: None, False: None}
        lost = 0
        for a, c in zip(results[one], results[other], strict=True):
            for kind in set(a) & set(c):
                x, y, truth = a[kind].computed, c[kind].computed, a[kind].truth
                if x.shape != y.shape:
                    continue
                size = np.maximum(truth.scale, np.abs(truth.near))
                between = Truth(y, np.zeros_like(y), np.nan_to_num(size, posinf=0.0), truth.claimed, truth.shape)
                distance = between.distances(x, dtype)
                finite = truth.claimed & np.isfinite(distance)
                lost += int((truth.claimed & np.isinf(distance)).sum())
                top = float(distance[finite].max()) if finite.any() else 0.0
                worst[kind == "value"] = max(worst[kind == "value"] or 0.0, top)
        return Pair(one, other, dtype, worst[True], worst[False], lost)

    def reductions(self, subjects: list[Subject], expected: str | None) -> None:
        """Findings about reductions: two functions reduce differently, or one not as expected."""
        kinds = {s.reduction for s in subjects}
        for s in subjects:
            if s.reduction == "unknown":
                note = "it reduces to one number that is neither the mean nor the sum of what it gives for single rows"
                self.findings.insert(
                    0, Finding(s.name, "reduction", "", note=note, pattern="mean over another axis or normaliser")
                )
            elif s.reduction == "batchmean" or (expected is not None and s.reduction != expected):
                wanted = expected or "mean"
                note = f"it returns the {s.reduction} (expected: {wanted})"
                self.findings.insert(
                    0, Finding(s.name, "reduction", "", note=note, pattern=_against(s.reduction, wanted))
                )
        if expected is None and len(kinds) > 1:
            note = "reductions differ: " + ", ".join(f"{s.name} {s.reduction}" for s in subjects)
            shown = sorted(kinds - {"none"}) or ["none"]
            named = _against(shown[0], shown[1]) if len(shown) > 1 else None
            self.findings.insert(
                0,
                Finding(
                    ", ".join(s.name for s in subjects),
                    "reduction",
                    "",
                    note=note,
                    pattern=named,
                    serious=named is not None,
                ),
            )


def _evenly(rows: int, most: int) -> Array:
    """This many row numbers, evenly spaced from the first to the last."""
    return np.unique(np.linspace(0, rows - 1, most).astype(int))


def _against(one: str, other: str) -> str:
    """The name of a pattern of reductions."""
    pair = {one, other}
    if "batchmean" in pair:
        return "mean against batchmean"
    if pair == {"sum", "mean"}:
        return "sum against mean"
    return "mean over another axis or normaliser"


def _reduced(truths: list[Truth | None], value: Array) -> tuple[list[Truth | None], str]:
    """The truth of a whole batch, and its reduction: mean or sum, whichever is nearer to the function's number."""
    first = truths[0]
    assert first is not None
    n = first.near.size
    total = float(first.near.sum() + first.rest.sum())
    scale = float(np.maximum(first.scale, np.abs(first.near)).sum())
    name, by = min((("mean", float(n)), ("sum", 1.0)), key=lambda c: abs(float(value[0]) - total / c[1]))
    claimed = np.asarray([bool(first.claimed.all())])
    made: list[Truth | None] = [Truth(np.asarray([total / by]), np.zeros(1), np.asarray([scale / by]), claimed, ())]
    # The division rounds once more, to an ulp of float64.
    made += [t and Truth(t.near / by, t.rest / by, t.scale / by, t.claimed, t.shape) for t in truths[1:]]
    return made, name
