"""`verify.compare` and `verify.assert_conforms`: what they call, what they find, and how they say it."""

from __future__ import annotations

import doctest
import importlib
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F

import unilosses
from fresh_process import printed_by
from unilosses import verify
from unilosses.verify.vectors import parse

PAGE = Path(__file__).parents[2] / "docs" / "verify.md"

# Two points of a loss, as a file has them.
TINY = parse(
    {
        "schema": "unilosses-vectors/2",
        "loss": "squared_error",
        "arrays": ["pred", "target"],
        "kind": "elementwise",
        "reduction": "none",
        "cases": [
            {
                "id": "tiny",
                "note": "",
                "dtype": "float64",
                "params": {},
                "arrays": [
                    {"dtype": "float64", "shape": [2], "data": ["0x1.8p+1", "0x1p-600"]},
                    {"dtype": "float64", "shape": [2], "data": ["0x1p+0", "0x0p+0"]},
                ],
                "value": {"shape": [2], "data": ["0x1p+2", "0x0p+0"]},
                "gradients": [{"shape": [2], "data": ["0x1p+2", "0x1p-599"]}, None],
            }
        ],
    }
)


def square(pred: Any, target: Any) -> Any:
    return (pred - target) ** 2


def test_each_function_gets_arrays_of_its_own_library() -> None:
    met: dict[str, set[tuple[type, str]]] = {}

    def spy(name: str) -> Any:
        def function(pred: Any, target: Any) -> Any:
            met.setdefault(name, set()).update((type(x), str(x.dtype).rpartition(".")[2]) for x in (pred, target))
            return square(pred, target)

        return function

    found = verify.compare({"torch": spy("torch"), "numpy": spy("numpy")}, like="squared_error")
    assert found.ok
    assert found.findings == ()
    assert met["numpy"] == {(np.ndarray, "float32"), (np.ndarray, "float64")}
    assert met["torch"] == {(torch.Tensor, "float32"), (torch.Tensor, "float64")}
    assert [(e.function, e.dtype) for e in found.entries] == [
        ("torch", "float32"),
        ("numpy", "float32"),
        ("torch", "float64"),
        ("numpy", "float64"),
    ]
    by_name = {(e.function, e.dtype): e for e in found.entries}
    assert by_name["numpy", "float64"].gradient is None
    gradient = by_name["torch", "float64"].gradient
    assert gradient is not None
    assert gradient <= 0.5
    assert {(p.one, p.other, p.lost) for p in found.pairs} == {("torch", "numpy", 0)}
    assert "No differences." in str(found)


def test_jax_has_float64_and_a_gradient() -> None:
    found = verify.compare({"jax": square}, like="squared_error", dtypes=("float64",))
    assert found.ok, str(found)
    (entry,) = found.entries
    assert entry.gradient is not None
    assert entry.gradient <= 0.5


def test_a_numpy_function_has_a_gradient_if_it_comes_as_a_pair() -> None:
    right = (square, lambda pred, target: 2 * (pred - target))
    assert verify.compare({"numpy": right}, like="squared_error").ok
    wrong = verify.compare({"numpy": (square, lambda pred, target: pred - target)}, like="squared_error")
    assert {f.kind for f in wrong.findings} == {"gradient by pred"}
    both = (square, lambda pred, target: (2 * (pred - target), 2 * (target - pred)))
    assert verify.compare({"numpy": both}, like="squared_error", wrt=("pred", "target")).ok


def test_arguments_in_another_order() -> None:
    def theirs(y_true: Any, y_pred: Any) -> Any:
        return (y_true * (torch.log(y_true) - torch.log(y_pred))).sum(-1)

    stated = verify.compare({"torch": theirs}, like="generalized_kl_divergence", order=("target", "pred"))
    assert stated.entries
    ours = unilosses.quantile
    found = verify.compare(
        {"torch": lambda t, p: ours(p, t, quantile_level=0.9), "numpy": lambda p, t: ours(p, t, quantile_level=0.9)},
        like="quantile",
        order={"torch": ("target", "pred")},
        quantile_level=0.9,
    )
    assert found.ok, str(found)


