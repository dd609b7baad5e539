"""Published faults of other libraries, each written anew as a small function: `compare` finds them and names them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest
import torch
import torch.nn.functional as F

from unilosses import verify
from unilosses.verify import patterns

EPS = 1e-7


def named(found: verify.Comparison, kind: str | None = None) -> set[str]:
    """The patterns named, those of one kind of result perhaps, and whether none is left without a name."""
    return {f.pattern or "unknown" for f in found.findings if kind is None or f.kind.startswith(kind)}


# --- ten and more faults that were found in released versions, and their names ---------------------------------------


def tversky_exchanged(probs: Any, target: Any) -> Any:
    """alpha beside the false negatives: Keras 3.15.1."""
    tp, fp, fn = (probs * target).sum(-1), (probs * (1 - target)).sum(-1), ((1 - probs) * target).sum(-1)
    return 1 - tp / (tp + 0.7 * fp + 0.3 * fn)


def integer_cross_entropy(logits: Any, labels: Any) -> Any:
    """logsumexp - x_t with both rounded before they are subtracted: optax, on bfloat16 logits around 300."""
    return torch.logsumexp(logits, -1) - logits.gather(-1, labels[..., None])[..., 0]


def soft_margin_overflow(scores: Any, target: Any) -> Any:
    """log(1 + exp(-y f)): torch's soft_margin_loss at -200."""
    return torch.log(1 + torch.exp(-target * scores))


def log_cosh_cancels(pred: Any, target: Any) -> Any:
    """e + softplus(-2 e) - log 2: Keras, optax and torchmetrics, for small e."""
    e = pred - target
    return e + F.softplus(-2 * e, threshold=50.0) - math.log(2.0)


def half_cross_entropy(probs: Any, target: Any) -> Any:
    """p clipped to [1e-7, 1 - 1e-7] in float16, where 1 - 1e-7 is 1: Keras."""
    p = np.clip(probs, np.float16(EPS), np.float16(1 - EPS))
    return -(target * np.log(p) + (np.float16(1) - target) * np.log(np.float16(1) - p))


def clamped_cross_entropy(probs: Any, target: Any) -> Any:
    """The logarithm cut at -100: torch's binary_cross_entropy."""
    return -(target * torch.clamp(torch.log(probs), -100) + (1 - target) * torch.clamp(torch.log1p(-probs), -100))


def clipped_cross_entropy(probs: Any, target: Any) -> Any:
    """Keras clips probabilities at 1e-7."""
    p = torch.clip(probs, EPS, 1 - EPS)
    return -(target * torch.log(p) + (1 - target) * torch.log(1 - p))


def clipped_divergence(pred: Any, target: Any) -> Any:
    """Keras clips both distributions at 1e-7."""
    p, q = np.clip(target, EPS, 1), np.clip(pred, EPS, 1)
    return (p * np.log(p / q)).sum(-1)


def clipped_sigmoid(logits: Any, target: Any) -> Any:
    """Keras on NumPy takes the sigmoid of the logits first, and clips that."""
    p = np.clip(1 / (1 + np.exp(-logits)), EPS, 1 - EPS)
    return -(target * np.log(p) + (1 - target) * np.log(1 - p))


def mean_over_classes(pred: Any, target: Any) -> Any:
    """torch's kl_div with reduction="mean" divides by all elements, not by the rows."""
    return F.kl_div(torch.log(pred), target, reduction="mean")


def rounded_logistic(logits: Any, target: Any) -> Any:
    """torch's binary_cross_entropy_with_logits: (1 - y) x + max(-x, 0) + log1p(exp(-|x|)), whose terms cancel."""
    rest = torch.clamp(-logits, min=0) + torch.log1p(torch.exp(-torch.abs(logits)))
    return (1 - target) * logits + rest


def dominated_cross_entropy(logits: Any, labels: Any) -> Any:
    """Every library's softmax cross-entropy is 0 once the right class leads by 17."""
    return -torch.log_softmax(logits, -1).gather(-1, labels[..., None])[..., 0]


