"""What compat.torch makes of wrong or unusual shapes, dtypes and parameters: what the installed torch makes of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from outcomes import outcome

from unilosses.compat import torch as ours
from unilosses.compat.torch import DIFFERENCES

G = torch.Generator().manual_seed(3)
X, Y = torch.rand(2, 3, generator=G) * 0.9 + 0.05, torch.tensor([[0.0, 1, 0], [1, 0, 1]])
L, T, W = torch.randn(4, 3, generator=G), torch.tensor([0, 2, 1, 0]), torch.tensor([1.0, 2, 3])
P = torch.softmax(torch.randn(4, 3, generator=G), 1)
A, B, C = (torch.randn(4, 3, generator=G) for _ in range(3))
S = torch.tensor([1.0, -1, 1, -1])
LISTS = torch.tensor([[0, 2, -1], [1, -1, 0], [-1, 0, 0], [0, 1, 2]])
LOG_PROBS = torch.randn(6, 3, 4, generator=G).log_softmax(-1)
LABELS = torch.tensor([[1, 2, 3], [2, 2, 1], [3, 1, 1]])
FRAMES, COUNTS = torch.tensor([6, 5, 6]), torch.tensor([3, 2, 1])
H, LAYER, BIAS = torch.randn(4, 5, generator=G), torch.randn(3, 5, generator=G), torch.randn(3, generator=G)
D = torch.float64

ELEMENTWISE = (
    "l1_loss",
    "mse_loss",
    "smooth_l1_loss",
    "huber_loss",
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
    "kl_div",
    "poisson_nll_loss",
    "hinge_embedding_loss",
    "soft_margin_loss",
    "multilabel_soft_margin_loss",
)
OF_CLASSES = ("cross_entropy", "nll_loss", "multi_margin_loss")

Case = tuple[str, str, Callable[[Any], Any]]
PAIRS: dict[str, Callable[[Any], Any]] = {
    "float32 and float64": lambda f: f(X, 2 * Y.to(D) - 1),
    "float64 and float32": lambda f: f(X.to(D), 2 * Y - 1),
    "float32 and integers": lambda f: f(X, (2 * Y - 1).long()),
    "integers": lambda f: f(Y.long(), (2 * Y - 1).long()),
    "integers and float32": lambda f: f(Y.long(), 2 * Y - 1),
    "a smaller target": lambda f: f(X, 2 * Y[0] - 1, reduction="none"),
    "a larger target": lambda f: f(X[0], 2 * Y - 1, reduction="none"),
    "shapes that do not fit": lambda f: f(X, Y[:, 0]),
    "an unknown reduction": lambda f: f(X, 2 * Y - 1, reduction="all"),
    "an old word": lambda f: f(X, 2 * Y - 1, reduction="elementwise_mean"),
    "numbers": lambda f: f(X[0, 0], 2 * Y[0, 1] - 1),
    "lists": lambda f: f([0.1], [0.2]),
}
WEIGHTED: dict[str, Callable[[Any], Any]] = {
    "float64 weights": lambda f: f(X, Y, weight=X.to(D)),
    "integer weights": lambda f: f(X, Y, weight=T[:3].expand(2, 3)),
    "weights of columns": lambda f: f(X, Y, weight=X[0]),
    "weights that do not fit": lambda f: f(X, Y, weight=X[:, 0]),
    "more weights than elements": lambda f: f(X, Y, weight=X.expand(4, 2, 3)),
    "weights of 0": lambda f: f(X, Y, weight=0 * X),
    "an unknown reduction with weights": lambda f: f(X, Y, weight=X, reduction="all"),
}
INDEXED: dict[str, Callable[[Any], Any]] = {
    "one row": lambda f: f(L[0], T[0], reduction="none"),
    "one row, one label": lambda f: f(L[0], T[:1], reduction="none"),
    "int32 labels": lambda f: f(L, T.int()),
    "uint8 labels": lambda f: f(L, T.to(torch.uint8)),
    "float labels": lambda f: f(L, T.float()),
    "boolean labels": lambda f: f(L, T.bool()),
    "integers": lambda f: f(L.long(), T),
    "a label too large": lambda f: f(L, T + 1),
    "a label too small": lambda f: f(L, T - 1),
    "too few labels": lambda f: f(L, T[:3]),
    "labels in a column": lambda f: f(L, T[:, None]),
    "one label for all": lambda f: f(L, T[0]),
    "no rows": lambda f: f(L[:0], T[:0]),
    "no rows, unreduced": lambda f: f(L[:0], T[:0], reduction="none"),
    "no classes": lambda f: f(L[:, :0], T),
    "float64 weights": lambda f: f(L, T, weight=W.to(D)),
    "too few weights": lambda f: f(L, T, weight=W[:2]),
    "weights in a row": lambda f: f(L, T, weight=W[None]),
    "weights of 0": lambda f: f(L, T, weight=0 * W),
    "negative weights": lambda f: f(L, T, weight=-W),
    "an unknown reduction": lambda f: f(L, T, reduction="all"),
    "three axes": lambda f: f(L.reshape(2, 3, 2), T.reshape(2, 2), reduction="none"),
    "flat labels for three axes": lambda f: f(L.reshape(2, 3, 2), T),
    "labels with a class axis": lambda f: f(L.reshape(2, 3, 2), torch.zeros(2, 3).long()),
    "permuted labels": lambda f: f(torch.zeros(2, 3, 4, 5), torch.zeros(2, 5, 4).long()),
    "float16": lambda f: f(L.half(), T),
}
OTHERS: list[Case] = [
    ("l1_loss", "a sum of integers", lambda f: f(Y.long(), Y.long(), reduction="sum")),
    ("l1_loss", "complex numbers", lambda f: f(torch.complex(X, X), Y)),
    ("smooth_l1_loss", "beta < 0", lambda f: f(X, Y, beta=-1.0)),
    ("huber_loss", "delta = 0", lambda f: f(X, Y, delta=0.0)),
    ("huber_loss", "delta < 0", lambda f: f(X, Y, delta=-1.0)),
    ("binary_cross_entropy", "probabilities above 1", lambda f: f(2 * X, Y)),
    ("binary_cross_entropy", "NaN", lambda f: f(X * float("nan"), Y)),
    ("binary_cross_entropy", "targets above 1", lambda f: f(X, 3 * Y)),
    ("binary_cross_entropy_with_logits", "pos_weight too long", lambda f: f(X, Y, pos_weight=W[:2])),
    ("binary_cross_entropy_with_logits", "pos_weight too large", lambda f: f(X, Y, pos_weight=X.expand(4, 2, 3))),
    ("binary_cross_entropy_with_logits", "pos_weight a number", lambda f: f(X, Y, pos_weight=2.0)),
    ("binary_cross_entropy_with_logits", "pos_weight < 0", lambda f: f(X, Y, pos_weight=W - 2)),
    ("multilabel_soft_margin_loss", "one number", lambda f: f(X[0, 0], Y[0, 0])),
    ("hinge_embedding_loss", "a sum of integers", lambda f: f(Y.long(), Y.long(), reduction="sum")),
    ("hinge_embedding_loss", "a target of 0", lambda f: f(X, Y)),
    ("soft_margin_loss", "far on the wrong side", lambda f: f(torch.tensor([-200.0]), torch.tensor([1.0]))),
    ("kl_div", "a log-target of -inf", lambda f: f(X.log(), Y.log(), log_target=True)),
    ("kl_div", "a target of 0", lambda f: f(X.log(), Y)),
    ("poisson_nll_loss", "a negative rate", lambda f: f(-X * 1e-8, Y, log_input=False)),
    ("poisson_nll_loss", "integers", lambda f: f(Y.long(), Y.long(), reduction="sum")),
    ("gaussian_nll_loss", "an integer variance", lambda f: f(X, Y, 1)),
    ("gaussian_nll_loss", "variances of a column", lambda f: f(X, Y, X[0])),
    ("gaussian_nll_loss", "too few variances", lambda f: f(X, Y, X[:, :2])),
    ("gaussian_nll_loss", "one variance with two axes", lambda f: f(X, Y, X[:1, :1])),
    ("gaussian_nll_loss", "negative variances", lambda f: f(X, Y, -X)),
    ("gaussian_nll_loss", "a negative variance", lambda f: f(X, Y, -0.5)),
    ("gaussian_nll_loss", "an unknown reduction", lambda f: f(X, Y, X, reduction="all")),
    ("gaussian_nll_loss", "float64 variances", lambda f: f(X, Y, X.to(D))),
    ("gaussian_nll_loss", "shapes that do not fit", lambda f: f(X, Y[:, :2], X)),
    ("cross_entropy", "float64 probabilities", lambda f: f(L, P.to(D))),
    ("cross_entropy", "integer probabilities", lambda f: f(L, P.long())),
    ("cross_entropy", "ignored probabilities", lambda f: f(L, P, ignore_index=0)),
    ("cross_entropy", "too few probabilities", lambda f: f(L, P[:2])),
    ("cross_entropy", "probabilities, float64 weights", lambda f: f(L, P, weight=W.to(D))),
    ("cross_entropy", "probabilities, too few weights", lambda f: f(L, P, weight=W[:2])),
    ("cross_entropy", "label_smoothing > 1", lambda f: f(L, T, label_smoothing=1.5)),
    ("cross_entropy", "label_smoothing > 1, probabilities", lambda f: f(L, P, label_smoothing=1.5)),
    ("cross_entropy", "an impossible class", lambda f: f(L.log(), (L > 0).float())),
    ("cross_entropy", "one number", lambda f: f(L[0, 0], T[0])),
    ("nll_loss", "one number", lambda f: f(L[0, 0], T[0])),
    ("multi_margin_loss", "p = 3", lambda f: f(L, T, p=3)),
    ("multi_margin_loss", "one number", lambda f: f(L[0, 0], T[0])),
    ("multilabel_margin_loss", "int32 lists", lambda f: f(L, LISTS.int())),
    ("multilabel_margin_loss", "float lists", lambda f: f(L, LISTS.float())),
    ("multilabel_margin_loss", "a label too large", lambda f: f(L, LISTS + 2)),
    ("multilabel_margin_loss", "a label too small", lambda f: f(L, LISTS - 1)),
    ("multilabel_margin_loss", "too few lists", lambda f: f(L, LISTS[:2])),
    ("multilabel_margin_loss", "three axes", lambda f: f(L[None], LISTS[None])),
    ("multilabel_margin_loss", "one number", lambda f: f(L[0, 0], LISTS[0, 0])),
    ("multilabel_margin_loss", "integers", lambda f: f(L.long(), LISTS)),
    ("cosine_embedding_loss", "shapes that do not fit", lambda f: f(A, B[:2], S)),
    ("cosine_embedding_loss", "too few targets", lambda f: f(A, B, S[:3])),
    ("cosine_embedding_loss", "one target", lambda f: f(A, B, S[0])),
    ("cosine_embedding_loss", "three axes", lambda f: f(A[None], B[None], S[None])),
    ("cosine_embedding_loss", "one vector for all", lambda f: f(A, B[0], S)),
    ("cosine_embedding_loss", "float64 in part", lambda f: f(A, B.to(D), S)),
    ("cosine_embedding_loss", "float64 targets", lambda f: f(A, B, S.to(D))),
    ("cosine_embedding_loss", "integers", lambda f: f(A.long(), B.long() + 1, S)),
    ("cosine_embedding_loss", "a target of 0.5", lambda f: f(A, B, 0.5 * S)),
    ("margin_ranking_loss", "axes that differ", lambda f: f(S, S[:, None], S)),
    ("margin_ranking_loss", "shapes that do not fit", lambda f: f(S, S[:3], S)),
    ("margin_ranking_loss", "float64 in part", lambda f: f(A, B.to(D), S[:, None])),
    ("margin_ranking_loss", "integers", lambda f: f(A.long(), B.long(), S[:, None].long())),
    ("triplet_margin_loss", "axes that differ", lambda f: f(A, B, C[0])),
    ("triplet_margin_loss", "shapes that do not fit", lambda f: f(A, B[:3], C)),
    ("triplet_margin_loss", "float64 in part", lambda f: f(A, B, C.to(D))),
    ("triplet_margin_loss", "integers", lambda f: f(A.long(), B.long(), C.long())),
    ("triplet_margin_loss", "margin = 0", lambda f: f(A, B, C, margin=0)),
    ("triplet_margin_loss", "p < 1", lambda f: f(A, B, C, p=0.5)),
    ("triplet_margin_loss", "numbers", lambda f: f(A[0, 0], B[0, 0], C[0, 0])),
    ("triplet_margin_loss", "an unknown reduction", lambda f: f(A, B, C, reduction="all")),
    ("triplet_margin_with_distance_loss", "axes that differ", lambda f: f(A, B, C[0])),
    ("triplet_margin_with_distance_loss", "margin < 0", lambda f: f(A, B, C, margin=-1.0)),
    ("triplet_margin_with_distance_loss", "an unknown reduction", lambda f: f(A, B, C, reduction="all")),
    ("ctc_loss", "too many frames", lambda f: f(LOG_PROBS, LABELS, FRAMES + 1, COUNTS)),
    ("ctc_loss", "too many labels", lambda f: f(LOG_PROBS, LABELS, FRAMES, COUNTS + 1)),
    ("ctc_loss", "frames < 0", lambda f: f(LOG_PROBS, LABELS, -FRAMES, COUNTS)),
    ("ctc_loss", "labels < 0", lambda f: f(LOG_PROBS, LABELS, FRAMES, -COUNTS)),
    ("ctc_loss", "blank too large", lambda f: f(LOG_PROBS, LABELS, FRAMES, COUNTS, blank=4)),
    ("ctc_loss", "blank too small", lambda f: f(LOG_PROBS, LABELS, FRAMES, COUNTS, blank=-1)),
    ("ctc_loss", "the blank as a label", lambda f: f(LOG_PROBS, LABELS, FRAMES, COUNTS, blank=1)),
    ("ctc_loss", "float labels", lambda f: f(LOG_PROBS, LABELS.float(), FRAMES, COUNTS)),
    ("ctc_loss", "float lengths", lambda f: f(LOG_PROBS, LABELS, FRAMES.float(), COUNTS)),
    ("ctc_loss", "too few lengths", lambda f: f(LOG_PROBS, LABELS, FRAMES[:2], COUNTS)),
    ("ctc_loss", "too few counts", lambda f: f(LOG_PROBS, LABELS, FRAMES, COUNTS[:2])),
    ("ctc_loss", "too few rows of labels", lambda f: f(LOG_PROBS, LABELS[:2], FRAMES, COUNTS)),
    ("ctc_loss", "too short a list of labels", lambda f: f(LOG_PROBS, LABELS[0], FRAMES, COUNTS)),
    ("ctc_loss", "labels of three axes", lambda f: f(LOG_PROBS, LABELS[None], FRAMES, COUNTS)),
    ("ctc_loss", "four axes", lambda f: f(LOG_PROBS[None], LABELS, FRAMES, COUNTS)),
    ("ctc_loss", "no rows", lambda f: f(LOG_PROBS[:, :0], LABELS[:0], FRAMES[:0], COUNTS[:0])),
    ("ctc_loss", "no labels", lambda f: f(LOG_PROBS, LABELS[:, :0], FRAMES, 0 * COUNTS)),
    ("ctc_loss", "no frames", lambda f: f(LOG_PROBS, LABELS, 0 * FRAMES, COUNTS, reduction="none")),
    ("ctc_loss", "float16", lambda f: f(LOG_PROBS.half(), LABELS, FRAMES, COUNTS)),
    ("ctc_loss", "integers", lambda f: f(LOG_PROBS.long(), LABELS, FRAMES, COUNTS)),
    ("ctc_loss", "an unknown reduction", lambda f: f(LOG_PROBS, LABELS, FRAMES, COUNTS, reduction="all")),
    ("linear_cross_entropy", "three axes", lambda f: f(H[None], LAYER, T[None])),
    ("linear_cross_entropy", "features that differ", lambda f: f(H, LAYER[:, :2], T)),
    ("linear_cross_entropy", "a bias too short", lambda f: f(H, LAYER, T, linear_bias=BIAS[:2])),
    ("linear_cross_entropy", "a layer of one axis", lambda f: f(H, LAYER[0], T)),
    ("linear_cross_entropy", "a float64 layer", lambda f: f(H, LAYER.to(D), T)),
    ("linear_cross_entropy", "a label too large", lambda f: f(H, LAYER, T + 1)),
    ("linear_cross_entropy", "too few labels", lambda f: f(H, LAYER, T[:3])),
    ("linear_cross_entropy", "int32 labels", lambda f: f(H, LAYER, T.int())),
    ("linear_cross_entropy", "ignored probabilities", lambda f: f(H, LAYER, P, ignore_index=1)),
    ("linear_cross_entropy", "one row, several outputs", lambda f: f(H[0], LAYER[:, None].expand(3, 2, 5), T[:2])),
    ("linear_cross_entropy", "an unknown reduction", lambda f: f(H, LAYER, T, reduction="all")),
    ("linear_cross_entropy", "label_smoothing > 1", lambda f: f(H, LAYER, T, label_smoothing=1.5)),
]
CASES: list[Case] = [
    *((name, label, call) for name in ELEMENTWISE for label, call in PAIRS.items()),
    *(
        (name, label, call)
        for name in ("l1_loss", "mse_loss", "huber_loss", "binary_cross_entropy", "binary_cross_entropy_with_logits")
        for label, call in WEIGHTED.items()
    ),
    *(("multilabel_soft_margin_loss", label, call) for label, call in WEIGHTED.items()),
    *(
        (name, label, call)
        for name in OF_CLASSES
        for label, call in INDEXED.items()
        if (name, label) != ("multi_margin_loss", "no rows")  # unwritten memory in torch
    ),
    *OTHERS,
]

# What does not come out as in torch, and the function in DIFFERENCES that says so.
STATED: dict[str, set[tuple[str, str]]] = {
    "*": {
        *((name, "lists") for name in ELEMENTWISE[:6]),
        *((name, "int32 labels") for name in (*OF_CLASSES, "linear_cross_entropy")),
        *((name, "float64 weights") for name in OF_CLASSES),
        ("multi_margin_loss", "uint8 labels"),
        ("multilabel_margin_loss", "int32 lists"),
        ("linear_cross_entropy", "a float64 layer"),
        ("multi_margin_loss", "float16"),
        ("ctc_loss", "float16"),
        ("l1_loss", "a sum of integers"),
        ("l1_loss", "complex numbers"),
        ("hinge_embedding_loss", "a sum of integers"),
    },
    "multilabel_soft_margin_loss": {
        ("multilabel_soft_margin_loss", "a larger target"),
        ("multilabel_soft_margin_loss", "more weights than elements"),
    },
    "hinge_embedding_loss": {("hinge_embedding_loss", "a target of 0")},
    "soft_margin_loss": {("soft_margin_loss", "far on the wrong side")},
    "kl_div": {("kl_div", "a log-target of -inf")},
    "poisson_nll_loss": {("poisson_nll_loss", "a negative rate")},
    "cosine_embedding_loss": {("cosine_embedding_loss", "a target of 0.5")},
    "triplet_margin_loss": {("triplet_margin_loss", "p < 1")},
    "ctc_loss": {("ctc_loss", "the blank as a label")},
}


def agree(mine: Any, theirs: Any) -> bool:
    """Whether both are errors of one type, or of one whose handlers catch the other; or results that are equal."""
    if mine.error is not None or theirs.error is not None:
        return isinstance(mine.error, type(theirs.error)) and theirs.error is not None
    same_form = mine.value.dtype == theirs.value.dtype and mine.value.shape == theirs.value.shape
    tolerance = {torch.float16: 2e-3}.get(theirs.value.dtype, 1e-5)
    return same_form and torch.allclose(mine.value, theirs.value, rtol=tolerance, atol=0.1 * tolerance, equal_nan=True)


@pytest.mark.parametrize(("name", "label", "call"), CASES, ids=[f"{name}-{label}" for name, label, _ in CASES])
def test_outcomes_are_equal_or_the_difference_is_stated(name: str, label: str, call: Callable[[Any], Any]) -> None:
    mine, theirs = outcome(lambda: call(getattr(ours, name))), outcome(lambda: call(getattr(F, name)))
    where = next((key for key, cases in STATED.items() if (name, label) in cases), None)
    if where is None:
        assert agree(mine, theirs), f"{mine.kind} {mine.value} {mine.error}, in torch {theirs.kind} {theirs.value}"
        assert mine.error is not None or mine.warned == theirs.warned
    else:
        assert DIFFERENCES[where]
        assert not agree(mine, theirs), "there is no difference any more"
