"""Triplets: ordinary, with equal vectors, at the margin, with tied distances, of all degrees and extreme norms."""

import numpy as np

import unilosses

from ..proofs.case import case, generator, nonempty, thin, wide

SIZES = {1: 6, 2: 24, 3: 24, 10: 12, 101: 4}
SETTINGS = (
    {},
    {"swap": True},
    {"soft": True},
    {"soft": True, "swap": True, "margin": 0.0},
    {"p": 1.0},
    {"p": 1.5},
    {"p": 3.0, "swap": True},
    {"p": float("inf")},
    {"p": 10.0},
    {"margin": 0.25, "eps": 0.125},
    {"p": 1.0, "eps": 0.125, "soft": True},
)


def _name(params):
    return ",".join(f"{k}={getattr(v, '__name__', v)}" for k, v in params.items()) or "default"


def _kinks():
    """At the margin 1, beyond it, within it; equal vectors; ties of the two farther distances, and of components."""
    zero = [0.0, 0.0]
    rows = [
        (zero, [3.0, 4.0], [6.0, 0.0]),
        (zero, [3.0, 4.0], [0.0, 6.5]),
        (zero, [3.0, 4.0], [5.5, 0.0]),
        (zero, zero, [1.0, 0.0]),
        (zero, zero, zero),
        ([1.0, 2.0], [1.0, 2.0], [1.5, 2.0]),
        ([1.0, 2.0], [2.0, 3.0], [1.0, 2.0]),
        (zero, [6.0, 0.0], [3.0, 4.0]),
        (zero, [2.0, 2.0], [-1.0, 1.0]),
        (zero, [8.0, 0.0], [4.0, 0.0]),
    ]
    return tuple(np.array(column) for column in zip(*rows, strict=True))


def _drawn(rng, dtype, size, rows):
    """The negative as far as the positive, about, so that half of the triplets cost something."""
    anchor, positive, negative = (rng.normal(0, 1, (thin(rows, dtype), size)) for _ in range(3))
    return anchor, positive, negative


def _hard(rng, dtype):
    """Positive and negative nearly the same."""
    anchor, positive, _ = _drawn(rng, dtype, 3, 12)
    return anchor, positive, positive * (1 + 2.0**-6 * rng.integers(-2, 3, positive.shape))


def _triplets(name, dtype, settings, kinks=True):
    rng = generator(name)
    for i, params in enumerate(settings):
        for size, rows in SIZES.items():
            if i == 0 or size in (3, 10):
                drawn = _drawn(rng, dtype, size, rows)
                yield case(f"ordinary-{size}-{_name(params)}", dtype, drawn, "N(0, 1)", **params)
        yield case(f"hard-{_name(params)}", dtype, _hard(rng, dtype), "nearly tied", **params)
        if kinks and "eps" not in params:
            yield case(f"kinks-{_name(params)}", dtype, _kinks(), "exact kinks and ties", **params)
        if dtype != "float16" and not params.get("soft"):
            w = 1.8 * wide(dtype)
            for decades in (-w, w) if params.get("p", 2.0) == 2.0 and "eps" not in params else ():
                data = tuple(x * 10.0**decades for x in _drawn(rng, dtype, 3, 6))
                yield case(f"scale-{decades:g}-{_name(params)}", dtype, data, "squares over- or underflow", **params)


def triplet_margin(dtype):
    return nonempty(_triplets("triplet_margin", dtype, SETTINGS))


def triplet_margin_with_distance(dtype):
    cosine = unilosses.cosine_distance
    euclidean = nonempty(_triplets("euclidean", dtype, ({}, {"swap": True}, {"soft": True})))
    settings = ({"margin": 0.25}, {"swap": True, "soft": True})
    by_cosine = tuple({"distance_function": cosine, **s} for s in settings)
    return euclidean + nonempty(_triplets("cosine", dtype, by_cosine, kinks=False))


BUILDERS = {f.__name__: f for f in (triplet_margin, triplet_margin_with_distance)}
