"""What users ran into with the losses of regions: cases U16, U17, U19, U59, U73, U81, U84 and U85.

The README of this folder says what each case is and where it was reported.
"""

from __future__ import annotations

import numpy as np
import pytest
from mpmath import log, mp, mpf

import unilosses as u

from ..suite.libraries import Run, assert_close, check

NAN = float("nan")

exact = np.vectorize(mpf, otypes=[object])
REGIONS = [(u.dice, 0.5, 0.5), (u.tversky, 0.25, 0.75), (u.jaccard, 1.0, 1.0)]
DICE, *OTHERS = REGIONS  # three members of one family
regions = pytest.mark.parametrize(
    ("loss", "alpha", "beta"),
    [DICE, *[pytest.param(*r, marks=pytest.mark.full) for r in OTHERS]],
    ids=[f.__name__ for f, *_ in REGIONS],
)


def options(loss, alpha: float, beta: float) -> dict[str, float]:
    return {"alpha": alpha, "beta": beta} if loss is u.tversky else {}


def region(p, t, kept, alpha, beta):
    """1 - TP / (TP + alpha FP + beta FN) over the pixels that are kept, along the first axis, and its slope by p."""
    p, t, kept = exact(p), exact(t), exact(kept)
    hit, wrong, missed = ((kept * x).sum(axis=0) for x in (p * t, p * (1 - t), t * (1 - p)))
    size = hit + alpha * wrong + beta * missed
    by_size = t + alpha * (1 - t) - beta * t
    return 1 - hit / size, kept * (hit * by_size - t * size) / size**2


LABELS = np.random.default_rng(16).integers(0, 19, size=(2, 4, 6))
LABELS[0, 1, 2:] = LABELS[1, 3] = 255
MAPS = np.random.default_rng(17).integers(1, 64, size=(2, 4, 6, 19)) / 64.0
ONE_HOT = (LABELS[..., None] == np.arange(19)).astype(float)


@regions
def test_U16_label_255_of_19_classes(run: Run, loss, alpha, beta) -> None:
    """Ignored pixels count neither as background nor as misses; their gradient is 0."""
    counted = (LABELS != 255)[..., None]
    kept = np.broadcast_to(counted, MAPS.shape)
    value, slope = region(*(x.reshape(-1, 19) for x in (MAPS, ONE_HOT, kept)), alpha, beta)
    check(
        run,
        loss,
        MAPS,
        ONE_HOT,
        where=counted,
        axis=(0, 1, 2),
        reduction="none",
        ulps=8,
        **options(loss, alpha, beta),
        value=value,
        grad=slope.reshape(MAPS.shape),
        grad_scale=abs(slope).max(),
    )


def test_U16_label_255_in_the_generalized_loss(run: Run) -> None:
    p, t = (np.moveaxis(x[0, ..., :3].reshape(-1, 3), 0, 1).copy() for x in (MAPS, ONE_HOT))
    kept = LABELS[0].ravel() != 255
    t[:, ~kept], t[:, kept] = 0.0, np.eye(3)[:, np.arange(kept.sum()) % 3]
    with mp.workdps(50):
        q, s = exact(p[:, kept]), exact(t[:, kept])
        weights = 1 / s.sum(axis=1) ** 2
        expected = 1 - 2 * (weights * (q * s).sum(axis=1)).sum() / (weights * (q + s).sum(axis=1)).sum()
    check(run, u.generalized_dice, p, t, where=kept[None, :], value=expected)


