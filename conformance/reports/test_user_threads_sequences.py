"""What users ran into with sequences of labels and large vocabularies: cases U52, U53 and U61.

The README of this folder says what each case is and where it was reported.
"""

from __future__ import annotations

import itertools
import tracemalloc

import numpy as np
import pytest
from mpmath import exp, log, log1p, mp, mpf, tanh

import unilosses as u

from ..suite.libraries import Run, assert_close, check
from ..suite.truth import mean

INF = float("inf")

exact = np.vectorize(mpf, otypes=[object])


def softmax(x) -> np.ndarray:
    e = np.array([exp(mpf(v)) for v in x], dtype=object)
    return e / e.sum()


def every_string(x, labels, frames, blank=0):
    """The probability of all strings that leave the labels, one after the other, and its logarithm's slope."""
    p = [softmax(row) for row in x[:frames]]
    total, shares = mpf(0), np.zeros(np.shape(x), dtype=object)
    for string in itertools.product(range(len(x[0])), repeat=frames):
        merged = [k for i, k in enumerate(string) if i == 0 or k != string[i - 1]]
        if [k for k in merged if k != blank] == labels:
            chance = mp.fprod(p[t][k] for t, k in enumerate(string))
            total += chance
            for t, k in enumerate(string):
                shares[t, k] += chance
    slope = np.zeros(np.shape(x), dtype=object)
    if total:
        for t in range(frames):
            slope[t] = p[t] - shares[t] / total
    return (-log(total) if total else mp.inf), slope


# labels, frames: both labels, one, none; the least number of frames, with the blank between repeated labels; too few
ROWS = [
    ([1, 2], 4),
    ([2], 3),
    ([], 4),
    ([], 0),
    ([1, 2], 2),
    ([1, 1], 3),
    ([2, 2], 4),
    ([1, 1], 2),
    ([1, 2], 1),
    ([1], 0),
]
LOGITS = np.random.default_rng(52).integers(-24, 24, size=(10, 4, 3)) / 8.0
PADDED = np.array([labels + [-1] * (2 - len(labels)) for labels, _ in ROWS])
FRAMES = np.array([frames for _, frames in ROWS])
TRUTH = [every_string(x.tolist(), *row) for x, row in zip(LOGITS, ROWS, strict=True)]
VALUE, SLOPE = [v for v, _ in TRUTH], np.array([s for _, s in TRUTH])


def test_U52_every_alignment_is_counted(run: Run) -> None:
    """As the sum over all strings; three rows have none and cost infinity, with gradient 0 and not NaN."""
    assert [v == mp.inf for v in VALUE] == [False] * 7 + [True] * 3
    assert VALUE[3] == 0
    check(
        run,
        u.ctc,
        LOGITS,
        PADDED,
        logit_lengths=FRAMES,
        reduction="none",
        value=VALUE,
        scale=[1] * 10,
        grad=SLOPE,
        grad_scale=1,
        ulps=8,
    )


def test_U52_infeasible_rows_as_zero(eager: Run) -> None:
    """They count in the mean, with gradient 0; nothing of them reaches the other rows."""
    finite = [v if v != mp.inf else mpf(0) for v in VALUE]
    keywords = {"logit_lengths": FRAMES, "infeasible": "zero"}
    check(eager, u.ctc, LOGITS, PADDED, value=mean(finite), grad=SLOPE / 10, grad_scale=0.1, ulps=8, **keywords)
    assert eager.value(u.ctc, LOGITS, PADDED, logit_lengths=FRAMES) == INF


def test_U52_infeasible_rows_as_an_error(eager: Run) -> None:
    with pytest.raises(ValueError, match=r"\(7,\)"):
        eager.value(u.ctc, LOGITS, PADDED, logit_lengths=FRAMES, infeasible="error")


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_U53_a_loss_next_to_zero(run: Run, dtype) -> None:
    """40 frames with the label far above the blank: small and positive, where a sum of logarithms falls below 0."""
    x = np.zeros((2, 40, 2))
    x[0, :, 1] = x[1, :, 0] = 20.0
    # row 1 is 40 blanks; row 0 one run of the label, from frame i on, n frames long
    p = 1 / (1 + exp(-20))
    q = 1 - p
    runs = mp.fsum((41 - n) * p**n * q ** (40 - n) for n in range(1, 41))
    value = [-log(runs), 40 * log1p(exp(-20))]
    keywords = {"dtype": dtype, "reduction": "none"}
    check(run, u.ctc, x, np.array([[1], [-1]]), value=value, ulps=16, **keywords)


