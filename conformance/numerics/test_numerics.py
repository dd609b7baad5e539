"""Every function of `unilosses.numerics` keeps the bound that docs/numerics.md states for it, in every library."""

from __future__ import annotations

import inspect
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from mpmath import mp, mpf

from unilosses import numerics
from unilosses.backends.library import library_of
from unilosses.definition import registry

from ..suite.libraries import Run
from ..suite.ulp import distances, is_claimable
from .case import Case
from .cases import CASES

PAGE = (Path(__file__).parents[2] / "docs" / "numerics.md").read_text(encoding="utf-8")
# | `name` | what it is | float32 | float64 |
BOUNDS = {
    name: {"float32": float(single), "float64": float(double)}
    for name, single, double in re.findall(r"^\| `([\w.]+)` \| .* \| ([\d.]+) \| ([\d.]+) \|$", PAGE, re.MULTILINE)
}
# | `name`, `name` | what they are |
STRUCTURAL = {
    name
    for row in re.findall(r"^\| (`[\w.`, ]+`) \| [^|]* \|$", PAGE, re.MULTILINE)
    for name in re.findall(r"[\w.]+", row)
}
DTYPES = ("float32", "float64")


# --- measured against the truth -------------------------------------------------------------------------------------


@cache
def inputs(at: int, dtype: str, seed: int) -> tuple[np.ndarray, ...]:
    """A case's arrays, rounded to the dtype; integers stay."""
    case = CASES[at]
    earlier = sum(other.name == case.name for other in CASES[:at])
    rng = np.random.default_rng([zlib.crc32(case.name.encode()), earlier, seed])
    arrays = [np.asarray(x) for x in case.inputs(rng, np.finfo(dtype))]
    return tuple(x if x.dtype.kind == "i" else x.astype(dtype) for x in arrays)


@cache
@mp.workprec(400)
def truths(at: int, dtype: str, seed: int) -> tuple[list[Any], list[Any]]:
    """What is true, and the scale of the errors, both flat: each array that the call gives after the other."""
    case = CASES[at]
    arrays = inputs(at, dtype, seed)
    found = _evaluated(case, case.truth, arrays)
    return found, [None] * len(found) if case.scale is None else _evaluated(case, case.scale, arrays)


def _evaluated(case: Case, function: Any, arrays: tuple[np.ndarray, ...]) -> list[Any]:
    exact = [np.vectorize(mpf, otypes=[object])(x) for x in arrays]
    if case.by == "batch":
        return list(function(*(x.tolist() for x in exact)))
    if case.by == "row":
        rows = [x[:, None].tolist() if x.ndim == 1 else x.tolist() for x in exact]
        return [v for row in zip(*rows, strict=True) for v in function(*row)]
    found = [function(*numbers) for numbers in zip(*(x.tolist() for x in exact), strict=True)]
    return [v for part in zip(*found, strict=True) for v in part] if isinstance(found[0], tuple) else found


@cache
def program(run: Run) -> Callable[[list[tuple[Any, ...]]], list[Any]]:
    """All cases in one."""

    def compute(data: list[tuple[Any, ...]]) -> list[Any]:
        xp = library_of(data[0][0], "x").xp
        return [case.call(xp, *arrays) for case, arrays in zip(CASES, data, strict=True)]

    return run.compiled(compute)


def computed(run: Run, dtype: str, seed: int) -> list[np.ndarray]:
    data = [
        tuple(run.asarray(x, None if x.dtype.kind == "i" else dtype) for x in inputs(at, dtype, seed))
        for at in range(len(CASES))
    ]
    parts = [x if isinstance(x, list | tuple) else (x,) for x in program(run)(data)]
    return [np.concatenate([run.to_numpy(x).ravel() for x in each]) for each in parts]


def errors(run: Run, dtype: str, seed: int = 0) -> Iterator[tuple[str, float, str]]:
    """Of each case its function, its largest error in ulp, and where that is."""
    for at, (case, found) in enumerate(zip(CASES, computed(run, dtype, seed), strict=True)):
        expected, scales = truths(at, dtype, seed)
        claimed = [i for i, x in enumerate(expected) if is_claimable(x, dtype)]
        assert len(claimed) > len(expected) / 3, case.name
        assert found.size == len(expected), case.name
        off = distances(found[claimed], [expected[i] for i in claimed], dtype, [scales[i] for i in claimed])
        worst = int(np.argmax(off))
        where = (
            f"{found[claimed[worst]]!r}, the truth is {mp.nstr(expected[claimed[worst]], 17)}, number {claimed[worst]}"
        )
        yield case.name, float(off[worst]), where


