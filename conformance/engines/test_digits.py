"""Graphs in 50 digits: the truth that the oracles have, which are written from the sources and know no kernel."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mpmath import mp, mpf

import unilosses
from conformance.suite.generic import Sample, grouped, sample
from unilosses.definition.definition import LossSpec
from unilosses.definition.kinds import Domain
from unilosses.definition.options import Options
from unilosses.definition.registry import specs
from unilosses.engines import graph_of, split, trace
from unilosses.engines.interpreter.definitions import DEFINITIONS
from unilosses.engines.interpreter.digits import in_digits, truth
from unilosses.engines.interpreter.reals import Reals
from unilosses.verify.vectors import Truth, load, ulp_exponent

from .calls import TRACED, call_of

DECIMAL: dict[str, str] = tomllib.loads(Path(__file__).with_name("decimal_defaults.toml").read_text())
# In units in the last place of float64: what formulas leave out where float64 does not see it.
CLOSE = 0.01
# Of larger cases, the library's own evaluation in 50 digits takes seconds; `make test` takes the smaller half.
ELEMENTS, FEW_ELEMENTS = 64, 24


def distances(found: tuple[np.ndarray, np.ndarray], true: Truth) -> np.ndarray:
    near, rest = (x.ravel() for x in found)
    exponent = ulp_exponent(true.near, true.rest, true.scale, "float64")
    with np.errstate(all="ignore"):
        error = np.ldexp(np.abs((near - true.near) + (rest - true.rest)), -exponent) * 2.0**52
    same = (near == true.near) | (np.isnan(near) & np.isnan(true.near))
    finite = np.isfinite(near) & np.isfinite(true.near)
    return np.where(true.claimed, np.where(finite, error, np.where(same, 0.0, np.inf)), 0.0)


@pytest.mark.parametrize("name", grouped(TRACED))
def test_graphs_and_oracles_have_the_same_truth(name: str, full: bool) -> None:
    vectors, spec = load(name), specs()[name]
    most = ELEMENTS if full else FEW_ELEMENTS
    cases = [c for c in vectors.cases if c.dtype == "float64" and c.arrays[0].size <= most]
    assert cases
    worst = 0.0
    for case in cases:
        if DECIMAL.get(name, "") in spec.params and DECIMAL[name] not in case.params:
            continue
        s = Sample(spec, list(case.arrays), case.params)
        wanted = tuple(i for i, g in enumerate(case.gradients or ()) if g is not None)
        facts, inputs = call_of(s, wanted, **case.options)
        with np.errstate(all="ignore"):
            found = truth(graph_of(facts, inputs), inputs)
        truths = [("value", case.value), *((f"gradient of {spec.arrays[i]}", case.gradients[i]) for i in wanted)]
        worst = max([worst, *(distances(found[key], true).max(initial=0.0) for key, true in truths)])
    assert worst <= CLOSE


@pytest.mark.parametrize("name", DECIMAL)
def test_the_oracles_of_the_file_do_take_decimal_defaults(name: str) -> None:
    vectors, spec = load(name), specs()[name]
    worst = 0.0
    for case in vectors.cases:
        if case.dtype == "float64" and case.arrays[0].size <= ELEMENTS and DECIMAL[name] not in case.params:
            s = Sample(spec, list(case.arrays), case.params)
            facts, inputs = call_of(s, (), **case.options)
            found = truth(graph_of(facts, inputs), inputs)
            worst = max(worst, distances(found["value"], case.value).max())
    assert CLOSE < worst < 4.0


def test_a_loss_of_ones_own_has_a_truth() -> None:
    """log(1 + e^x), as it should not be written: the truth is the formula's all the same, value and slope."""

    def naive(xp: Any, x: Any) -> Any:
        return xp.log(1.0 + xp.exp(x))

    spec = LossSpec(naive, Domain(), event_ndim=0, aliases=(), class_name=None, penalty=False)
    x = np.asarray([-80.0, -30.0, 0.5, 800.0])
    facts, inputs = split(spec, (x,), {}, Options(reduction="none"), wanted=(0,))
    found = truth(trace(facts, inputs), inputs)
    with mp.workdps(120):
        value = [mp.log1p(mp.exp(mpf(float(v)))) for v in x]
        slope = [1 / (1 + mp.exp(-mpf(float(v)))) for v in x]
        for expected, (near, rest) in ((value, found["value"]), (slope, found["gradient of x"])):
            assert near.tolist() == [float(v) for v in expected]
            for n, r, v in zip(near, rest, expected, strict=True):
                assert float(abs((mpf(float(n)) + mpf(float(r)) - v) / v)) < 1e-30