def test_U53_never_negative(run: Run) -> None:
    """Confident logits in float32, right and wrong; their logarithms are never NaN."""
    rng = np.random.default_rng(53)
    labels = rng.integers(1, 5, size=(64, 4))
    spelled = np.stack([labels, np.zeros_like(labels)], axis=2).reshape(64, 8)
    x = 18.0 * np.eye(5)[spelled] + rng.normal(size=(64, 8, 5))
    found = run.value(u.ctc, x, labels, reduction="none", dtype="float32")
    assert (found >= 0).all()
    assert found.max() < 1e-4


HIDDEN = np.array([[1.0, -0.5], [0.25, 2.0], [-1.5, 0.5], [0.0, 1.0], [3.0, -2.0]])
LAYER = np.array([[0.5, 1.0], [-1.0, 0.25], [2.0, -0.75], [0.125, 0.5]])
BIAS = np.array([0.25, -0.5, 0.0, 1.0])
LABELS = np.array([0, 3, 2, 1, 2])
CHUNKS = [
    (2, None),
    (None, 2.0),
    *[pytest.param(*pair, marks=pytest.mark.full) for pair in ((None, None), (1, None), (5, 2.0), (2, 2.0))],
]


def plain(cap: float | None):
    """The mean loss and its slopes by the hidden states, the matrix and the bias, from the whole table of logits."""
    h, w = exact(HIDDEN), exact(LAYER)
    x = h @ w.T + exact(BIAS)
    bent = np.ones_like(x) if cap is None else np.vectorize(lambda v: 1 - tanh(v / cap) ** 2, otypes=[object])(x)
    x = x if cap is None else np.vectorize(lambda v: cap * tanh(v / cap), otypes=[object])(x)
    p = np.array([softmax(row) for row in x])
    value = -np.array([log(row[k]) for row, k in zip(p, LABELS, strict=True)])
    g = (p - exact(np.eye(4)[LABELS])) * bent / 5
    return mean(value), g @ w, g.T @ h, g.sum(axis=0)


@pytest.mark.parametrize(("chunk", "cap"), CHUNKS)
def test_U61_linear_cross_entropy_is_the_plain_form(run: Run, chunk, cap) -> None:
    """Whatever the number of rows that are made at a time."""
    value, by_hidden, by_layer, by_bias = plain(cap)
    data, keywords = (HIDDEN, LAYER, LABELS), {"bias": BIAS, "chunk": chunk, "softcap": cap}
    check(run, u.linear_cross_entropy, *data, value=value, grad=by_hidden, grad_scale=1, **keywords)
    check(run, u.linear_cross_entropy, *data, argnum=1, grad=by_layer, grad_scale=1, **keywords)
    if not run.jitted:
        call = u.value_and_grad(u.linear_cross_entropy, argnums="bias")
        found = call(*map(run.asarray, data), **{**keywords, "bias": run.asarray(BIAS)})[1]
        assert_close(run.to_numpy(found), by_bias, scale=1)


def test_U61_the_logits_are_never_whole_in_memory() -> None:
    """2048 rows of 1024 classes: 16 MiB of logits, for value and gradient in a quarter of that."""
    rng = np.random.default_rng(61)
    hidden, layer = rng.normal(size=(2048, 4)), rng.normal(size=(1024, 4))
    labels = rng.integers(0, 1024, size=2048)
    tracemalloc.start()
    value, _ = u.value_and_grad(u.linear_cross_entropy, argnums=(0, 1))(hidden, layer, labels, chunk=16)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2**22
    logits = hidden @ layer.T
    expected = np.mean(np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(2048), labels])
    assert abs(value - expected) < 1e-13 * expected