@pytest.mark.parametrize("dtype", DTYPES)
def test_errors_are_within_the_bounds(run: Run, dtype: str) -> None:
    beyond = [
        f"{name}: {off:.3g} ulp, allowed {BOUNDS[name][dtype]}: {where}"
        for name, off, where in errors(run, dtype)
        if not off <= BOUNDS[name][dtype]
    ]
    assert not beyond, "\n".join(beyond)


# --- edges ----------------------------------------------------------------------------------------------------------

INF, NAN = float("inf"), float("nan")
EDGES: Mapping[str, tuple[Any, list[list[float]], list[float]]] = {
    "sign": (numerics.sign, [[0.0, INF, -INF, NAN]], [0.0, 1.0, -1.0, NAN]),
    "heaviside": (numerics.heaviside, [[0.0, INF, -INF, NAN]], [0.0, 1.0, 0.0, NAN]),
    "relu": (numerics.relu, [[0.0, INF, -INF, NAN]], [0.0, INF, 0.0, NAN]),
    "absolute": (numerics.absolute, [[0.0, INF, -INF, NAN]], [0.0, INF, INF, NAN]),
    "compare": (numerics.compare, [[INF, -INF, INF, NAN], [INF, 0.0, 0.0, 0.0]], [0.0, -1.0, 1.0, 0.0]),
    "difference": (numerics.difference, [[INF, -INF, INF, NAN], [INF, -INF, -INF, 0.0]], [0.0, 0.0, INF, NAN]),
    "clamp_max": (lambda xp, x: numerics.clamp_max(xp, x, 2.0), [[INF, -INF, NAN]], [2.0, -INF, NAN]),
    "maximum": (lambda xp, x: numerics.maximum(xp, x, 2.0), [[INF, -INF, NAN]], [INF, 2.0, NAN]),
    "minimum": (lambda xp, x: numerics.minimum(xp, x, 2.0), [[INF, -INF, NAN]], [2.0, -INF, NAN]),
    "multiply_no_nan": (
        numerics.multiply_no_nan,
        [[0.0, 0.0, 0.0, 1.0, -1.0], [INF, -INF, NAN, INF, INF]],
        [0.0, 0.0, 0.0, INF, -INF],
    ),
    "multiply_nonnegative": (numerics.multiply_nonnegative, [[0.0, 1.0, -1.0], [INF, INF, INF]], [0.0, INF, -INF]),
    "divide_no_nan": (numerics.divide_no_nan, [[0.0, 1.0, -1.0, NAN], [0.0, 0.0, 0.0, 0.0]], [0.0, INF, -INF, NAN]),
    "log": (numerics.log, [[0.0, 1.0, -1.0, INF, NAN]], [-INF, 0.0, NAN, INF, NAN]),
    "log1m": (numerics.log1m, [[1.0, 0.0, 2.0, -INF]], [-INF, 0.0, NAN, INF]),
    "log_ratio": (numerics.log_ratio, [[1.0, 3.0], [0.0, 3.0]], [INF, 0.0]),
    "power": (numerics.power, [[0.0, 0.0, 5.0, NAN], [0.0, 2.0, 0.0, 2.0]], [1.0, 0.0, 1.0, NAN]),
    "power_slope": (lambda xp, x: numerics.power_slope(xp, x, 0.5), [[0.0, 1.0, NAN]], [0.0, 0.5, NAN]),
    "relu_power_slope": (lambda xp, x: numerics.relu_power_slope(xp, x, 1.0), [[0.0, INF, NAN]], [0.0, 1.0, NAN]),
    "sparse_plus": (numerics.sparse_plus, [[INF, -INF, -1.0, 1.0, NAN]], [INF, 0.0, 0.0, 1.0, NAN]),
    "Sparsemax.probs": (lambda xp, x: numerics.Sparsemax(xp, x).probs, [[INF, 3.0, -INF]], [1.0, 0.0, 0.0]),
    "Distribution.over": (
        lambda xp, p, q: numerics.Distribution(xp, p, "probs").over(numerics.Distribution(xp, q, "probs")),
        [[0.0, 1.0, -1.0], [0.0, 0.0, 1.0]],
        [0.0, INF, NAN],
    ),
    "softplus_pair": (lambda xp, x: numerics.softplus_pair(xp, x)[0], [[INF, -INF, NAN]], [INF, 0.0, NAN]),
    "softplus_values": (lambda xp, x: numerics.softplus_values(xp, x)[0], [[INF, -INF, NAN]], [INF, 0.0, NAN]),
    "sigmoid_parts": (lambda xp, x: numerics.sigmoid_parts(xp, x)[0], [[INF, -INF, NAN]], [1.0, 0.0, NAN]),
    "kl_div": (
        lambda xp, p, q: numerics.kl_div(xp, p, q, p - q),
        [[0.0, 1.0, 0.0, -1.0], [2.0, 0.0, 0.0, 1.0]],
        [2.0, INF, 0.0, NAN],
    ),
    "kl_div_slope": (lambda xp, p, q: numerics.kl_div_slope(xp, p, q, p - q), [[0.0, 1.0], [2.0, 0.0]], [0.0, INF]),
    "Softmax.surprisal": (lambda xp, x: numerics.Softmax(xp, x).surprisal, [[0.0, -INF]], [0.0, INF]),
    "Softmax.probs": (lambda xp, x: numerics.Softmax(xp, x).probs, [[0.0, -INF]], [1.0, 0.0]),
    "unit_vectors": (lambda xp, x: numerics.unit_vectors(xp, x)[0], [[0.0, 0.0]], [0.0, 0.0]),
    "barron.value": (lambda xp, u: numerics.barron.value(xp, u, -2.0), [[0.0, INF]], [0.0, 2.0]),
    "scaled.logarithm": (
        lambda xp, x: numerics.scaled.logarithm(xp, numerics.scaled.exponential(xp, x)),
        [[-INF, 0.0]],
        [-INF, 0.0],
    ),
}


