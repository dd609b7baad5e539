"""Wrong losses, fed to the checks: each has to be noticed, for the right reason. The right ones have to pass."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest

from conformance.claims import test_policies, test_policies_reductions
from conformance.suite import generic
from conformance.suite.backends import Backend, present
from conformance.suite.checks import Breach, by_partials, check_gradient, check_value
from conformance.suite.hard_inputs import Case, cases
from conformance.suite.libraries import Run
from unilosses.definition.registry import specs

Loss = Callable[..., Any]
NUMPY, TORCH, META, DEVICE1 = Backend.NUMPY, Backend.TORCH, Backend.TORCH_META, Backend.STRICT_DEVICE1
OFF = "ulp off"
quiet = pytest.mark.filterwarnings("ignore::RuntimeWarning")  # wrong formulas overflow, and NumPy says so


class Mutant(NamedTuple):
    """A change to a loss (or to its gradient function) and the words by which the check has to reject it."""

    id: str
    name: str
    change: Callable[[Loss], Loss]
    says: str
    backend: Backend = NUMPY
    dtype: str = "float32"


def after(change: Callable[[Any], Any]) -> Callable[[Loss], Loss]:
    """The result, changed."""
    return lambda loss: lambda *xs, **keywords: change(loss(*xs, **keywords))


def instead(formula: Callable[..., Any]) -> Callable[[Loss], Loss]:
    """Another formula, of the arrays and the parameters."""
    return lambda loss: lambda *xs, reduction, **params: formula(*xs, **params)


def torch_of() -> Any:
    return importlib.import_module("torch")


def written_to(loss: Loss) -> Loss:
    def mutant(*xs: Any, **keywords: Any) -> Any:
        value = loss(*xs, **keywords)
        xs[0][...] = xs[0] + 1.0
        return value

    return mutant


def shifted_labels(loss: Loss) -> Loss:
    def mutant(x: Any, labels: Any, **keywords: Any) -> Any:
        other = (labels + 1) % x.shape[-1] if labels.dtype.kind == "i" else np.roll(labels, 1, axis=-1)
        return loss(x, other, **keywords)

    return mutant


def over_the_rows(loss: Loss) -> Loss:
    """The class axis taken for the batch: the sum of the softmax runs down the columns."""

    def mutant(x: Any, labels: Any, *, reduction: str, **params: Any) -> Any:
        logp = x - np.log(np.exp(x).sum(axis=0, keepdims=True))
        return -np.take_along_axis(logp, labels[:, None], 1)[:, 0] if labels.ndim == 1 else -(labels * logp).sum(-1)

    return mutant


def textbook_softmax(x: Any, labels: Any, **params: Any) -> Any:
    top = x.max(-1, keepdims=True)
    logp = x - (top + np.log(np.exp(x - top).sum(-1, keepdims=True)))
    return -np.take_along_axis(logp, labels[:, None], 1)[:, 0] if labels.ndim == 1 else -(labels * logp).sum(-1)


def narrowed(loss: Loss) -> Loss:
    return lambda *xs, **keywords: loss(*[x.astype(np.float32) for x in xs], **keywords).astype(np.float64)


def on_first_device(x: Any) -> Any:
    strict = importlib.import_module("array_api_strict")
    return x.to_device(strict.Device("CPU_DEVICE"))


VALUES = [
    Mutant("one per cent", "squared_error", after(lambda v: v * v.dtype.type(1.01)), OFF),
    Mutant("few ulp", "squared_error", after(lambda v: v * v.dtype.type(1 + 4 * 2.0**-23)), OFF),
    Mutant("one ulp", "absolute_error", after(lambda v: np.nextafter(v, v.dtype.type(np.inf))), OFF),
    Mutant("sign", "squared_error", after(lambda v: -v), OFF),
    Mutant("wide dtype", "squared_error", after(lambda v: v.astype(np.float64)), "dtype float64"),
    Mutant("float32 inside", "squared_error", narrowed, OFF, dtype="float64"),
    Mutant("half computed in half", "squared_error", instead(lambda p, t: (p - t) * (p - t)), OFF, dtype="float16"),
    Mutant("NumPy for torch", "squared_error", after(lambda v: v.numpy()), "an array of numpy", TORCH),
    Mutant("host for meta", "squared_error", after(lambda v: torch_of().zeros(v.shape)), "on cpu", META),
    Mutant(
        "first device for second", "squared_error", after(on_first_device), "on cpu, the input is on device1", DEVICE1
    ),
    Mutant("kept axis", "softmax_cross_entropy", after(lambda v: v[..., None]), "shape"),
    Mutant("reduced", "squared_error", after(lambda v: v.mean()), "shape|array of"),
    Mutant("infinity made 0", "absolute_error", after(lambda v: np.where(np.isinf(v), v.dtype.type(0), v)), OFF),
    Mutant("infinity made large", "absolute_error", after(np.nan_to_num), OFF),
    Mutant("input written to", "squared_error", written_to, "written to"),
    Mutant("half of it", "squared_error", after(lambda v: v / 2), OFF),
    Mutant(
        "beta for delta",
        "smooth_l1",
        lambda loss: lambda p, t, beta, **k: specs()["huber"].function(p, t, delta=beta or 1.0, **k),
        OFF,
    ),
    Mutant("class axis", "softmax_cross_entropy", over_the_rows, "ulp off|shape"),
    Mutant("next label", "softmax_cross_entropy", shifted_labels, OFF),
    Mutant("log of a sum near 1", "softmax_cross_entropy", instead(textbook_softmax), OFF),
    Mutant("log(cosh)", "log_cosh", instead(lambda p, t: np.log(np.cosh(p - t))), OFF),
    Mutant(
        "eps inside the log",
        "binary_cross_entropy",
        instead(lambda p, y, **_: -(y * np.log(p + p.dtype.type(1e-7)) + (1 - y) * np.log(1 - p + p.dtype.type(1e-7)))),
        OFF,
    ),
    Mutant(
        "cosine of a zero vector",
        "cosine_distance",
        instead(lambda a, b: 1 - (a * b).sum(-1) / np.sqrt((a * a).sum(-1) * (b * b).sum(-1))),
        OFF,
    ),
]


def each(change: Callable[[int, Any, tuple[Any, ...]], Any]) -> Callable[[Loss], Loss]:
    """Every gradient changed, knowing the number of its argument and the arrays."""

    def mutate(gradient: Loss) -> Loss:
        def of(argnums: tuple[int, ...]) -> Loss:
            def mutant(*xs: Any, **keywords: Any) -> Any:
                found = gradient(argnums)(*xs, **keywords)
                return tuple(change(i, g, xs) for i, g in zip(argnums, found, strict=True))

            return mutant

        return of

    return mutate


def one_at_zero(i: int, g: Any, xs: tuple[Any, ...]) -> Any:
    return np.where(xs[0] == xs[1], g.dtype.type(1 - 2 * i), g)


def active_at_the_margin(gradient: Loss) -> Loss:
    def of(argnums: tuple[int, ...]) -> Loss:
        def mutant(f: Any, t: Any, *, margin: float = 1.0, encoding: str = "signed", **keywords: Any) -> Any:
            y = t if encoding == "signed" else 2 * t - 1
            found = gradient(argnums)(f, t, margin=margin, encoding=encoding, **keywords)
            return tuple(np.where(y * f == f.dtype.type(margin), -y if i == 0 else -f, g) for i, g in enumerate(found))

        return mutant

    return of


def zero_at_the_bounds(gradient: Loss) -> Loss:
    def of(argnums: tuple[int, ...]) -> Loss:
        def mutant(p: Any, t: Any, **keywords: Any) -> Any:
            found, eps = list(gradient(argnums)(p, t, **keywords)), keywords.get("eps")
            if isinstance(eps, float):
                found[0] = np.where((p == p.dtype.type(eps)) | (p == p.dtype.type(1 - eps)), p.dtype.type(0), found[0])
            return tuple(found)

        return mutant

    return of


GRADIENTS = [
    Mutant("one per cent", "squared_error", each(lambda i, g, xs: g * g.dtype.type(1.01)), OFF),
    Mutant("one ulp", "squared_error", each(lambda i, g, xs: np.nextafter(g, g.dtype.type(np.inf))), OFF),
    Mutant("sign", "squared_error", each(lambda i, g, xs: -g), OFF),
    Mutant("target without its sign", "squared_error", each(lambda i, g, xs: -g if i == 1 else g), OFF),
    Mutant("of the mean", "squared_error", each(lambda i, g, xs: g / g.dtype.type(g.size)), OFF),
    Mutant("sign(0) = 1", "absolute_error", each(one_at_zero), OFF),
    Mutant("active at the margin", "hinge", active_at_the_margin, OFF),
    Mutant("0 at the bounds of a clip", "binary_cross_entropy", zero_at_the_bounds, OFF),
    Mutant("tails flushed", "softmax_cross_entropy", each(lambda i, g, xs: np.where(abs(g) < 1e-8, 0 * g, g)), OFF),
    Mutant(
        "no gradient where saturated",
        "sigmoid_cross_entropy",
        each(lambda i, g, xs: np.where((abs(xs[0]) > 17) & (i == 0), 0 * g, g)),
        OFF,
    ),
    Mutant("infinite made 0", "binary_cross_entropy", each(lambda i, g, xs: np.where(np.isinf(g), 0 * xs[1], g)), OFF),
    Mutant("wide dtype", "huber", each(lambda i, g, xs: g.astype(np.float64)), "dtype float64"),
    Mutant("summed over rows", "softmax_cross_entropy", each(lambda i, g, xs: g.sum(0)), "shape"),
    Mutant("NumPy for torch", "huber", each(lambda i, g, xs: g.numpy()), "an array of numpy", TORCH),
    Mutant("host for meta", "huber", each(lambda i, g, xs: torch_of().zeros(g.shape)), "on cpu", META),
    Mutant(
        "zero vector",
        "cosine_distance",
        each(lambda i, g, xs: np.where((xs[i] == 0).all(-1, keepdims=True), g.dtype.type(np.nan), g)),
        OFF,
    ),
]


def check_all(mutant: Mutant, change: Callable[[Loss], Loss], kind: str) -> None:
    loss = specs()[mutant.name].function
    # The cases of a few parameters only: parameters that a mutant's formula does not know would give it away.
    for case in cases(mutant.name, mutant.dtype):
        if not simple(case):
            continue
        if kind == "value":
            check_value(change(loss), mutant.name, case, mutant.backend, mutant.dtype)
        elif case.gradient:
            gradient = change(functools.partial(by_partials, loss))
            check_gradient(gradient, mutant.name, case, mutant.backend, mutant.dtype)


def simple(case: Case) -> bool:
    return set(case.params) <= {"delta", "beta", "margin", "encoding", "eps"}


def with_ids(mutants: list[Mutant]) -> pytest.MarkDecorator:
    here = [m for m in mutants if m.backend in present()]
    return pytest.mark.parametrize("mutant", here, ids=[f"{m.name}: {m.id}" for m in here])


@quiet
@with_ids(VALUES)
def test_a_wrong_value_is_noticed(mutant: Mutant) -> None:
    with np.errstate(all="ignore"), pytest.raises(Breach, match=mutant.says):
        check_all(mutant, mutant.change, "value")


@quiet
@with_ids(GRADIENTS)
def test_a_wrong_gradient_is_noticed(mutant: Mutant) -> None:
    with np.errstate(all="ignore"), pytest.raises(Breach, match=mutant.says):
        check_all(mutant, mutant.change, "gradient")


@quiet
@with_ids(list({(m.name, m.backend, m.dtype): m for m in VALUES}.values()))
def test_the_right_value_passes(mutant: Mutant) -> None:
    check_all(mutant, lambda loss: loss, "value")


@quiet
@with_ids(list({(m.name, m.backend, m.dtype): m for m in GRADIENTS}.values()))
def test_the_right_gradient_passes(mutant: Mutant) -> None:
    check_all(mutant, lambda gradient: gradient, "gradient")


@quiet
def test_nan_made_0_is_noticed() -> None:
    case = Case("nan", (np.array([np.nan, 1.0], np.float32), np.array([0.0, 3.0], np.float32)))
    loss = specs()["squared_error"].function
    check_value(loss, "squared_error", case, NUMPY, "float32")
    with pytest.raises(Breach, match=OFF):
        check_value(after(np.nan_to_num)(loss), "squared_error", case, NUMPY, "float32")


# --- policies: the tests over the registry are the checks, and the loss of the sample is what is changed ---


def keeping(loss: Loss, mutant: Loss) -> Loss:
    """With the name and the spec of the loss, so that gradients are still those of the right one."""
    return functools.wraps(loss)(mutant)


def divided_by_n(loss: Loss) -> Loss:
    def mutant(*xs: Any, weight: Any = None, reduction: str = "mean", **keywords: Any) -> Any:
        normalizer = "count" if reduction == "mean" and weight is not None else None
        return loss(*xs, weight=weight, reduction=reduction, **{"normalizer": normalizer, **keywords})

    return mutant


def mask_as_weight(loss: Loss) -> Loss:
    """0 * NaN = NaN: what is masked out gets in again."""

    def mutant(*xs: Any, where: Any = None, **keywords: Any) -> Any:
        value = loss(*xs, **keywords)
        return value if where is None else value + 0.0 * xs[0].sum()

    return mutant


def without(keyword: str) -> Callable[[Loss], Loss]:
    return lambda loss: lambda *xs, **keywords: loss(*xs, **{k: v for k, v in keywords.items() if k != keyword})


def nan_of_nothing(loss: Loss) -> Loss:
    def mutant(*xs: Any, **keywords: Any) -> Any:
        value = loss(*xs, **keywords)
        return value / value if keywords.get("reduction") == "mean" and value == 0 else value

    return mutant


def broadcasting(loss: Loss) -> Loss:
    return lambda a, b, **keywords: loss(*np.broadcast_arrays(a, b), **keywords)


P, R, RUN = test_policies, test_policies_reductions, Run("numpy")
POLICIES: list[tuple[str, Callable[[Loss], Loss], Callable[[], None]]] = [
    (
        "mean by N, not by the weights",
        divided_by_n,
        lambda: R.test_weight_per_sample_and_per_element(RUN, "huber", "mean"),
    ),
    ("mask leaks NaN", mask_as_weight, lambda: R.test_where_is_slicing(RUN, "huber", np.nan, "sum")),
    ("mask ignored", without("where"), lambda: R.test_where_is_slicing(RUN, "huber", np.nan, "sum")),
    ("weight ignored", without("weight"), lambda: R.test_weight_is_repetition(RUN, "huber")),
    ("normalizer ignored", without("normalizer"), lambda: R.test_normalizer(RUN, "huber")),
    ("reduction ignored", without("reduction"), lambda: R.test_reductions_are_one_another(RUN, "huber")),
    ("NaN of nothing", nan_of_nothing, lambda: R.test_nothing_left(RUN, "huber", "mean")),
    ("axis ignored", without("axis"), lambda: P.test_axis_is_moveaxis(RUN, "softmax_cross_entropy", 0)),
    ("(n,) against (n, 1)", broadcasting, lambda: P.test_shapes_have_to_be_equal(RUN, "huber")),
    ("arguments written to", written_to, lambda: P.test_arguments_are_left_as_they_were(RUN, "huber")),
]
policies = pytest.mark.parametrize(("change", "check"), [p[1:] for p in POLICIES], ids=[p[0] for p in POLICIES])


@quiet
@policies
def test_a_wrong_policy_is_noticed(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[Loss], Loss], check: Callable[[], None]
) -> None:
    check()
    changed = property(lambda s: keeping(s.spec.function, change(s.spec.function)))
    monkeypatch.setattr(generic.Sample, "loss", changed)
    # ValueError: NumPy refuses to write to a read-only argument.
    with pytest.raises((AssertionError, ValueError, pytest.fail.Exception)), np.errstate(all="ignore"):
        check()


def test_there_are_enough_mutants() -> None:
    assert len(VALUES) + len(GRADIENTS) + len(POLICIES) >= 45