P = np.array([[1.0, 0.0, 0.0], [0.5, 0.25, 0.0], [0.0, 0.75, 0.0], [0.0, 0.0, 0.0]])  # 4 pixels of 3 classes
T = np.array([[1.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
FOUND, MISSED = mpf(3) / 2, mpf(1) / 2  # of the first class, none of which is predicted in vain


@pytest.mark.parametrize(
    ("absent", "fixed"), [("count", (1, 0)), ("zero", (0, 0)), ("one", (1, 1)), ("nan", (NAN,) * 2)]
)
@regions
def test_U17_class_that_the_target_does_not_have(run: Run, loss, alpha, beta, absent, fixed) -> None:
    """The second class is predicted in vain, the third by nobody: each policy has its number, and no slope."""
    rest = 1 - FOUND / (FOUND + beta * MISSED)
    grad = np.zeros((4, 3), dtype=object)
    grad[:, :1] = region(P[:, :1], T[:, :1], 1.0, alpha, beta)[1]
    keywords = {"axis": 0, "reduction": "none", "absent": absent, **options(loss, alpha, beta)}
    check(run, loss, P, T, value=[rest, *fixed], grad=grad, **keywords)


def test_U17_absent_classes_left_out_of_the_mean(run: Run) -> None:
    there = (T > 0).any(axis=0)
    check(run, u.dice, P, T, axis=0, where=there, value=mpf(1) / 7)
    check(run, u.dice, P, T, axis=0, value=(mpf(1) / 7 + 1) / 3)
    nothing = np.zeros((4, 3))
    check(run, u.dice, P, nothing, axis=0, where=np.zeros(3, dtype=bool), value=0, grad=nothing)


@pytest.mark.parametrize(("absent", "expected"), [("largest", mpf(1) / 2), ("zero", mpf(5) / 19)])
def test_U17_absent_class_in_the_generalized_loss(run: Run, absent, expected) -> None:
    """Weights 1/9, 1 and that of the absent class: 1 - 2 (5/18 + 1/2) / (11/18 + 3/2 + 1), or without the last 1."""
    target = np.array([[1.0, 1, 1, 0], [0, 0, 0, 1], [0, 0, 0, 0]])
    probs = np.array([[1.0, 1, 0.5, 0], [0, 0, 0, 0.5], [0, 0, 0.5, 0.5]])
    check(run, u.generalized_dice, probs, target, absent=absent, value=expected)
    nothing = np.zeros((3, 4))
    check(run, u.generalized_dice, nothing, nothing, absent=absent, value=0, grad=nothing)


MASKED = [*[(f, options(f, a, b)) for f, a, b in REGIONS], (u.focal_tversky, {}), (u.generalized_dice, {})]


@pytest.mark.parametrize(("loss", "params"), MASKED, ids=[f.__name__ for f, _ in MASKED])
def test_U19_every_loss_of_regions_takes_a_mask_of_pixels(run: Run, loss, params) -> None:
    """Masked pixels may hold anything: value and gradient are those of the array without them, and 0 there."""
    kept = np.array([True, False, True, True])
    p, t = P.T.copy(), T.T.copy()
    p[:, 1] = t[:, 1] = NAN
    # what is left are pixels 1, 3, 4: the first class is right, the second predicted with 3/4, the third absent
    each = np.array([0, 1, 0])
    value = each.mean() if loss is not u.generalized_dice else mpf(3) / 4 / (mpf(3) / 4 + 2)
    found = run.value(loss, p, t, where=kept[None, :], **params)
    assert_close(found, value, ulps=2)
    for route in run.routes:
        grad = run.gradient(loss, p, t, where=kept[None, :], route=route, **params)
        assert np.isfinite(grad).all()
        assert not grad[:, 1].any()


TINY = {"float16": -14, "bfloat16": -100, "float32": -100, "float64": -1000}


@pytest.mark.parametrize("dtype", TINY)
@pytest.mark.parametrize("loss", [u.dice, u.generalized_dice], ids=lambda f: f.__name__)
def test_U59_no_constant_moves_a_region(run: Run, loss, dtype) -> None:
    """Empty against empty is 0, the faintest prediction in vain 1, where a fixed epsilon gives NaN or less."""
    if dtype not in run.floats:
        return
    p, t = np.zeros((1, 8)), np.zeros((1, 8))
    check(run, loss, p, t, dtype=dtype, value=0, grad=p)
    p[0, 3] = 2.0 ** TINY[dtype]
    check(run, loss, p, t, dtype=dtype, value=1, grad=np.zeros((1, 8)))


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_U59_more_pixels_than_half_precision_counts(run: Run, dtype) -> None:
    """1e5 pixels, each half found: 1 - 2 (1/2) / (1/2 + 1), where float16 ends at 65504."""
    if dtype in run.floats:
        p, t = np.full((1, 100_000), 0.5), np.ones((1, 100_000))
        assert_close(run.value(u.dice, p, t, dtype=dtype), mpf(1) / 3, ulps=0.5, dtype=dtype)


@pytest.mark.parametrize(("alpha", "beta"), [(0.25, 0.75), (0.75, 0.25), (2.0, 0.0)])
def test_U73_alpha_weighs_false_positives_and_beta_false_negatives(run: Run, alpha, beta) -> None:
    """One pixel found and one predicted in vain: 1 - 1 / (1 + alpha); one found and one missed: 1 - 1 / (1 + beta)."""
    p, t = np.array([[1.0, 1, 0], [1, 0, 0]]), np.array([[1.0, 0, 0], [1, 1, 0]])
    value = [1 - 1 / (1 + mpf(x)) for x in (alpha, beta)]
    check(run, u.tversky, p, t, alpha=alpha, beta=beta, reduction="none", value=value)
    check(run, u.focal_tversky, p, t, alpha=alpha, beta=beta, gamma=2.0, reduction="none", value=[v * v for v in value])


def test_U81_focal_and_dice_losses_are_here(run: Run) -> None:
    """I = 5/4, P + T = 7/2: 1 - 2 I / (P + T), by p: 2 (I - t (P + T)) / (P + T)^2; focal at even odds: log(2) / 4."""
    p, t = [[0.75, 0.5, 0.0, 0.25]], [[1.0, 1.0, 0.0, 0.0]]
    there, gone = mpf(-18) / 49, mpf(10) / 49
    check(run, u.dice, p, t, value=mpf(2) / 7, grad=[[there, there, gone, gone]])
    check(run, u.dice, p, t, squared=True, value=mpf(3) / 23)
    check(run, u.sigmoid_focal, [0.0], [1.0], value=log(2) / 4)
    check(run, u.softmax_focal, [[0.0, 0.0]], [1], value=log(2) / 4)


WEIGHTS = np.array([0.0, 1.0, 3.0])  # the background does not count


def test_U84_one_length_of_class_weights_with_the_background_left_out(run: Run) -> None:
    """As many weights as classes, in the region's part of an objective and in that of cross-entropy."""
    p = np.array([[[0.5, 0.5, 0.0], [0.25, 0.25, 0.5]], [[0.0, 1.0, 0.0], [0.0, 0.5, 0.5]]])  # 2 samples, 2 pixels
    t = np.array([[[0.0, 1, 0], [0, 0, 1]], [[0.0, 1, 0], [0, 0, 1]]])
    # class 1: 1 - 1 / (3/4 + 1) = 3/7 and 1 - 2 / (3/2 + 1) = 1/5; class 2: 1 - 1 / (1/2 + 1) = 1/3, twice
    expected = (mpf(3) / 7 + mpf(1) / 5 + 3 * mpf(2) / 3) / 8
    check(run, u.dice, p, t, axis=1, weight=WEIGHTS[None, :], value=expected)
    # log 2 for class 1 and 0; for class 2 log 2 twice, weighted 3
    check(run, u.categorical_cross_entropy, p, t, class_weight=WEIGHTS, value=7 * log(2) / 8)
    # "batch Dice": 1 - 2 (3/2) / (9/4 + 2) = 5/17 and 1 - 2 / (1 + 2) = 1/3
    check(run, u.dice, p, t, axis=(0, 1), weight=WEIGHTS, value=(mpf(5) / 17 + 1) / 4)


@pytest.mark.parametrize(("weighting", "expected"), [("square", (5, 12)), ("simple", (1, 3)), ("uniform", (1, 4))])
def test_U85_weights_of_classes_do_not_cancel(run: Run, weighting, expected) -> None:
    """T = 3 and 1, I = 5/2 and 1/2, P + T = 6 and 2: three weightings, three losses."""
    target = np.array([[1.0, 1, 1, 0], [0, 0, 0, 1]])
    probs = np.array([[1.0, 1, 0.5, 0.5], [0, 0, 0.5, 0.5]])
    check(run, u.generalized_dice, probs, target, weighting=weighting, value=mpf(expected[0]) / expected[1])


def test_U85_weights_change_the_dice_loss(run: Run) -> None:
    """1/7 and 1, weighted 1 : 0, 1 : 1 and 1 : 3."""
    for second, expected in ((0.0, mpf(1) / 7), (1.0, mpf(4) / 7), (3.0, mpf(22) / 28)):
        check(run, u.dice, P[:, :2], T[:, :2], axis=0, weight=np.array([1.0, second]), value=expected)