@pytest.mark.parametrize("dtype", DTYPES)
def test_edges_are_exact(run: Run, dtype: str) -> None:
    def compute(data: list[list[Any]]) -> list[Any]:
        xp = library_of(data[0][0], "x").xp
        return [call(xp, *arrays) for (call, _, _), arrays in zip(EDGES.values(), data, strict=True)]

    data = [[run.asarray(x, dtype) for x in arrays] for _, arrays, _ in EDGES.values()]
    found = {name: run.to_numpy(x) for name, x in zip(EDGES, run.compiled(compute)(data), strict=True)}
    wrong = {
        name: found[name].tolist()
        for name, (_, _, expected) in EDGES.items()
        if not np.array_equal(found[name], np.asarray(expected), equal_nan=True)
    }
    assert not wrong


# --- labels, masks and loops ----------------------------------------------------------------------------------------


def _last(xp: Any, carry: tuple[Any], row: tuple[Any]) -> tuple[tuple[Any], tuple[Any]]:
    return (carry[0] + row[0],), (carry[0],)


def test_labels_and_loops(eager: Run) -> None:
    x, index = eager.asarray([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), eager.asarray([2, 0])
    xp = library_of(x, "x").xp
    found = {
        "one_hot": numerics.one_hot(xp, index, x),
        "pick": numerics.pick(xp, x, index),
        "pick_several": numerics.pick_several(xp, x, eager.asarray([[0, 2], [1, 1]])),
        "index_range": numerics.index_range(xp, x),
        "same_place": numerics.same_place(xp, x),
        "per_class": numerics.per_class(xp, eager.asarray([1.0, 0.0, 2.0]), x),
        "class_weight_of": numerics.class_weight_of(xp, eager.asarray([1.0, 0.0, 2.0]), index),
        "weighted_by_class": numerics.weighted_by_class(xp, eager.asarray([1.0, 0.0, 2.0]), index, x[:, 2]),
        "label_coefficients": numerics.label_coefficients(xp, index, x),
        "times_row_weight": numerics.times_row_weight(xp, x[:, 2:], x, eager.asarray([1.0, 0.0, 2.0])),
        "by_row_weight": numerics.by_row_weight(xp, x[:, 2:], x, eager.asarray([1.0, 0.0, 2.0])),
        "share_of_largest": numerics.share_of_largest(xp, eager.asarray([[1.0, 2.0, 2.0], [4.0, 3.0, 0.0]])),
        "Rivals": numerics.Rivals(xp, x).best,
        "Rivals.onto": numerics.Rivals(xp, x).onto(xp.ones_like(x)),
        "are_orthogonal": numerics.are_orthogonal(xp, eager.asarray([[1.0, 2.0]]), eager.asarray([[2.0, -1.0]])),
        "squares_in_range": numerics.squares_in_range(xp, eager.asarray([[3.0, 4.0], [2.0**400, 0.0]])),
        "scan": numerics.scan(xp, _last, (x[0, :],), (x,))[1][0],
    }
    expected = {
        "one_hot": [[False, False, True], [True, False, False]],
        "pick": [[3.0], [4.0]],
        "pick_several": [[1.0, 3.0], [5.0, 5.0]],
        "index_range": [0, 1, 2],
        "same_place": np.eye(3, dtype=bool).tolist(),
        "per_class": [[1.0, 0.0, 6.0], [4.0, 0.0, 12.0]],
        "class_weight_of": [2.0, 1.0],
        "weighted_by_class": [6.0, 6.0],
        "label_coefficients": [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]],
        "times_row_weight": [[21.0], [96.0]],
        "by_row_weight": [[3.0, 0.0, 6.0], [6.0, 0.0, 12.0]],
        "share_of_largest": [[0.0, 0.5, 0.5], [1.0, 0.0, 0.0]],
        "Rivals": [[3.0, 3.0, 2.0], [6.0, 6.0, 5.0]],
        "Rivals.onto": [[0.0, 1.0, 2.0], [0.0, 1.0, 2.0]],
        "are_orthogonal": [[True]],
        "squares_in_range": [[3.0, 4.0], [2.0**-240, 0.0]],
        "scan": [[1.0, 2.0, 3.0], [2.0, 4.0, 6.0]],
    }
    assert {name: eager.to_numpy(x).tolist() for name, x in found.items()} == expected
    assert numerics.is_index(index, x)
    assert not numerics.is_index(x, x)