@pytest.mark.parametrize("name", ["mean", "sum"])
def test_a_reduction_is_recognised(name: str) -> None:
    for like, function in (("squared_error", F.mse_loss), ("softmax_cross_entropy", F.cross_entropy)):
        found = verify.compare(
            {"torch": lambda a, b, f=function: f(a, b, reduction=name)}, like=like, dtypes=("float64",)
        )
        assert found.entries[0].reduction == name
        assert not found.of("torch", "reduction")
    other = {"mean": "sum", "sum": "mean"}[name]
    (finding,) = verify.compare(
        {"torch": lambda a, b: F.mse_loss(a, b, reduction=name)}, like="squared_error", reduction=other
    ).findings
    assert (finding.kind, finding.pattern) == ("reduction", "sum against mean")


def test_reductions_that_differ_are_said() -> None:
    some = {"torch a": F.mse_loss, "torch b": lambda p, t: F.mse_loss(p, t, reduction="sum")}
    (finding,) = verify.compare(some, like="squared_error", dtypes=("float64",)).findings
    assert finding.pattern == "sum against mean"
    batch = {"torch": lambda p, t: ((p - t) ** 2).sum() / p.shape[0]}
    assert verify.compare(batch, like="squared_error", dtypes=("float64",)).patterns == ("mean against batchmean",)
    columns = verify.compare({"numpy": lambda p, t: square(p, t).mean(-1)}, like="squared_error", dtypes=("float64",))
    assert columns.entries[0].reduction == "mean of the last axis"
    assert columns.ok


def test_coupled_losses_and_penalties_are_compared_whole() -> None:
    for like in ("info_nce", "barlow_twins", "l2_penalty"):
        function = unilosses.definition.registry.specs()[like].function
        found = verify.compare({"torch": function}, like=like, dtypes=("float64",))
        assert found.ok, str(found)
    half = verify.compare({"numpy": lambda w: 0.5 * (w * w).sum()}, like="l2_penalty", dtypes=("float64",))
    assert {f.variant for f in half.findings} == {"a factor 1/2 too many"}


def test_one_matrix_at_a_time() -> None:
    """Where ours takes stacks of matrices, a function may take one."""
    found = verify.compare(
        {"torch": lambda a, b: unilosses.barlow_twins(a[None], b[None])}, like="barlow_twins", dtypes=("float64",)
    )
    assert found.ok, str(found)


def test_finite_turns_into_nan() -> None:
    def theirs(logits: Any, target: Any) -> Any:
        return torch.log(1 + torch.exp(logits)) - target * logits

    found = verify.compare({"torch": theirs}, like="sigmoid_cross_entropy", dtypes=("float32",))
    lost = [f for f in found.findings if f.loses_finite]
    assert lost
    assert found.entries[0].lost > 0
    assert "overflow of exp" in found.patterns


def test_the_dtype_and_the_library_of_a_result() -> None:
    wide = verify.compare({"numpy": lambda p, t: square(p, t).astype(np.float64)}, like="squared_error")
    assert [f.note for f in wide.findings] == ["float32 arrays give a float64 result"]
    assert not wide.ok
    other = verify.compare({"torch": lambda p, t: square(p, t).detach().numpy()}, like="squared_error")
    assert "result of numpy" in other.findings[-1].note or "error" in {f.kind for f in other.findings}


def test_what_raises_is_reported_with_its_message() -> None:
    def broken(pred: Any, target: Any) -> Any:
        raise RuntimeError("no such kernel")

    found = verify.compare({"numpy": broken}, like="squared_error", dtypes=("float64",))
    assert not found.ok
    assert "RuntimeError: no such kernel" in str(found)


def test_one_form_of_labels_is_enough() -> None:
    def indices_only(logits: Any, labels: Any) -> Any:
        if labels.ndim == logits.ndim:
            raise ValueError("indices, please")
        return unilosses.softmax_cross_entropy(logits, labels, reduction="none")

    found = verify.compare({"numpy": indices_only}, like="softmax_cross_entropy", dtypes=("float64",))
    assert found.ok, str(found)
    assert [f.kind for f in found.findings] == ["labels"]
    assert verify.compare({"numpy": indices_only}, like="softmax_cross_entropy", labels="index").findings == ()


