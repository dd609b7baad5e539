"""Two views of a batch: independent, alike, one feature twice, features without spread, with a large mean, few rows."""

import numpy as np

from ..proofs.case import HALF, case, generator, nonempty, wide


def _views(name, dtype):
    """(id, first, second, note), each of shape (batches, samples, features)."""
    rng = generator(name)
    shape = (3, 8, 4)
    x = rng.normal(0, 1, shape)
    yield "ordinary", x, rng.normal(0, 1, shape), "independent"
    yield "alike", x, x + 2.0**-4 * rng.normal(0, 1, shape), "nearly learned"
    yield "equal", x, x, "the same view twice"
    yield "opposite", x, -2.0 * x, "negatives of each other"
    twice = np.concatenate([x[..., :2], x[..., :2]], axis=-1)
    yield "redundant", twice, x, "features that repeat"
    flat = x.copy()
    flat[..., 1:3] = [0.5, 0.0]
    yield "flat", flat, x, "features without spread, by which the other view's are matched"
    yield "flat-both", flat, flat, "features without spread in both views"
    yield "offset", x + 16.0, rng.normal(0, 1, shape) - 16.0, "means far from 0"
    yield "narrow", 2.0**-3 * x, 2.0**-6 * x, "little spread"
    if dtype in HALF:
        return
    yield "wide", 100.0 * x, 1000.0 * rng.normal(0, 1, shape), "much spread"
    yield "two", rng.normal(0, 1, (3, 2, 4)), rng.normal(0, 1, (3, 2, 4)), "two samples"
    yield "one", rng.normal(0, 1, (3, 1, 4)), rng.normal(0, 1, (3, 1, 4)), "a single sample"
    yield "long", rng.normal(0, 1, (1, 100, 3)), rng.normal(0, 1, (1, 100, 3)), "100 samples"
    if name == "barlow_twins":
        scale = 10.0 ** (0.9 * wide(dtype))
        yield "extreme", scale * x, x / scale, "squares over- and underflow"


def _cases(name, dtype, settings):
    for i, params in enumerate(settings):
        for tag, first, second, note in _views(name, dtype):
            if i == 0 or tag in ("ordinary", "alike", "flat", "narrow", "two", "one"):
                tail = ",".join(f"{k}={v:g}" for k, v in params.items()) or "default"
                yield case(f"{tag}-{tail}", dtype, (first, second), note, **params)


def barlow_twins(dtype):
    settings = ({}, {"off_diagonal_weight": 0.5}, {"ddof": 1})
    return nonempty(_cases("barlow_twins", dtype, settings))


def vicreg(dtype):
    settings = ({}, {"eps": 0.0}, {"invariance": 1.0, "variance": 0.5, "covariance": 4.0, "eps": 0.0625})
    return nonempty(_cases("vicreg", dtype, settings))


BUILDERS = {f.__name__: f for f in (barlow_twins, vicreg)}
