"""What users ran into with the losses of embeddings: cases U18, U51 and U51b of distances, U59 in half precision.

The README of this folder says what each case is and where it was reported.
"""

from __future__ import annotations

import numpy as np
import pytest
from mpmath import exp, log, log1p, mpf

import unilosses as u

from ..suite.libraries import Run, assert_close, check

INF = float("inf")

# distances to the anchor: positives 1, 2, 5; negatives 5, 10, 13
ANCHOR = np.zeros((3, 2))
POSITIVE = np.array([[1.0, 0.0], [0.0, 2.0], [3.0, 4.0]])
NEGATIVE = np.array([[3.0, 4.0], [6.0, 8.0], [5.0, 12.0]])
TRIPLETS = [u.triplet_margin, u.triplet_margin_with_distance]
argnums = pytest.mark.parametrize("argnum", [0, *[pytest.param(i, marks=pytest.mark.full) for i in (1, 2)]])
triplets = pytest.mark.parametrize("loss", TRIPLETS, ids=[f.__name__ for f in TRIPLETS])


@triplets
@argnums
def test_U18_no_active_triplet(run: Run, loss, argnum) -> None:
    """0 with gradient 0: no triplet within the margin, none that counts, and a mean over the active ones, of 0."""
    rows, nothing = (ANCHOR, POSITIVE, NEGATIVE), np.zeros((3, 2))
    keywords = {"argnum": argnum, "value": 0, "grad": nothing}
    check(run, loss, *rows, where=np.ones(3, dtype=bool), **keywords)
    check(run, loss, ANCHOR, NEGATIVE, POSITIVE, where=np.zeros(3, dtype=bool), **keywords)
    assert run.value(loss, *rows, normalizer=0.0) == 0
    assert not run.gradient(loss, *rows, normalizer=0.0, argnum=argnum).any()


@triplets
def test_U18_mean_over_the_active_triplets(run: Run, loss) -> None:
    """1 - 5, 2 - 10 and 5 - 13, and the margin: one is left of a margin of 5, all of 8.5."""
    rows = (ANCHOR, POSITIVE, NEGATIVE)
    # by the anchor: the unit vector from its positive, minus that from its negative
    grad = [[mpf(-2) / 5, mpf(4) / 5], [0, 0], [0, 0]]
    check(run, loss, *rows, margin=5.0, normalizer=1.0, value=1, grad=grad, scale=1, grad_scale=1)
    check(run, loss, *rows, margin=8.5, normalizer=3.0, value=mpf(11) / 6)


GROUPS = [u.nt_xent, u.supervised_contrastive, u.circle]
groups = pytest.mark.parametrize("loss", GROUPS, ids=[f.__name__ for f in GROUPS])
VECTORS = np.array([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0], [-1.0, 0.0]])


@groups
def test_U18_no_positive_pair(run: Run, loss) -> None:
    """Every row a label of its own; and two rows of a label, one of them masked."""
    everywhere = np.ones(4, dtype=bool)
    check(run, loss, VECTORS, np.array([3, 1, 2, 0]), where=everywhere, value=0, grad=np.zeros((4, 2)))
    where = np.array([True, False, True, True])
    check(run, loss, VECTORS, np.array([0, 0, 1, 2]), where=where, value=0, grad=np.zeros((4, 2)))


def test_U18_no_negative_pair(run: Run) -> None:
    for loss in (u.nt_xent, u.circle):
        check(run, loss, VECTORS, np.zeros(4, dtype=int), value=0, grad=np.zeros((4, 2)))
    check(run, u.info_nce, VECTORS[:1], VECTORS[1:2], value=0, grad=np.zeros((1, 2)))


DEGREES = [{"p": p} for p in (1.0, 1.5, 2.0, 3.0, INF)] + [{"soft": True, "margin": 0.0}, {"swap": True}]


@pytest.mark.parametrize("params", DEGREES, ids=str)
@argnums
def test_U51_coincident_points_of_a_triplet(run: Run, params, argnum) -> None:
    """All three the same, far from 0 too: the margin (log 2 if it is soft), and the distance 0 has slope 0."""
    x = np.array([[0.0, 0.0], [1.0, -2.0], [1e100, 1e-100]])
    value = [log(2) if "soft" in params else 1] * 3
    check(run, u.triplet_margin, x, x, x, reduction="none", argnum=argnum, value=value, grad=np.zeros((3, 2)), **params)