# --- the page -------------------------------------------------------------------------------------------------------


def public_names() -> set[str]:
    """Functions, classes and numbers; those of a module of `numerics` with its name before them."""
    found = set()
    for name in numerics.__all__:
        thing = getattr(numerics, name)
        if isinstance(thing, ModuleType):
            own = {k: v for k, v in vars(thing).items() if getattr(v, "__module__", None) == thing.__name__}
            found |= {f"{name}.{k}" for k in own if not k.startswith("_")}
        else:
            found.add(name)
    return found


def test_every_public_name_has_a_bound_or_is_structural() -> None:
    """Of a class, its parts have rows."""
    stated = STRUCTURAL | BOUNDS.keys()
    known = stated | {name.rpartition(".")[0] for name in stated}
    assert public_names() <= known
    unknown = {name for name in stated if _thing(name) is None}
    # attributes of what is made
    assert unknown == {"similarities.Cosines.cos", "Sparsemax.probs", "overlap.Regions.loss"}


def _thing(name: str) -> Any:
    """What a name of the page stands for."""
    found: Any = numerics
    for part in name.split("."):
        found = getattr(found, part, None)
    return found


def test_every_bound_is_measured() -> None:
    assert {case.name for case in CASES} == BOUNDS.keys()
    assert EDGES.keys() <= BOUNDS.keys()


def test_every_public_name_is_documented() -> None:
    for name in public_names():
        assert not callable(_thing(name)) or inspect.getdoc(_thing(name)), name


def test_the_example_of_the_page_runs(eager: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_SPECS", dict(registry._SPECS))  # what the example defines is forgotten
    (block,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    scope: dict[str, Any] = {"__name__": "example"}
    exec(compile(block, "docs/numerics.md", "exec"), scope)  # noqa: S102
    pred, target = eager.asarray([1.0, 0.0, -1e200]), eager.asarray([0.0, 0.0, 0.0])
    value, gradient = scope["value_and_grad"](scope["log_cauchy"])(pred, target, reduction="sum")
    assert np.isclose(float(value), np.log(2.0) + 200.0 * np.log(10.0))
    assert eager.to_numpy(gradient).tolist() == [0.5, 0.0, -1e-200]