def test_own_vectors_and_own_losses() -> None:
    found = verify.compare({"torch": square}, like="squared_error", vectors=TINY, dtypes=("float64",))
    assert found.ok
    assert found.entries[0].results < 150
    cubes = {"torch": lambda p, t: (p - t) ** 3}
    cubic = verify.compare(cubes, like="squared_error", vectors=TINY, dtypes=("float64",))
    shown = cubic.of("torch", "value")[0]
    assert (shown.truth, shown.computed) != (None, None)
    assert shown.pattern is None
    assert "none that is known" in str(cubic)


def test_the_smallest_input_is_a_row_of_short_numbers() -> None:
    (finding, *_) = verify.compare({"numpy": lambda p, t: square(p, t) / 2}, like="squared_error").findings
    assert {name: x.shape for name, x in finding.inputs.items()} == {"pred": (1,), "target": (1,)}
    assert all(len(f"{float(x[0]):g}") <= 4 for x in finding.inputs.values())
    assert finding.computed == float(square(finding.inputs["pred"], finding.inputs["target"])[0]) / 2


def test_parameters_are_those_of_our_loss() -> None:
    def theirs(logits: Any, target: Any) -> Any:
        return unilosses.sigmoid_focal(logits, target, gamma=3.0, alpha=0.25, reduction="none")

    assert verify.compare({"torch": theirs}, like="sigmoid_focal", gamma=3.0, alpha=0.25).ok
    found = verify.compare({"torch": theirs}, like="sigmoid_focal", gamma=3.0, alpha=0.75, dtypes=("float64",))
    assert {f.variant for f in found.findings} == {"alpha and 1 - alpha swapped"}


@pytest.mark.parametrize(
    ("arguments", "keywords", "message"),
    [
        (({"mine": square}, "squared_error"), {}, "whose arrays does 'mine' take"),
        (({"numpy": square}, "squared_error"), {"delta": 1.0}, "has no parameter 'delta'; it has none"),
        (({}, "squared_error"), {}, "nothing to compare"),
        (({"numpy": square}, "squared_error"), {"order": ("y", "x")}, "has no array 'y'; it has pred, target"),
        (({"numpy": 1.0}, "squared_error"), {}, "expected a function"),
    ],
)
def test_misuse_is_said(arguments: Any, keywords: Any, message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=message):
        verify.compare(*arguments, **keywords)


def test_assert_conforms() -> None:
    verify.assert_conforms(square, like="squared_error", backend="torch")
    with pytest.raises(AssertionError, match=r"a factor 1/2 too many"):
        verify.assert_conforms(lambda p, t: square(p, t) / 2, like="squared_error")
    # A tighter tolerance is a stricter test.
    with pytest.raises(AssertionError):
        verify.assert_conforms(lambda p, t: square(p, t) * (1 + 1e-6), like="squared_error", ulp=4)


@pytest.mark.parametrize("name", ["compare", "report", "patterns"])
def test_examples_of_the_docstrings_run_as_printed(name: str) -> None:
    module = importlib.import_module(f"unilosses.verify.{name}")
    with np.printoptions(precision=8, legacy=False):
        failed, attempted = doctest.testmod(module)
    assert attempted >= 2
    assert failed == 0


# --- the page ---------------------------------------------------------------------------------------------------------

BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
SHOWN = re.findall(r"^```text\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.strip().splitlines()[-1][:40])
def test_block_of_the_page_runs_as_written(block: str) -> None:
    printed = printed_by(block)
    if "print(found)" in block:
        assert printed == SHOWN[0].strip()


def test_the_page_names_every_pattern() -> None:
    from unilosses.verify import patterns

    text = PAGE.read_text(encoding="utf-8")
    for name in patterns.catalogue():
        assert f"| {name} |" in text, name
