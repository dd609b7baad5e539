"""Cross-entropy of a linear layer's outputs, which are never whole in memory."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, TypeAlias

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import (
    NONNEGATIVE,
    POSITIVE,
    REAL,
    UNIT,
    ClassLabels,
    Domain,
    FreeArray,
    Optional,
    PerClass,
    WholeNumber,
)
from ...typing import Array, Namespace, Scalar
from .multiclass import softmax_cross_entropy

DENSE = softmax_cross_entropy.spec
Arrays: TypeAlias = tuple[Array, ...]

# What a chunk of logits takes by default: enough for fast products and little beside what the gradient takes anyway.
CHUNK_BYTES = 2**24
CHUNK_SHARE = 4


@loss(
    Domain(
        hidden=REAL,
        linear_weight=FreeArray(),
        labels=ClassLabels(classes_of="linear_weight"),
        bias=PerClass(REAL),
        class_weight=PerClass(NONNEGATIVE),
        label_smoothing=UNIT,
        z_loss=NONNEGATIVE,
        softcap=Optional(POSITIVE),
        chunk=WholeNumber(1, optional=True),
    ),
    event_ndim=1,
)
def linear_cross_entropy(
    xp: Namespace,
    hidden: Array,
    linear_weight: Array,
    labels: Array,
    *,
    bias: Scalar | None = None,
    class_weight: Scalar | None = None,
    label_smoothing: Scalar = 0.0,
    z_loss: Scalar = 0.0,
    softcap: Scalar | None = None,
    chunk: int | None = None,
) -> Array:
    """Softmax cross-entropy of a linear layer, in the memory of a few rows of its logits.

    The last layer of a language model and its loss in one. The result is that of `softmax_cross_entropy` on the
    layer's output; but that output, which is as wide as the vocabulary, is made for a few rows at a time, and made
    anew for the gradient, so that training keeps only the arguments.

    Formula
        softmax_cross_entropy(x, labels) with the logits x = hidden linear_weight^T + bias: for each row
        sum_j w_j (y_j (1 - s) + s / C) (log Z - x_j) + z_loss (sum_j w_j y_j) (log Z)^2, with C classes,
        log Z = log sum_k exp(x_k), w = class_weight, s = label_smoothing, and y the one-hot form of an index;
        softcap: softcap tanh(x_j / softcap) for x_j
    Shapes
        hidden: (..., D) with the features along `axis`. linear_weight: (C, D), as torch.nn.Linear has it (transpose
        a kernel of Flax or Keras). labels: class indices, in hidden's shape without the features; or one coefficient
        per class, with the classes as a last axis in place of the features. The unreduced loss has one number for
        each row. bias, class_weight: None, a number, or one value for each class.
        chunk: how many rows of logits are made at a time; None takes as many as fill 16 MiB, or a quarter of
        linear_weight's own size where that is more. A step takes about ten times the logits of a chunk.
    Domain
        hidden, linear_weight, bias: real numbers; a bias of -inf is a class that cannot happen. labels: integers from
        0 to C - 1; or coefficients y_j, which need not sum to one. class_weight >= 0; it counts in the normaliser: a
        row counts sum_j y_j w_j. label_smoothing in [0, 1]. z_loss >= 0. softcap: None or > 0. chunk: None or an
        integer from 1 on. ignore_index: a label whose rows are left out. Half precision is computed in float32, with
        linear_weight converted as a whole.
    Subgradient
        None is needed: the loss is smooth.
    See also
        softmax_cross_entropy
    Example
        >>> import numpy as np, unilosses
        >>> hidden = np.asarray([[1.0, 2.0], [0.0, -1.0]])
        >>> layer = np.asarray([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
        >>> round(float(unilosses.linear_cross_entropy(hidden, layer, np.asarray([2, 0]))), 12)
        0.479525339188

    Source
        Wijmans et al., Cut your losses in large-vocabulary language models, ICLR 2025, sections 3 and 4, without
        their filter of small gradients; the loss itself as in `softmax_cross_entropy`.
    """
    params = {
        "bias": bias,
        "class_weight": class_weight,
        "label_smoothing": label_smoothing,
        "z_loss": z_loss,
        "softcap": softcap,
    }
    rows = _rows(xp, linear_weight, hidden, labels)
    _, (value,) = _by_chunks(xp, Losses, (), rows, chunk, linear_weight, params)
    return xp.reshape(value, hidden.shape[:-1])


@linear_cross_entropy.vjp
def _(
    xp: Namespace,
    cotangent: Array,
    hidden: Array,
    linear_weight: Array,
    labels: Array,
    *,
    bias: Scalar | None,
    class_weight: Scalar | None,
    label_smoothing: Scalar,
    z_loss: Scalar,
    softcap: Scalar | None,
    chunk: int | None,
) -> tuple[Any, ...]:
    params = {
        "bias": bias,
        "class_weight": class_weight,
        "label_smoothing": label_smoothing,
        "z_loss": z_loss,
        "softcap": softcap,
    }
    rows = (xp.reshape(cotangent, (-1,)), *_rows(xp, linear_weight, hidden, labels))
    none = xp.zeros_like(linear_weight)
    (by_weight, by_bias), (by_hidden, *by_labels) = _by_chunks(
        xp, Gradients, (none, none[:, 0]), rows, chunk, linear_weight, params
    )
    return (
        xp.reshape(by_hidden, hidden.shape),
        by_weight,
        xp.reshape(by_labels[0], labels.shape) if by_labels else None,
        {"bias": _in_shape_of(xp, bias, by_bias)},
    )


@dataclass(frozen=True)
class Step:
    """What is done with a chunk of rows. The parameters that are plain numbers are its own: equal steps are known."""

    plain: tuple[tuple[str, Any], ...]

    def logits_and_params(
        self, xp: Namespace, h: Array, linear_weight: Array, learned: dict[str, Array]
    ) -> tuple[Array, dict[str, Any]]:
        params = {**dict(self.plain), **learned, "class_mask": None}
        bias = params.pop("bias")
        x = xp.matmul(h, xp.matrix_transpose(linear_weight))
        return x if bias is None else x + bias, params


class Losses(Step):
    """The value of each row."""

    def __call__(
        self, xp: Namespace, nothing: Arrays, rows: Arrays, linear_weight: Array, learned: dict[str, Array]
    ) -> tuple[Arrays, Arrays]:
        h, y = rows
        x, params = self.logits_and_params(xp, h, linear_weight, learned)
        return nothing, (DENSE.kernel(xp, x, y, **params),)


class Gradients(Step):
    """The gradient by the matrix and the bias, summed up, and that by the hidden states and dense labels."""

    def __call__(
        self, xp: Namespace, sums: Arrays, rows: Arrays, linear_weight: Array, learned: dict[str, Array]
    ) -> tuple[Arrays, Arrays]:
        # with g = c d loss / d logits: g linear_weight by hidden, g^T hidden by linear_weight
        c, h, y = rows
        x, params = self.logits_and_params(xp, h, linear_weight, learned)
        found = DENSE.rule.gradients(xp, c, (x, y), params, None, (0, 1))
        g = found[0]
        by_weight, by_bias = sums
        sums = by_weight + xp.matmul(xp.matrix_transpose(g), h), by_bias + xp.sum(g, axis=0)
        by_hidden = xp.matmul(g, linear_weight)
        return sums, (by_hidden, found[1]) if 1 in found else (by_hidden,)


def _rows(xp: Namespace, linear_weight: Array, hidden: Array, labels: Array) -> tuple[Array, Array]:
    """The arrays that have a row for each loss, with one axis for the rows."""
    features = hidden.shape[-1]
    if linear_weight.ndim != 2 or linear_weight.shape[1] != features:
        raise ValueError(
            f"linear_weight has shape {tuple(linear_weight.shape)}; hidden of {features} features asks for "
            f"(classes, {features})"
        )
    count = math.prod(hidden.shape[:-1])
    h = xp.reshape(hidden, (count, features))
    return h, xp.reshape(labels, (count,) if labels.ndim < hidden.ndim else (count, linear_weight.shape[0]))


def _by_chunks(
    xp: Namespace,
    step: type[Losses | Gradients],
    carry: Arrays,
    rows: Arrays,
    chunk: int | None,
    linear_weight: Array,
    params: dict[str, Any],
) -> tuple[Arrays, list[Array]]:
    """A step over chunks of rows, one after the other, and its results put together."""
    learned = {k: v for k, v in params.items() if not (v is None or isinstance(v, float))}
    one = step(tuple((k, v) for k, v in params.items() if k not in learned))
    fixed = (linear_weight, learned)
    count = rows[0].shape[0]
    chunk = chunk or _rows_of_a_chunk(xp, linear_weight)
    whole = count - count % chunk
    # All rows are not sliced: batched backward of torch has no rule for that.
    parts = []
    if whole:
        first = rows if whole == count else tuple(x[:whole, ...] for x in rows)
        stacked = tuple(xp.reshape(x, (whole // chunk, chunk, *x.shape[1:])) for x in first)
        carry, made = num.scan(xp, one, carry, stacked, fixed)
        parts.append(tuple(xp.reshape(x, (whole, *x.shape[2:])) for x in made))
    if whole < count or not count:
        left = tuple(x[whole:, ...] for x in rows) if whole else rows
        carry, made = one(xp, carry, left, *fixed)
        parts.append(made)
    return carry, [x[0] if len(x) == 1 else xp.concat(x) for x in zip(*parts, strict=True)]


def _rows_of_a_chunk(xp: Namespace, linear_weight: Array) -> int:
    classes, features = linear_weight.shape
    least = CHUNK_BYTES * 8 // xp.finfo(linear_weight.dtype).bits
    return int(max(least // classes, features // CHUNK_SHARE, 1))


def _in_shape_of(xp: Namespace, given: Any, by_class: Array) -> Array | None:
    """The gradient by a parameter that may be one number for all classes."""
    if given is None or isinstance(given, float):
        return None
    if given.shape == by_class.shape:
        return by_class
    return xp.reshape(xp.sum(by_class), given.shape)
