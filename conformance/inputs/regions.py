"""Rows of pixels: regions found, missed, empty, full, soft; probabilities a step from 0 and 1, and of any size."""

import numpy as np

from ..proofs.case import HALF, around, case, generator, nonempty, thin, wide

SIZES = {1: 6, 2: 16, 5: 16, 33: 6, 1000: 1}


def _sizes(dtype):
    return {n: thin(rows, dtype) for n, rows in SIZES.items() if n <= 33 or dtype not in HALF}


def _binary(rng, rows, pixels):
    return (rng.random((rows, pixels)) < rng.choice([0.1, 0.5, 0.9], (rows, 1))).astype(float)


def _edges(pixels):
    """Right and wrong in every pixel, the same soft numbers, and regions that are empty in one map or in both."""
    half = (np.arange(pixels) % 2).astype(float)
    none, full = np.zeros(pixels), np.ones(pixels)
    pairs = [(half, half), (full, full), (1 - half, half), (full, half), (none, half), (none, full), (none, none)]
    pairs += [(full, none), (half, none), (0.25 * full, none), (0.5 * full, 0.5 * full), (0.25 * full, 0.5 * half)]
    p, t = zip(*pairs, strict=True)
    return np.array(p), np.array(t)


def _nearly(rng, dtype, pixels):
    """A target found but for a few steps of the dtype, or missed but for them."""
    below = [v for v in around(1.0, dtype, 3) if v < 1]
    t = _binary(rng, 2 * len(below), pixels)
    near = np.array(below)[:, None] * np.ones(pixels)
    p = np.concatenate([near, 1 - near])
    return np.where(t == 1, p, 1 - p), t


def _decades(rng, dtype, pixels):
    """Probabilities of any size."""
    w = wide(dtype)
    p = 10.0 ** rng.uniform(-w, 0, (thin(16, dtype), pixels))
    t = _binary(rng, len(p), pixels)
    p[::3] = np.where(t[::3] == 1, 1.0, p[::3])
    return p, t


def _rows(name, dtype):
    """(id, probs, target, note)"""
    rng = generator(name, "rows")
    for pixels, rows in _sizes(dtype).items():
        p = rng.random((rows, pixels))
        yield f"ordinary-{pixels}", p, _binary(rng, rows, pixels), "a map of 0 and 1"
        yield f"soft-{pixels}", p, rng.random((rows, pixels)), "soft targets"
    for pixels in (1, 2, 5):
        yield f"edges-{pixels}", *_edges(pixels), "right, wrong, empty, full"
        yield f"nearly-{pixels}", *_nearly(rng, dtype, pixels), "a few steps off"
        yield f"decades-{pixels}", *_decades(rng, dtype, pixels), "probabilities of any size"


def _all(name, dtype, **params):
    tag = "".join(f"-{k}={v}" for k, v in params.items())
    return [case(f"{i}{tag}", dtype, (p, t), note, **params) for i, p, t, note in _rows(name, dtype)]


def _few(name, dtype, **params):
    return [c for c in _all(name, dtype, **params) if c.id.startswith(("ordinary-5", "soft-5", "edges-5", "decades-5"))]


def _policies(name, dtype):
    return [c for absent in ("zero", "one", "nan") for c in _few(name, dtype, absent=absent)]


def dice(dtype, name="dice"):
    return [
        *_all(name, dtype),
        *_all(name, dtype, squared=True),
        *_few(name, dtype, smooth=1.0),
        *_few(name, dtype, smooth=1e-3, squared=True),
        *_policies(name, dtype),
    ]


def jaccard(dtype):
    return dice(dtype, "jaccard")


def tversky(dtype):
    name = "tversky"
    return [
        *_all(name, dtype),
        *_all(name, dtype, alpha=0.25, beta=0.75),
        *_few(name, dtype, alpha=2.0, beta=0.0),
        *_few(name, dtype, alpha=0.0, beta=0.0),
        *_few(name, dtype, alpha=0.3, beta=0.7, smooth=1.0),
        *_policies(name, dtype),
    ]


def focal_tversky(dtype):
    name = "focal_tversky"
    cases = [*_all(name, dtype), *_policies(name, dtype), *_few(name, dtype, smooth=1.0)]
    for gamma in (0.25, 1.0, 1.5, 2.0):
        cases += _few(name, dtype, gamma=gamma, alpha=0.25, beta=0.75)
    return cases


# --- all classes in one quotient --------------------------------------------------------------------------------------


def _classes(rng, dtype):
    """(id, probs, target, note), of shape (samples, classes, pixels)"""
    for classes, pixels, samples in ((1, 4, 4), (2, 3, 8), (3, 5, 8), (19, 7, 2), (4, 333, 1)):
        if dtype in HALF and classes * pixels > 200:
            continue
        n = thin(samples, dtype)
        labels = rng.integers(0, classes, (n, pixels)) * rng.integers(0, 2, (n, pixels))
        hard = (labels[:, None, :] == np.arange(classes)[:, None]).astype(float)
        logits = rng.normal(0, 2, hard.shape)
        p = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
        yield f"ordinary-{classes}", p, hard, "small classes, and absent ones"
        yield f"independent-{classes}", rng.random(hard.shape), hard, "each class by itself"
        yield f"soft-{classes}", p, rng.random(hard.shape), "soft targets"
        yield f"right-{classes}", hard, hard, "found"
        yield f"wrong-{classes}", 1 - hard, hard, "missed"
    none, full = np.zeros((1, 3, 4)), np.ones((1, 3, 4))
    yield "both-empty", none, none, "nothing there, nothing predicted"
    yield "target-empty", 0.25 * full, none, "nothing there"
    yield "probs-empty", none, full, "nothing predicted"
    near = 1 - 2.0 ** -np.arange(1, 13).reshape(1, 3, 4)
    yield "near", near, full, "nearly all found"


def generalized_dice(dtype):
    cases = []
    for weighting in ("square", "simple", "uniform"):
        for absent in ("largest", "zero"):
            rng = generator("generalized_dice", weighting, absent)
            params = {"weighting": weighting, "absent": absent}
            found = [(f"{i}-{weighting}-{absent}", p, t, note) for i, p, t, note in _classes(rng, dtype)]
            cases += [case(i, dtype, (p, t), note, **params) for i, p, t, note in found]
    return cases


BUILDERS = {
    f.__name__: lambda dtype, f=f: nonempty(f(dtype)) for f in (dice, jaccard, tversky, focal_tversky, generalized_dice)
}