@pytest.mark.parametrize("name", DEFINITIONS)
def test_named_functions_are_those_that_are_computed(name: str) -> None:
    """In float64 the definition is what the function of numerics gives, to an ulp or a few."""
    module, _, function = name.partition(".")
    computed = getattr(__import__(f"unilosses.numerics.{module}", fromlist=[function]), function)
    context = Reals(50).context
    points = {"kl_div": [(0.25, 0.75, -0.5), (2.0, 1.75, 0.25)], "kl_div_slope": [(0.25, 0.75, -0.5)]}
    points["value"] = [(x, a) for x in (0.25, 3.0) for a in (1.0, 2.0, 0.0, -1.5, -np.inf, 3.5)]
    points["slope"] = points["value"]
    points["half_deviance"] = [(1.25, 2.0, p) for p in (1.5, 2.5, -1.0)]
    import array_api_compat.numpy as xp

    for given in points.get(function, [(0.25,), (1.5,), (7.0,)]):
        first, *rest = given
        arrays = [np.asarray([x]) for x in rest] if function.startswith("kl") else rest
        with np.errstate(all="ignore"):
            near = float(computed(xp, np.asarray([first]), *arrays)[0])
        assert near == pytest.approx(float(DEFINITIONS[name](context, *map(context.mpf, given))), rel=4e-15)


def test_more_digits_are_taken_where_terms_cancel() -> None:
    def cancelling(xp: Any, x: Any) -> Any:
        return (1.0 + x) - 1.0

    spec = LossSpec(cancelling, Domain(), event_ndim=0, aliases=(), class_name=None, penalty=False)
    x = np.asarray([2.0**-500])
    facts, inputs = split(spec, (x,), {}, Options(reduction="none"))
    graph = trace(facts, inputs)
    assert float(in_digits(graph, inputs, ["value"], 50)[0][0]) == 0.0
    assert truth(graph, inputs)["value"][0].tolist() == x.tolist()


EDGES = {
    "log": [(0.0, -np.inf), (-1.0, np.nan), (np.inf, np.inf)],
    "log1p": [(-1.0, -np.inf), (-2.0, np.nan)],
    "sqrt": [(-1.0, np.nan), (np.inf, np.inf)],
    "exp": [(-2000.0, 0.0), (np.inf, np.inf), (np.nan, np.nan)],
    "expm1": [(-np.inf, -1.0)],
    "round": [(0.5, 0.0), (1.5, 2.0), (np.inf, np.inf)],
    "floor": [(-0.5, -1.0), (-np.inf, -np.inf)],
    "trunc": [(-1.5, -1.0), (1.5, 1.0)],
    "sign": [(-3.0, -1.0), (0.0, 0.0), (np.nan, np.nan)],
    "divide": [(1.0, 0.0, np.inf), (-1.0, 0.0, -np.inf), (0.0, 0.0, np.nan), (np.nan, 0.0, np.nan)],
    "pow": [(0.0, 0.0, 1.0), (0.0, -1.0, np.inf), (-2.0, 3.0, -8.0), (-2.0, 0.5, np.nan), (2.0, -np.inf, 0.0)],
    "maximum": [(np.nan, 1.0, np.nan), (1.0, np.nan, np.nan), (2.0, 3.0, 3.0)],
    "minimum": [(np.nan, 1.0, np.nan), (1.0, np.nan, np.nan), (2.0, 3.0, 2.0)],
    "logaddexp": [(-np.inf, -np.inf, -np.inf), (0.0, 0.0, np.log(2.0))],
    "remainder": [(-1.5, 1.0, 0.5)],
}


@pytest.mark.parametrize("name", EDGES)
def test_real_functions_have_the_edges_of_floating_point(name: str) -> None:
    reals = Reals(50)
    for *given, expected in EDGES[name]:
        found = float(reals.functions[name](*map(reals.number, given)))
        np.testing.assert_equal(found, expected)


def test_inputs_of_lower_precision_are_taken_to_their_last_digit() -> None:
    s = sample("huber")
    s.data = [x.astype(np.float32) for x in s.data]
    facts, inputs = call_of(s, (), reduction="none")
    near, _ = truth(graph_of(facts, inputs), inputs)["value"]
    wide = unilosses.huber(*[x.astype(np.float64) for x in s.data], reduction="none")
    np.testing.assert_allclose(near, wide, rtol=1e-15)