def dense_cross_entropy(logits: Any, labels: Any) -> Any:
    """0 times a log-probability of -inf: torch, optax and Keras with a masked class."""
    return -(labels * torch.log_softmax(logits, -1)).sum(-1)


def float32_inside(pred: Any, target: Any) -> Any:
    """Keras computes means in float32 and calls the result float64."""
    e = pred.to(torch.float32) - target.to(torch.float32)
    return (e * e).to(pred.dtype)


def clamped_variance(mean: Any, target: Any, spread: Any) -> Any:
    """torch's gaussian_nll_loss clamps variances at 1e-6."""
    v = torch.clamp(spread, min=1e-6)
    return 0.5 * (torch.log(v) + (mean - target) ** 2 / v)


def logs_of_one_plus(pred: Any, target: Any) -> Any:
    """log(1 + x), where log1p would keep the digits: Keras' mean_squared_logarithmic_error."""
    return (torch.log(1 + pred) - torch.log(1 + target)) ** 2


def absolute_slope(pred: Any, target: Any) -> Any:
    """JAX takes 1 for the slope of abs at 0."""
    return jnp.abs(pred - target)


Fault = tuple[str, Callable[..., Any], str, dict[str, Any], str, str, str]
INDEX, DENSE = {"labels": "index"}, {"labels": "dense"}
FAULTS: list[Fault] = [
    ("numpy", tversky_exchanged, "tversky", {"alpha": 0.3, "beta": 0.7}, "float64", "value", "alpha and beta swapped"),
    ("torch", integer_cross_entropy, "softmax_cross_entropy", INDEX, "bfloat16", "value", "cancellation"),
    ("torch", soft_margin_overflow, "soft_margin", {}, "float32", "value", "overflow of exp"),
    ("torch", log_cosh_cancels, "log_cosh", {}, "float32", "value", "cancellation"),
    ("numpy", half_cross_entropy, "binary_cross_entropy", {}, "float16", "value", "probabilities clipped at eps"),
    ("torch", clamped_cross_entropy, "binary_cross_entropy", {}, "float32", "value", "log clamped at -100"),
    ("torch", F.binary_cross_entropy, "binary_cross_entropy", {}, "float64", "gradient", "log clamped at -100"),
    ("torch", clipped_cross_entropy, "binary_cross_entropy", {}, "float64", "value", "probabilities clipped at eps"),
    ("numpy", clipped_divergence, "kl_divergence", {}, "float64", "value", "probabilities clipped at eps"),
    ("numpy", clipped_sigmoid, "sigmoid_cross_entropy", {}, "float32", "value", "probabilities clipped at eps"),
    ("torch", mean_over_classes, "kl_divergence", {}, "float64", "value", "mean over another axis or normaliser"),
    ("torch", rounded_logistic, "sigmoid_cross_entropy", {}, "float32", "value", "cancellation"),
    ("torch", dominated_cross_entropy, "softmax_cross_entropy", INDEX, "float32", "value", "cancellation"),
    ("torch", dense_cross_entropy, "softmax_cross_entropy", DENSE, "float32", "value", "zero times infinity"),
    ("torch", float32_inside, "squared_error", {}, "float64", "value", "half-precision arithmetic"),
    ("torch", clamped_variance, "gaussian_nll", {}, "float64", "value", "probabilities clipped at eps"),
    ("torch", logs_of_one_plus, "squared_log_error", {}, "float32", "value", "cancellation"),
    ("jax", absolute_slope, "absolute_error", {}, "float32", "gradient", "another subgradient at a kink"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=[f"{f[1].__name__}-{f[4]}-{f[5]}" for f in FAULTS])
def test_a_published_fault_is_found_and_named(fault: Fault) -> None:
    backend, function, like, keywords, dtype, kind, pattern = fault
    found = verify.compare({backend: function}, like=like, dtypes=(dtype,), **keywords)
    assert not found.ok
    assert pattern in named(found, kind), str(found)
    (shown, *_) = [f for f in found.of(backend, kind) if f.pattern == pattern]
    # The smallest input is one row, and its numbers are shown with the truth.
    assert all(len(x) == 1 for x in shown.inputs.values())
    assert shown.computed is not None
    assert shown.truth is not None
    assert shown.computed != shown.truth
    assert pattern in str(found)


# --- further patterns -------------------------------------------------------------------------------------------------


def softmax(x: Any) -> Any:
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


MORE: list[tuple[str, Callable[..., Any], str, dict[str, Any], str]] = [
    ("bits", lambda p, q: (q * np.log2(q / p)).sum(-1), "kl_divergence", {}, "logarithm to the base 2"),
    ("a half", lambda p, t: 0.5 * (p - t) ** 2, "squared_error", {}, "a factor 1/2 too many"),
    (
        "no half",
        lambda p, t: np.where(abs(p - t) <= 1, (p - t) ** 2, 2 * abs(p - t) - 1),
        "huber",
        {},
        "the factor 1/2 is missing",
    ),
    ("sign", lambda p, t: -((p - t) ** 2), "squared_error", {}, "the sign is reversed"),
    ("arguments", lambda p, q: (p * np.log(p / q)).sum(-1), "kl_divergence", {}, "target and prediction swapped"),
    (
        "level",
        lambda p, t: np.maximum(0.9 * (p - t), 0.1 * (t - p)),
        "quantile",
        {"quantile_level": 0.9},
        "quantile_level and 1 - quantile_level swapped",
    ),
    (
        "twice",
        lambda x, y: -np.log(np.take_along_axis(softmax(softmax(x)), y[:, None], -1))[:, 0],
        "softmax_cross_entropy",
        {"labels": "index"},
        "probabilities taken for logits (a softmax too many)",
    ),
    (
        "sigmoid",
        lambda p, y: -(y * np.log(1 / (1 + np.exp(-p))) + (1 - y) * np.log(1 - 1 / (1 + np.exp(-p)))),
        "binary_cross_entropy",
        {},
        "probabilities taken for logits (a sigmoid too many)",
    ),
    (
        "no sigmoid",
        lambda x, y: -(y * np.log(x) + (1 - y) * np.log(1 - x)),
        "sigmoid_cross_entropy",
        {},
        "logits taken for probabilities (the sigmoid is missing)",
    ),
    ("columns", lambda p, t: ((p - t) ** 2).mean(-1) / 5, "squared_error", {}, ""),
    ("shift", lambda p, y: -(y * np.log(p + 1e-8) + (1 - y) * np.log(1 - p + 1e-8)), "binary_cross_entropy", {}, ""),
]


@pytest.mark.parametrize(("function", "like", "keywords", "variant"), [m[1:] for m in MORE], ids=[m[0] for m in MORE])
def test_a_formula_is_named(function: Any, like: str, keywords: dict[str, Any], variant: str) -> None:
    found = verify.compare({"numpy": function}, like=like, dtypes=("float64",), **keywords)
    variants = {f.variant for f in found.of("numpy", "value")}
    assert not found.ok
    if variant:
        assert variant in variants, str(found)
    else:  # it has no name: that is said too
        assert None in {f.pattern for f in found.findings}, str(found)


@pytest.mark.parametrize(
    "like", ["squared_error", "log_cosh", "softmax_cross_entropy", "sigmoid_focal", "kl_divergence"]
)
def test_no_pattern_is_named_for_noise(like: str) -> None:
    """A random error of some tenths is no known pattern, but for what any error is beside cancelling terms."""
    from unilosses.definition.registry import specs

    rng = np.random.default_rng(0)

    def noisy(*arrays: Any) -> Any:
        value = specs()[like].function(*arrays, reduction="none")
        return value * (1 + 0.3 * rng.uniform(-1, 1, value.shape))

    found = verify.compare({"numpy": noisy}, like=like, dtypes=("float64",))
    assert set(found.patterns) <= {"cancellation", "overflow of exp"}, str(found)
    assert any(f.pattern is None and f.kind == "value" for f in found.findings)


def test_every_pattern_has_a_name_and_says_what_it_is() -> None:
    named_here = patterns.catalogue()
    assert len(named_here) >= 12
    for name, says in named_here.items():
        assert says.endswith("."), name
    wanted = {f[-1] for f in FAULTS}
    assert wanted <= set(named_here)
