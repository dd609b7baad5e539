"""Pairs of vectors: parallel to the last step, opposite, orthogonal, zero, and of extreme norms."""

import numpy as np

from ..proofs.case import case, cast, generator, nonempty, step, thin, wide

SIZES = {1: 4, 2: 30, 3: 30, 10: 16, 101: 4, 1000: 1}
TARGETS = (-1.0, 0.0, 0.5, 1.0)


def _near_parallel(rng, dtype, sign):
    """b = sign * 2^k a with some components a few steps off."""
    rows, n = thin(24, dtype), 3
    a = cast(rng.normal(0, 3, (rows, n)), dtype).astype(float)
    b = sign * a * np.exp2(rng.integers(-3, 4, (rows, 1)))
    off = [step(float(v), dtype, int(rng.integers(-2, 3))) for v in b.ravel()]
    return a, np.where(rng.uniform(size=b.shape) < 0.5, np.array(off).reshape(b.shape), b)


def _nearly(rng, dtype, size):
    """Angles of about `size`."""
    rows = thin(12, dtype)
    a = rng.normal(0, 3, (rows, 4))
    return a, a * (1 + size * rng.normal(0, 1, a.shape))


def _extreme_norms(rng, dtype):
    """Norms of 1e-19 .. 1e19 in single precision, in all combinations."""
    w = {"float32": 19.0, "bfloat16": 19.0}.get(dtype, wide(dtype))
    if dtype == "float16":
        w = 1.5
    norms = 10.0 ** np.array([-w, -w / 2, 0.0, w / 2, w])
    rows_a, rows_b = (g.ravel() for g in np.meshgrid(norms, norms))
    # Components of 0.5 .. 1.5 keep every product of two of them well above the subnormals.
    draw = rng.uniform(0.5, 1.5, (2, rows_a.size, 2)) * rng.choice([-1.0, 1.0], (2, rows_a.size, 2))
    return draw[0] * rows_a[:, None], draw[1] * rows_b[:, None]


def _orthogonal():
    a = np.array([[1.0, 1.0], [3.0, 4.0], [1.0, 0.0], [0.5, 0.25]])
    b = np.array([[1.0, -1.0], [-4.0, 3.0], [0.0, -2.0], [-0.5, 1.0]])
    return a, b


def _zeros():
    a = np.array([[0.0, 0.0], [0.0, 0.0], [1.0, 2.0], [-0.0, 0.0]])
    b = np.array([[1.0, 2.0], [0.0, 0.0], [0.0, 0.0], [3.0, -1.0]])
    return a, b


def _mixed_scales(rng, dtype):
    """Components of very different size in one vector."""
    w = wide(dtype) / 2
    shape = (thin(20, dtype), 4)
    return [rng.normal(0, 1, shape) * 10.0 ** rng.uniform(-w, w, shape) for _ in range(2)]


def _pairs(name, dtype):
    """(id, a, b, note)"""
    rng = generator(name)
    for classes, rows in SIZES.items():
        n = thin(rows, dtype)
        yield f"ordinary-{classes}", rng.normal(0, 3, (n, classes)), rng.normal(0, 3, (n, classes)), "N(0, 3)"
    yield "near_parallel", *_near_parallel(rng, dtype, 1.0), "some components a few steps off"
    yield "near_opposite", *_near_parallel(rng, dtype, -1.0), "some components a few steps off"
    for size in (1e-1, 1e-2, 1e-4, 1e-6):
        yield f"angle={size:g}", *_nearly(rng, dtype, size), "small angles"
    a = rng.normal(0, 3, (thin(9, dtype), 3))
    yield "parallel", a, 2 * a, "exactly parallel"
    yield "opposite", a, -4 * a, "exactly opposite"
    yield "identical", a, a, "the same vector"
    yield "orthogonal", *_orthogonal(), "cosine 0"
    yield "zeros", *_zeros(), "zero vectors: cosine 0, gradient 0"
    yield "extreme_norms", *_extreme_norms(rng, dtype), "squares over- and underflow"
    yield "mixed_scales", *_mixed_scales(rng, dtype), "components of very different size"


def cosine_distance(dtype):
    return nonempty(case(tag, dtype, (a, b), note) for tag, a, b, note in _pairs("cosine_distance", dtype))


def cosine_regression(dtype):
    rng = generator("cosine_regression", "targets")
    cases = []
    for tag, a, b, note in _pairs("cosine_regression", dtype):
        targets = [np.resize(TARGETS, len(a)), cast(rng.uniform(-1, 1, len(a)), dtype).astype(float)]
        for kind, t in zip(("ends", "drawn"), targets, strict=True):
            t = np.where(np.abs(t) < 1e-2, 0.0, t)
            cases.append(case(f"{tag}-{kind}", dtype, (a, b, t), note))
    return nonempty(cases)


BUILDERS = {f.__name__: f for f in (cosine_regression, cosine_distance)}