@triplets
def test_U51_anchor_on_its_positive(run: Run, loss) -> None:
    """Inactive: 0 and no NaN from the distance 0. Active: 6 - 5, and the slope of the other distance alone."""
    a, n = np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([[4.0, 5.0], [-2.0, -3.0]])
    pull = np.array([[mpf(3) / 5, mpf(4) / 5], [-mpf(3) / 5, -mpf(4) / 5]])
    nothing = np.zeros((2, 2))
    check(run, loss, a, a, n, reduction="none", value=[0, 0], grad=nothing)
    keywords = {"margin": 6.0, "reduction": "none"}
    check(run, loss, a, a, n, value=[1, 1], grad=pull, **keywords)
    check(run, loss, a, a, n, argnum=1, grad=nothing, **keywords)
    check(run, loss, a, a, n, argnum=2, grad=-pull, **keywords)


@pytest.mark.parametrize("argnum", [0, 1])
def test_U51_identical_pairs(run: Run, argnum) -> None:
    """Contrastive: 0 if alike, margin^2 if not, and nowhere to go. By cosine: 0, and 1 - margin, at an extremum."""
    x = np.array([[3.0, -4.0], [3.0, -4.0], [0.0, 0.0], [0.0, 0.0]])
    alike = np.array([1.0, 0.0, 1.0, 0.0])
    keywords = {"reduction": "none", "argnum": argnum, "grad": np.zeros((4, 2))}
    check(run, u.contrastive, x, x, alike, margin=3.0, value=[0, 9, 0, 9], **keywords)
    # zero vectors have cosine 0: 1 from their like, and max(0, 0 - 1/4) from the others
    check(run, u.cosine_embedding, x, x, 2 * alike - 1, margin=0.25, value=[0, 0.75, 1, 0], **keywords)


@groups
def test_U51b_zero_vectors_in_a_batch(run: Run, loss) -> None:
    """Cosines of 0, with slope 0: one positive among three equal scores, or the circle's own number of them."""
    x = np.zeros((4, 2))
    if loss is u.circle:
        # a_n = m, a_p = 1 + m: log(1 + 2 e^(2 m (0 - m)) e^(-2 (1 + m) (0 - 1 + m))) with gamma 2, m = 1/4
        expected, params = log1p(2 * exp(mpf(-1) / 8 + mpf(15) / 8)), {"gamma": 2.0, "margin": 0.25}
    else:
        expected, params = log(3), {}
    check(run, loss, x, np.array([0, 0, 1, 1]), value=expected, grad=x, **params)


def test_U51b_zero_vectors_second_order(differentiating: Run) -> None:
    """No NaN behind a mask that stands after the root: the second derivatives at distance 0 are numbers too."""
    run, zero = differentiating, [[0.0, 0.0], [1.0, 2.0]]
    other, labels = run.asarray(zero), run.asarray([0, 0])
    far = run.asarray([[3.0, 4.0], [4.0, 6.0]])
    along = [[1.0, -1.0], [0.5, 2.0]]
    calls = [
        lambda x: u.triplet_margin(x, other, far, reduction="none"),
        lambda x: u.contrastive(x, other, 0.0, reduction="none"),
        lambda x: u.cosine_embedding(x, far, 1.0, reduction="none"),
        lambda x: u.nt_xent(x, labels, reduction="none"),
    ]
    for call in calls:
        assert np.isfinite(run.curvature(call, zero, along)).all()
    # triplets beyond the margin have no curvature at all
    assert not run.curvature(calls[0], zero, along).any()


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_U59_masked_pairs_in_half_precision(run: Run, dtype) -> None:
    """What is left out is no constant that the dtype does not hold: log(1 + 2 e^-2) of two pairs at right angles."""
    if dtype not in run.floats:
        return
    x = np.array([[1.0, 0], [2, 0], [0, 1], [0, 8], [-1, 0]])
    labels, where = np.array([0, 0, 1, 1, 2]), np.array([True] * 4 + [False])
    expected = log1p(2 * exp(-2))
    for loss in (u.nt_xent, u.supervised_contrastive):
        assert_close(
            run.value(loss, x, labels, where=where, temperature=0.5, dtype=dtype), expected, ulps=0.52, dtype=dtype
        )
    grad = run.gradient(u.nt_xent, x, labels, where=where, temperature=0.5, dtype=dtype)
    assert np.isfinite(grad.astype(float)).all()
    assert not grad[4].any()
