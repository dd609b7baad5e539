"""Distances between distributions, and distillation, by worked numbers."""

from __future__ import annotations

import numpy as np
import pytest
from mpmath import log, mpf

import unilosses as u

from ...suite.libraries import Run, check
from ...suite.multiclass_numbers import LABELS, LOGITS, TEACHER, P, Q, one_hot
from ...suite.truth import mean, truth

# --- divergences ----------------------------------------------------------------------------------------------------


def test_generalized_kl_is_kl_for_distributions(run: Run) -> None:
    expected = truth(u.kl_divergence, Q, P)["value"]
    check(run, u.generalized_kl_divergence, Q, P, reduction="none", value=expected, ulps=8)


def test_generalized_kl_of_measures_is_that_of_optax() -> None:
    import optax

    theirs = optax.losses.generalized_kl_divergence(np.log(3 * Q), P)
    found = u.generalized_kl_divergence(3 * Q, P, reduction="none")
    np.testing.assert_allclose(found, theirs, rtol=1e-12)


@pytest.mark.parametrize("steps", [1, 4, 1000])
def test_divergences_of_two_neighbours_are_not_negative(run: Run, steps) -> None:
    """p and q a few steps apart: (p - q)^2 / 2p, where the sum of p log(p / q) is rounding noise of either sign."""
    eps = steps * 2.0**-50
    p, q = np.array([[0.5, 0.5]]), np.array([[0.5 + eps, 0.5 - eps]])
    expected = mpf(eps) ** 2 * 2  # and terms of eps^4
    check(run, u.generalized_kl_divergence, q, p, reduction="none", value=[expected], ulps=8)
    check(run, u.jensen_shannon, q, p, reduction="none", value=[expected / 4], ulps=8)


@pytest.mark.parametrize("spaces", [("probs", "probs"), ("log_probs", "log_probs"), ("logits", "logits")])
def test_jensen_shannon_at_the_ends_of_beta(run: Run, spaces) -> None:
    """0 at both ends; divided by beta it tends to KL(target || pred), by 1 - beta to KL(pred || target)."""
    q, p = (x if space == "probs" else np.log(x) for x, space in zip((Q, P), spaces, strict=True))
    keywords = {"pred_space": spaces[0], "target_space": spaces[1], "reduction": "none"}
    for beta in (0.0, 1.0):
        for i in (0, 1):
            check(run, u.jensen_shannon, q, p, beta=beta, argnum=i, value=[0.0, 0.0], grad=np.zeros((2, 3)), **keywords)
    small = 2.0**-40
    forward = run.value(u.jensen_shannon, q, p, beta=small, **keywords) / small
    np.testing.assert_allclose(forward, truth(u.kl_divergence, Q, P)["value"].astype(float), rtol=1e-10)
    reverse = run.value(u.jensen_shannon, q, p, beta=1 - small, **keywords) / small
    np.testing.assert_allclose(reverse, truth(u.kl_divergence, P, Q)["value"].astype(float), rtol=1e-10)


def test_jensen_shannon_of_disjoint_distributions_is_log_2(run: Run) -> None:
    p, q = np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]])
    check(run, u.jensen_shannon, q, p, reduction="none", value=[log(2)], grad=[[0.0, log(2) / 2]])
    check(run, u.total_variation_distance, q, p, reduction="none", value=[1.0], grad=[[-0.5, 0.5]])


def test_jensen_shannon_is_that_of_scipy() -> None:
    from scipy.spatial import distance

    theirs = distance.jensenshannon(P, Q, axis=1) ** 2
    np.testing.assert_allclose(u.jensen_shannon(Q, P, reduction="none"), theirs, rtol=1e-12)


def test_total_variation_has_gradient_0_where_the_two_agree(run: Run) -> None:
    check(
        run,
        u.total_variation_distance,
        Q,
        P,
        reduction="none",
        value=[0.25, 0.25],
        grad=[[-0.5, 0.0, 0.5], [0.5, -0.5, 0.5]],
    )


# --- distillation ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("alpha", [0.0, 0.25, 1.0])
@pytest.mark.parametrize("temperature", [1.0, 4.0])
def test_distillation_is_the_sum_of_its_parts(run: Run, alpha, temperature) -> None:
    t = temperature
    hard = truth(u.softmax_cross_entropy, LOGITS, LABELS)
    soft = truth(u.kl_divergence, LOGITS / t, TEACHER / t, pred_space="logits", target_space="logits")
    a = mpf(alpha)
    value = (1 - a) * hard["value"] + a * t**2 * soft["value"]
    grad = (1 - a) * hard["grad"] + a * t * soft["grad"]
    keywords = {"alpha": alpha, "temperature": t, "reduction": "none", "ulps": 8, "scale": 1, "grad_scale": 1}
    check(run, u.distillation, LOGITS, LABELS, TEACHER, value=value, grad=grad, **keywords)
    check(run, u.distillation, LOGITS, one_hot(LABELS), TEACHER, value=value, grad=grad, **keywords)


def test_distillation_in_torch_operations() -> None:
    import torch

    F = torch.nn.functional
    x, t = torch.tensor(LOGITS), torch.tensor(TEACHER)
    soft = F.kl_div(F.log_softmax(x / 3, -1), F.log_softmax(t / 3, -1), reduction="batchmean", log_target=True)
    expected = 0.9 * 9 * soft + 0.1 * F.cross_entropy(x, torch.tensor(LABELS))
    found = u.distillation(x, torch.tensor(LABELS), t, alpha=0.9, temperature=3.0)
    torch.testing.assert_close(found, expected, rtol=1e-12, atol=0.0)


def test_distillation_at_a_high_temperature_compares_logits(run: Run) -> None:
    """The limit of T^2 KL: half the variance of the logits' differences, in float32 too."""
    x, t = LOGITS.astype(np.float32), TEACHER.astype(np.float32)
    expected = ((x - t).astype(float)).var(axis=1) / 2
    keywords = {"alpha": 1.0, "temperature": 2.0**12, "reduction": "none", "dtype": "float32"}
    np.testing.assert_allclose(run.value(u.distillation, x, LABELS, t, **keywords), expected, rtol=1e-2)


def test_distillation_leaves_ignored_rows_out_of_both_parts(run: Run) -> None:
    labels = np.array([0, -1, 2, 0])
    rows = [0, 2, 3]
    expected = truth(u.distillation, LOGITS[rows], LABELS[rows], TEACHER[rows])["value"]
    check(run, u.distillation, LOGITS, labels, TEACHER, ignore_index=-1, value=mean(expected))
