"""The truth as data: there for every loss, what the oracle gives, and met by the library."""

from __future__ import annotations

import json
import math
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ml_dtypes
import numpy as np
import pytest
from mpmath import mp, mpf

import unilosses
from unilosses.definition.registry import specs
from unilosses.verify import bounds, vectors
from unilosses.verify.places import Place
from unilosses.verify.vectors import Truth, VectorCase

from ..suite.generic import grouped
from ..suite.hard_inputs import cases
from ..suite.proofs import ORACLES
from ..suite.tables import table_of
from ..suite.thinning import WIDE, WIDE_WHOLE
from ..suite.ulp import FORMATS, distances
from ..suite.vector_entries import DTYPES
from ..suite.vector_files import entries, hexadecimal, rounded, text
from .test_values import LOSSES, overflow_allowed

FOLDER = Path(__file__).parents[1] / "vectors"
NUMPY = Place("numpy")
# One of each kind.
QUICK = {"huber", "softmax_cross_entropy", "nt_xent", "l1_penalty"}
every_loss = pytest.mark.parametrize("loss", grouped(LOSSES))


def test_every_loss_has_a_file_and_no_other_has() -> None:
    assert vectors.folder() == FOLDER
    assert vectors.losses() == LOSSES
    with pytest.raises(KeyError, match="no_such_loss"):
        vectors.load("no_such_loss")


@pytest.mark.parametrize("loss", grouped(LOSSES, by_default={*LOSSES[::2], *QUICK}))
def test_a_file_is_what_the_oracle_gives_to_the_byte(loss: str) -> None:
    assert (FOLDER / f"{loss}.json").read_text(encoding="utf-8") == text(loss)


@every_loss
def test_a_file_has_every_dtype_and_the_calls_with_options(loss: str) -> None:
    read = vectors.load(loss)
    assert (read.loss, read.kind, read.arrays) == (loss, ORACLES[loss].kind, specs()[loss].arrays)
    assert {c.dtype for c in read.cases} == set(DTYPES)
    named = [(c.dtype, c.id) for c in read.cases]
    assert len(set(named)) == len(named)
    calls = {c.id for c in read.cases if c.id.startswith("call-")}
    if read.kind != "penalty" and not loss.endswith("_penalty"):
        assert {"call-mean", "call-nan-under-mask", "call-all-masked", "call-empty"} <= calls
    if read.kind in ("elementwise", "rowwise"):
        assert {"call-weighted-mean", "call-nan-of-weight-0"} <= calls


@every_loss
def test_every_kind_of_short_hard_input_is_there(loss: str) -> None:
    for dtype in ("float64", "float32"):
        narrow = [c for c in cases(loss, dtype) if max(a[0].size for a in c.arrays) <= WIDE]
        if ORACLES[loss].kind == "coupled":
            narrow = [c for c in narrow if max(a.size for a in c.arrays) <= WIDE_WHOLE]
        read = [c for c in vectors.load(loss).cases if c.dtype == dtype]
        words = {word for c in read for name in (c.id, *(name for name, _ in c.parts)) for word in name.split("-")}
        assert {word for c in narrow for word in c.id.split("-")} <= words


def test_the_folder_stays_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 8.2e6


def test_another_schema_is_refused() -> None:
    content = json.loads((FOLDER / "huber.json").read_text(encoding="utf-8"))
    with pytest.raises(ValueError, match="unilosses-vectors/3"):
        vectors.parse({**content, "schema": "unilosses-vectors/3"})


def _results(case: VectorCase) -> Iterator[Truth | None]:
    yield case.value
    yield from case.gradients or ()


@pytest.mark.parametrize("loss", sorted(QUICK))
def test_what_is_read_is_what_was_written(loss: str) -> None:
    rng = np.random.default_rng(1)
    for case, entry in zip(vectors.load(loss).cases, entries(loss), strict=True):
        assert (case.id, case.dtype) == (entry.case.id, entry.dtype)
        for a, b in zip(case.arrays, entry.case.arrays, strict=True):
            assert a.dtype == b.dtype
            np.testing.assert_array_equal(a, b)
        assert list(case.params) == list(entry.case.params)
        for truth, exact in zip(_results(case), (entry.value, *(entry.gradients or ())), strict=True):
            assert (truth is None) == (exact is None)
            if truth is None or exact is None:
                continue
            assert truth.shape == exact.shape
            np.testing.assert_array_equal(truth.claimed, exact.claimed)
            # Distances of numbers that are a little off: those of the suite's own table, to what the rest leaves out.
            off = truth.near * (1 + rng.integers(-3, 4, truth.near.shape) * 2.0 ** -FORMATS[case.dtype][0])
            table = table_of(exact.numbers, exact.scales, case.dtype)
            found = truth.distances(off, case.dtype)
            with np.errstate(invalid="ignore"):
                beyond = np.isinf(truth.near) & np.isfinite(table.near)
            np.testing.assert_allclose(found[~beyond], table.distances(off, case.dtype)[~beyond], rtol=1e-6, atol=1e-6)


