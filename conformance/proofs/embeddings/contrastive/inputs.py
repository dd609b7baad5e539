"""Batches of embeddings: clusters, duplicates, opposites, zero vectors, rows without a partner, extreme norms."""

import numpy as np

from ...case import HALF, Case, case, generator, wide

N, D = 8, 4

PAIRS = np.array([0, 0, 1, 1, 2, 2, 3, 3])

GROUPS = np.array([0, 0, 0, 1, 1, 1, 1, 7])  # the last has no partner

ALIKE, APART = np.zeros(N, dtype=int), np.arange(N)


def _clusters(rng, labels, spread):
    return rng.normal(0, 1, (8, D))[labels] + spread * rng.normal(0, 1, (len(labels), D))


def _batches(name, dtype):
    """(id, embeddings, labels, note)"""
    rng = generator(name)
    yield "ordinary", rng.normal(0, 1, (N, D)), PAIRS, "N(0, 1)"
    yield "groups", rng.normal(0, 3, (N, D)), GROUPS, "several positives, and a row without"
    yield "clusters", _clusters(rng, GROUPS, 2.0**-5), GROUPS, "nearly learned"
    yield "wrong", _clusters(rng, PAIRS[::-1] % 3, 2.0**-5), PAIRS, "clusters of other labels"
    x = rng.integers(-3, 4, (N, D)) + 0.5
    yield "duplicates", x[PAIRS], GROUPS, "equal rows"
    yield "opposites", x[PAIRS] * np.resize([1.0, -2.0], (N, 1)), PAIRS, "positives in the opposite direction"
    zeros = rng.normal(0, 1, (N, D))
    zeros[[0, 3, 7]] = 0.0
    yield "zeros", zeros, GROUPS, "zero vectors"
    yield "axes", np.eye(N)[:, :D] + np.eye(N)[:, D:], PAIRS, "right angles and equal rows"
    if dtype in HALF:
        return
    yield "alike", rng.normal(0, 1, (N, D)), ALIKE, "no negatives"
    yield "apart", rng.normal(0, 1, (N, D)), APART, "no positives"
    norms = 10.0 ** (0.9 * wide(dtype) * np.resize([-1.0, 1.0, 0.0], (N, 1)))
    yield "norms", rng.uniform(0.5, 1.5, (N, D)) * norms, PAIRS, "squares over- and underflow"
    yield "one", rng.normal(0, 1, (1, D)), ALIKE[:1], "a single row"
    yield "long", rng.normal(0, 1, (4, 100)), PAIRS[:4], "100 components"
    yield "many", rng.normal(0, 1, (21, 3)), rng.integers(0, 5, 21), "21 rows"


def _labeled(name, dtype, settings):
    """Every batch with the first setting, a few with the others."""
    cases = []
    for i, params in enumerate(settings):
        for tag, x, labels, note in _batches(name, dtype):
            if i == 0 or tag in ("ordinary", "groups", "clusters", "duplicates", "zeros"):
                tail = ",".join(f"{k}={v:g}" for k, v in params.items()) or "default"
                made = case(f"{tag}-{tail}", dtype, (x, labels), note, **params)
                if len(made.arrays[0]) == len(x):
                    cases.append(made)
    return cases


TEMPERATURES = ({}, {"temperature": 0.5}, {"temperature": 0.0078125}, {"temperature": 16.0})


def nt_xent(dtype):
    return _labeled("nt_xent", dtype, TEMPERATURES)


def supervised_contrastive(dtype):
    return _labeled("supervised_contrastive", dtype, TEMPERATURES)


def circle(dtype):
    settings = ({}, {"margin": 0.25, "gamma": 2.0}, {"margin": 0.125, "gamma": 16.0}, {"gamma": 256.0})
    return _labeled("circle", dtype, settings)


def _sides(name, dtype):
    """(id, anchor, positive, labels, note)"""
    rng = generator(name, "positives")
    for tag, x, labels, note in _batches(name, dtype):
        y = rng.normal(0, 1, x.shape) * np.max(np.abs(x), axis=-1, keepdims=True)
        if tag in ("clusters", "duplicates"):
            y = x * (1 + 2.0**-6 * rng.integers(-2, 3, x.shape))
        elif tag == "opposites":
            y = -x
        yield tag, x, y, labels, note


def _two_sided(name, dtype, settings):
    cases: list[Case] = []
    for i, params in enumerate(settings):
        for tag, x, y, labels, note in _sides(name, dtype):
            if i and tag not in ("ordinary", "groups", "clusters", "zeros", "many"):
                continue
            if name == "n_pairs" and tag == "norms":  # its dot products overflow
                continue
            given = {k: tuple(labels.tolist()) if k == "labels" else v for k, v in params.items()}
            made = case(f"{tag}-{','.join(params) or 'default'}-{i}", dtype, (x, y), note, **given)
            if len(made.arrays[0]) == len(x):
                cases.append(made)
    return cases


def info_nce(dtype):
    settings = ({}, {"symmetric": True}, {"temperature": 0.5}, {"temperature": 0.0078125, "symmetric": True})
    return _two_sided("info_nce", dtype, settings)


def n_pairs(dtype):
    return _two_sided("n_pairs", dtype, ({}, {"labels": GROUPS}))


INPUTS = {f.__name__: f for f in (nt_xent, supervised_contrastive, info_nce, n_pairs, circle)}
