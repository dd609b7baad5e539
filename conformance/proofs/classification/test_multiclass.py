"""Options of softmax cross-entropy, its variants, sparsemax, Fenchel-Young, learned parameters, by worked numbers."""

from __future__ import annotations

import importlib

import numpy as np
import pytest
from mpmath import exp, log, mp, mpf, tanh

import unilosses as u

from ...suite.libraries import Run, assert_close, check
from ...suite.multiclass_numbers import LABELS, LOGITS, TEACHER, P, Q, one_hot
from ...suite.truth import mean, truth

INF, NAN = float("inf"), float("nan")

WEIGHTS = np.array([0.5, 2.0, 4.0])
KEPT = np.array([True, False, True])


# --- class_mask -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("smoothing", [0.0, 0.25])
@pytest.mark.parametrize("whole_shape", [False, True], ids=["per-class", "per-element"])
@pytest.mark.parametrize("hidden", [0.5, INF, NAN])
def test_U2_a_masked_class_leaves_the_denominator(run: Run, hidden, whole_shape, smoothing) -> None:
    """The loss of the classes that are left, smoothing among them, whatever the logits of the others hold."""
    x, labels = LOGITS.copy(), np.array([0, 2, 2, 0])
    x[:, 1] = hidden
    narrow = truth(u.softmax_cross_entropy, LOGITS[:, KEPT], labels // 2, label_smoothing=smoothing)
    grad = np.insert(narrow["grad"], 1, 0, axis=1)
    mask = np.tile(KEPT, (4, 1)) if whole_shape else KEPT
    keywords = {"class_mask": mask, "label_smoothing": smoothing, "reduction": "none"}
    check(run, u.softmax_cross_entropy, x, labels, value=narrow["value"], grad=grad, **keywords)
    check(run, u.softmax_cross_entropy, x, one_hot(labels), value=narrow["value"], grad=grad, **keywords)


def test_class_masks_that_differ_from_row_to_row(run: Run) -> None:
    mask = np.array([[True, True, False], [False, True, True], [True, True, True], [True, False, False]])
    value = [
        truth(u.softmax_cross_entropy, x[m][None], [m[:y].sum()])["value"][0]
        for x, m, y in zip(LOGITS, mask, LABELS, strict=True)
    ]
    check(run, u.softmax_cross_entropy, LOGITS, LABELS, class_mask=mask, reduction="none", value=value)
    assert value[3] == 0
    moved = {"class_mask": np.ascontiguousarray(mask.T), "axis": 0, "reduction": "none"}
    check(run, u.softmax_cross_entropy, np.ascontiguousarray(LOGITS.T), LABELS, value=value, **moved)


def test_a_label_on_a_masked_class_costs_infinity(run: Run) -> None:
    found = run.value(u.softmax_cross_entropy, LOGITS, LABELS, class_mask=KEPT, reduction="none")
    assert np.isposinf(found).tolist() == [False, True, False, False]
    soft = np.array([[0.5, 0.0, 0.5], [0.0, 0.25, 0.75], [0.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    found = run.value(u.softmax_cross_entropy, LOGITS, soft, class_mask=KEPT, reduction="none")
    assert np.isposinf(found).tolist() == [False, True, False, False]
    assert found[2] == 0


def test_a_row_left_out_may_have_no_class_at_all(run: Run) -> None:
    mask = np.ones((4, 3), dtype=bool)
    mask[1] = False
    where = np.array([True, False, True, True])
    rest = truth(u.softmax_cross_entropy, LOGITS[where], LABELS[where])
    grad = np.insert(rest["grad"], 1, 0, axis=0) / 3
    keywords = {"class_mask": mask, "where": where}
    check(run, u.softmax_cross_entropy, LOGITS, LABELS, value=mean(rest["value"]), grad=grad, **keywords)
    labels = np.array([0, -1, 2, 0])
    keywords = {"class_mask": mask, "ignore_index": -1}
    check(run, u.softmax_cross_entropy, LOGITS, labels, value=mean(rest["value"]), grad=grad, **keywords)
    z = run.gradient(
        u.softmax_cross_entropy, LOGITS, one_hot(LABELS), argnum=1, class_mask=mask, where=where, z_loss=0.1
    )
    assert (z[1] == 0).all()


@pytest.mark.parametrize(
    ("mask", "error", "words"),
    [
        (np.array([1.0, 0.0, 1.0]), TypeError, "class_mask has dtype"),
        (np.array([True, False]), ValueError, "each of 3 classes"),
        (np.ones((3, 4), dtype=bool), ValueError, "shape of logits"),
        ("all", TypeError, "class_mask must be"),
        (True, TypeError, "class_mask must be"),
        ((1, 0, 1), TypeError, "class_mask must be"),
    ],
)
def test_class_masks_that_are_none(mask, error, words) -> None:
    with pytest.raises(error, match=words):
        u.softmax_cross_entropy(LOGITS, LABELS, class_mask=mask)


def test_a_class_mask_fixed_in_an_object(run: Run) -> None:
    loss = u.SoftmaxCrossEntropy(class_mask=[True, False, True], z_loss=0.5)
    assert eval(repr(loss), {"SoftmaxCrossEntropy": u.SoftmaxCrossEntropy}) == loss
    assert u.from_config(loss.to_config()) == loss
    labels = np.array([0, 2, 2, 0])
    found = run.to_numpy(loss(run.asarray(LOGITS), run.asarray(labels)))
    assert found == run.value(u.softmax_cross_entropy, LOGITS, labels, class_mask=KEPT, z_loss=0.5)


# --- z_loss and softcap ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("weight", [None, WEIGHTS], ids=["plain", "class-weighted"])
@pytest.mark.parametrize("smoothing", [0.0, 0.25])
def test_z_loss_counts_as_its_row_does(run: Run, smoothing, weight) -> None:
    """The mean is that of cross-entropy, plus the same weighted mean of (log Z)^2; for index and dense labels."""
    plain = truth(u.softmax_cross_entropy, LOGITS, LABELS, label_smoothing=smoothing, class_weight=weight)["value"]
    counts = np.ones(4) if weight is None else weight[LABELS]
    z = [log(mp.fsum(exp(mpf(v)) for v in row)) for row in LOGITS]
    expected = (mp.fsum(plain) + mp.fsum(mpf(0.125) * c * v**2 for c, v in zip(counts, z, strict=True))) / counts.sum()
    keywords = {"z_loss": 0.125, "label_smoothing": smoothing, "class_weight": weight}
    check(run, u.softmax_cross_entropy, LOGITS, LABELS, value=expected, **keywords)
    check(run, u.softmax_cross_entropy, LOGITS, one_hot(LABELS), value=expected, **keywords)
    third = run.value(u.softmax_cross_entropy, LOGITS, 3.0 * one_hot(LABELS), reduction="sum", **keywords)
    if smoothing == 0:
        assert_close(third, expected * 3 * counts.sum(), ulps=8)


def test_softcap_is_the_hyperbolic_tangent_of_the_logits(run: Run) -> None:
    """Gemma 2 caps its final logits at 30; the -inf of a class becomes the cap, where class_mask takes it out."""
    x = np.array([[0.0, 40.0, -100.0], [30.0, 1.0, -INF]])
    capped = np.array([[30 * tanh(mpf(v) / 30) for v in row] for row in x])
    assert capped[1, 2] == -30
    expected = [log(mp.fsum(exp(v) for v in row)) - row[j] for row, j in zip(capped, (1, 0), strict=True)]
    check(run, u.softmax_cross_entropy, x, [1, 0], softcap=30.0, reduction="none", value=expected, scale=30)
    mask = np.array([[True, True, True], [True, True, False]])
    expected[1] = log(exp(capped[1, 0]) + exp(capped[1, 1])) - capped[1, 0]
    both = {"softcap": 30.0, "class_mask": mask, "reduction": "none"}
    check(run, u.softmax_cross_entropy, x, [1, 0], value=expected, scale=30, **both)


@pytest.mark.parametrize("labels", [LABELS, one_hot(LABELS)], ids=["index", "dense"])
def test_options_that_are_off_change_no_bit(run: Run, labels) -> None:
    off = {"z_loss": 0.0, "softcap": None, "class_mask": None, "reduction": "none"}
    one = run.value(u.softmax_cross_entropy, LOGITS, labels, reduction="none")
    assert np.array_equal(one, run.value(u.softmax_cross_entropy, LOGITS, labels, **off))
    everything = np.ones(3, dtype=bool)
    masked = run.value(u.softmax_cross_entropy, LOGITS, labels, class_mask=everything, reduction="none")
    assert np.array_equal(one, masked)


# --- polynomial and generalized cross-entropy -----------------------------------------------------------------------


def test_poly1_without_its_term_is_cross_entropy(run: Run) -> None:
    expected = truth(u.softmax_cross_entropy, LOGITS, LABELS)
    check(run, u.poly1_cross_entropy, LOGITS, LABELS, epsilon=0.0, reduction="none", **expected)


def test_poly1_is_optax_at_its_default() -> None:
    import optax

    for labels in (one_hot(LABELS), one_hot(LABELS) * 0.7 + 0.1):
        found = u.poly1_cross_entropy(LOGITS, labels, reduction="none")
        np.testing.assert_allclose(found, optax.losses.poly_loss_cross_entropy(LOGITS, labels), rtol=1e-12)


@pytest.mark.parametrize("lead", [0.0, 20.0, 300.0])
def test_generalized_cross_entropy_between_its_limits(run: Run, lead) -> None:
    """q -> 0: cross-entropy, to the last digits, also where it is small; q = 1: 1 - p."""
    x = np.array([[lead, 0.0], [0.0, lead]])
    ce = truth(u.softmax_cross_entropy, x, [0, 0])
    tiny = {"q": 2.0**-200, "reduction": "none"}
    check(run, u.generalized_cross_entropy, x, [0, 0], value=ce["value"], grad=ce["grad"], ulps=6, **tiny)
    error = [1 / (1 + exp(mpf(lead))), 1 / (1 + exp(-mpf(lead)))]
    check(run, u.generalized_cross_entropy, x, [0, 0], q=1.0, reduction="none", value=error)


def test_generalized_cross_entropy_from_every_space(run: Run) -> None:
    """The same loss; and bounded by 1 / q where the label cannot happen."""
    expected = [(1 - mpf(p[y]) ** mpf(0.5)) / mpf(0.5) for p, y in zip(P, (1, 1), strict=True)]
    for space, pred in (("probs", P), ("log_probs", np.log(P)), ("logits", np.log(P) + 3.0)):
        keywords = {"pred_space": space, "q": 0.5, "reduction": "none"}
        check(run, u.generalized_cross_entropy, pred, [1, 1], value=expected, ulps=8, **keywords)
    impossible = np.array([[0.0, 1.0]])
    check(run, u.generalized_cross_entropy, impossible, [0], pred_space="probs", q=0.5, reduction="none", value=[2.0])


# --- sparsemax ------------------------------------------------------------------------------------------------------


def test_sparsemax_is_zero_beyond_a_margin_of_one(run: Run) -> None:
    scores = np.array([[2.0, 1.0, 0.0], [2.0, 1.5, 0.0], [1e30, 0.0, -1e30], [3.0, -INF, 1.0]])
    grad = np.zeros((4, 3))
    grad[1] = [-0.25, 0.25, 0.0]
    value = [0.0, 0.0625, 0.0, 0.0]
    for labels in (np.zeros(4, dtype=int), one_hot(np.zeros(4, dtype=int))):
        check(run, u.multiclass_sparsemax, scores, labels, reduction="none", value=value, grad=grad)


@pytest.mark.parametrize("classes", [2, 7, 50])
def test_sparsemax_probabilities_are_the_nearest_distribution(run: Run, classes) -> None:
    """The gradient is p - y: p sums to 1, and scores of the support exceed p by one threshold."""
    scores = np.random.default_rng(classes).normal(size=(20, classes))
    labels = np.zeros(20, dtype=int)
    p = run.gradient(u.multiclass_sparsemax, scores, labels, reduction="sum") + np.eye(classes)[labels]
    np.testing.assert_allclose(p.sum(1), 1.0, rtol=1e-14)
    assert (p >= -1e-15).all()  # a label's p is 1 less the sum of the others, which is rounded
    tau = (scores - p).min(1, initial=INF, where=p > 1e-12, keepdims=True)
    np.testing.assert_allclose(p, np.maximum(scores - tau, 0), atol=1e-14)


def test_sparsemax_losses_are_those_of_optax() -> None:
    import optax

    scores = np.random.default_rng(0).normal(size=(30, 5)) * 2
    labels = np.arange(30) % 5
    with importlib.import_module("jax").numpy_dtype_promotion("standard"):  # optax divides by integers
        theirs = optax.losses.multiclass_sparsemax_loss(scores, labels)
    np.testing.assert_allclose(u.multiclass_sparsemax(scores, labels, reduction="none"), theirs, rtol=1e-11, atol=1e-14)
    binary = (scores > 0.3).astype(np.float64)
    theirs = optax.losses.sparsemax_loss(scores, binary)
    np.testing.assert_allclose(u.binary_sparsemax(scores, binary, reduction="none"), theirs, rtol=1e-12)


def test_binary_sparsemax_at_its_margins(run: Run) -> None:
    scores = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
    check(
        run, u.binary_sparsemax, scores, np.zeros(5), reduction="none",
        value=[0.0, 0.0, 0.25, 1.0, 2.0], grad=[0.0, 0.0, 0.5, 1.0, 1.0],
    )  # fmt: skip
    soft = np.full(5, 0.25)
    check(run, u.binary_sparsemax, scores, soft, reduction="none", value=[0.5, 0.25, 0.25, 0.75, 1.5])


# --- Fenchel-Young --------------------------------------------------------------------------------------------------


def test_fenchel_young_shannon_is_cross_entropy_less_the_entropy_of_the_labels(run: Run) -> None:
    labels = np.array([[0.5, 0.25, 0.25], [0.0, 1.0, 0.0], [0.125, 0.75, 0.125], [0.5, 0.0, 0.5]])
    ce = truth(u.softmax_cross_entropy, LOGITS, labels)
    entropy = [-mp.fsum(mpf(v) * log(mpf(v)) for v in row if v) for row in labels]
    value = [v - h for v, h in zip(ce["value"], entropy, strict=True)]
    check(run, u.fenchel_young, LOGITS, labels, reduction="none", value=value, grad=ce["grad"], scale=1, grad_scale=1)
    check(run, u.fenchel_young, LOGITS, LABELS, reduction="none", **truth(u.softmax_cross_entropy, LOGITS, LABELS))


def test_fenchel_young_gini_is_sparsemax(run: Run) -> None:
    expected = truth(u.multiclass_sparsemax, LOGITS, LABELS)
    check(run, u.fenchel_young, LOGITS, LABELS, regularizer="gini", reduction="none", **expected)
    soft = {"regularizer": "gini", "reduction": "none", "value": [0.0, 0.0], "grad": np.zeros((2, 3))}
    check(run, u.fenchel_young, P + 2.0, P, **soft)  # a distribution projects onto itself


def squared_norm(xp):
    """Of half the scores: the maximum over all vectors p of p.z - |p|^2."""
    return lambda z: xp.sum(z * z, axis=-1) / 4


def test_fenchel_young_of_a_function_for_the_maximum(run: Run) -> None:
    """max_fun(z) - y.z, without the term of the labels alone; the library differentiates the function."""
    value = [(mpf(np.sum(z * z)) / 4) - mpf(z[y]) for z, y in zip(LOGITS, LABELS, strict=True)]
    keywords = {"max_fun": squared_norm(run.xp), "reduction": "none"}
    check(run, u.fenchel_young, LOGITS, LABELS, value=value, scale=4, **keywords)
    if run.differentiates:
        check(run, u.fenchel_young, LOGITS, LABELS, grad=LOGITS / 2 - one_hot(LABELS), **keywords)
        check(run, u.fenchel_young, LOGITS, one_hot(LABELS), argnum=1, grad=-LOGITS, **keywords)
    else:
        with pytest.raises(u.NoGradientError):
            run.gradient(u.fenchel_young, LOGITS, LABELS, **keywords)


def test_fenchel_young_is_that_of_optax() -> None:
    import optax

    jax = importlib.import_module("jax")
    labels, logsumexp = np.array([[0.5, 0.25, 0.25]] * 4), importlib.import_module("jax.scipy.special").logsumexp
    theirs = optax.losses.make_fenchel_young_loss(logsumexp)(LOGITS, labels)
    x, y = jax.numpy.asarray(LOGITS), jax.numpy.asarray(labels)
    found = u.fenchel_young(x, y, max_fun=lambda z: logsumexp(z, axis=-1), reduction="none")
    np.testing.assert_allclose(found, theirs, rtol=1e-12)
    entropy = -(labels * np.log(labels)).sum(1)
    np.testing.assert_allclose(u.fenchel_young(LOGITS, labels, reduction="none"), theirs - entropy, rtol=1e-12)


# --- learned parameters ---------------------------------------------------------------------------------------------

LEARNED = [
    (u.softmax_cross_entropy, (LOGITS, LABELS), "z_loss"),
    (u.softmax_cross_entropy, (LOGITS, LABELS), "softcap"),
    (u.poly1_cross_entropy, (LOGITS, LABELS), "epsilon"),
    (u.generalized_cross_entropy, (LOGITS, LABELS), "q"),
    (u.jensen_shannon, (Q, P), "beta"),
    (u.distillation, (LOGITS, LABELS, TEACHER), "temperature"),
    (u.distillation, (LOGITS, LABELS, TEACHER), "alpha"),
]


@pytest.mark.parametrize(("loss", "data", "name"), LEARNED, ids=[f"{f.__name__}-{n}" for f, _, n in LEARNED])
def test_learned_parameters(differentiating: Run, loss, data, name) -> None:
    """A parameter given as an array is differentiated by the framework; against a difference quotient."""
    run, at, step = differentiating, 0.375, 1e-6
    found = run.results(loss, *data, of=run.routes, argnum=name, **{name: np.array(at)})
    above, below = (loss(*data, **{name: at + s}) for s in (step, -step))
    np.testing.assert_allclose(found, [(above - below) / (2 * step)] * len(run.routes), rtol=1e-6)