def test_distances_are_those_of_the_definition() -> None:
    with mp.workprec(300):
        truths = [mpf(1) / 3, mpf(2) ** 70 / 7, mpf(1) - mpf(2) ** -60, mpf(0), mpf("1e-280"), mp.inf, mp.nan]
    for dtype in DTYPES:
        near = np.array([rounded(t, dtype) for t in truths])
        with mp.workprec(300):
            rest = np.array([float(t - mpf(n)) if math.isfinite(n) else 0.0 for t, n in zip(truths, near, strict=True)])
        truth = Truth(near, rest, np.zeros(7), np.ones(7, dtype=bool), (7,))
        for computed in (near, near * (1 + 2.0**-7), -near, np.ones(7), np.full(7, np.nan), np.full(7, np.inf)):
            expected = distances(
                computed, [t if math.isfinite(n) else n for t, n in zip(truths, near, strict=True)], dtype
            )
            np.testing.assert_allclose(truth.distances(computed, dtype), expected, rtol=1e-9)


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_truth_is_rounded_once_to_nearest_even(dtype: str) -> None:
    bits, lowest, top = FORMATS[dtype]
    kind = {"bfloat16": ml_dtypes.bfloat16}.get(dtype, dtype)
    rng = np.random.default_rng(2)
    numbers = rng.normal(size=300) * 2.0 ** rng.uniform(max(lowest - bits, -1060), min(top + 1, 1000), 300)
    with np.errstate(over="ignore"):
        assert [rounded(mpf(x), dtype) for x in numbers] == numbers.astype(kind).astype(float).tolist()
    with mp.workprec(200):
        half = mpf(2) ** -bits  # of the step at 1
        steps = [1 + half, 1 + 3 * half, 1 + half + mpf(2) ** -150, 1 + half - mpf(2) ** -150]
        ends = [mpf(2) ** (top + 1) * (1 - half / 2), mpf(2) ** (top + 1) * (1 - half / 2 - mpf(2) ** -150)]
    eps = 2.0 ** (1 - bits)
    assert [rounded(x, dtype) for x in steps] == [1.0, 1 + 2 * eps, 1 + eps, 1.0]
    assert [rounded(x, dtype) for x in ends] == [math.inf, (2 - eps) * 2.0**top]


def test_numbers_in_hexadecimal_are_short_and_exact() -> None:
    written = {1.0: "0x1p+0", 3.0: "0x1.8p+1", -0.1: "-0x1.999999999999ap-4", 0.0: "0x0p+0", math.inf: "inf"}
    assert {x: hexadecimal(x) for x in written} == written
    assert hexadecimal(-0.0) == "-0x0p+0"
    assert float.fromhex(hexadecimal(5e-324)) == 5e-324


def _given(value: Any, dtype: str) -> Any:
    return NUMPY.array(value, dtype) if isinstance(value, np.ndarray) else value


def _within(result: Any, truth: Truth, case: VectorCase, limit: float, what: str) -> None:
    assert result.shape == truth.shape, what
    distance = np.where(truth.claimed, truth.distances(NUMPY.numpy(result), case.dtype), 0.0)
    assert distance.max(initial=0.0) <= limit, f"{what}: {distance.max()} ulp at {int(distance.argmax())}"


@every_loss
def test_numpy_is_within_its_bounds(loss: str, full: bool) -> None:
    """All of them with --full, else one of six: each has a program of its own."""
    function = specs()[loss].function
    for case in vectors.load(loss).cases[:: 1 if full else 6]:
        arrays = [NUMPY.array(a, case.dtype) for a in case.arrays]
        keywords = {k: _given(v, case.dtype) for k, v in (case.params | case.options).items()}
        what = f"{loss} {case.dtype} {case.id}"
        limits = {kind: bounds.of_case(loss, case, kind, "numpy") for kind in bounds.KINDS}
        argnums = tuple(i for i, truth in enumerate(case.gradients or ()) if truth is not None)
        with overflow_allowed():
            if argnums:
                value, found = unilosses.value_and_grad(function, argnums=argnums)(*arrays, **keywords)
            else:
                value, found = function(*arrays, **keywords), ()
        _within(value, case.value, case, limits["value"], what)
        for i, gradient in zip(argnums, found, strict=True):
            truth = case.gradients[i] if case.gradients else None
            assert truth is not None
            _within(gradient, truth, case, limits["gradient"], f"{what}, by array {i}")


def test_a_reader_in_another_language() -> None:
    done = subprocess.run(["node", str(FOLDER / "read.mjs")], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    checked = [line.partition(":")[0] for line in done.stdout.splitlines()]
    assert checked == ["huber", "sigmoid_cross_entropy", "softmax_cross_entropy"]
