"""Pairs of vectors with a label: the pairs of the cosine losses, and distances at the margin and far from it."""

import numpy as np

from ..inputs.embedding import _pairs
from ..proofs.case import case, cast, generator, nonempty, step, thin, wide

MARGINS = (0.0, 0.25, -0.5)


def _labels(rows):
    """Alike, not alike, and a mixture of both."""
    return np.resize([1.0, -1.0, -1.0, 0.5], rows)


def cosine_embedding(dtype):
    cases = []
    for margin in MARGINS:
        for tag, a, b, note in _pairs(f"cosine_embedding {margin:g}", dtype):
            if margin and not tag.startswith(("ordinary-10", "near", "zeros", "identical", "opposite")):
                continue
            cases.append(case(f"{tag}-margin={margin:g}", dtype, (a, b, _labels(len(a))), note, margin=margin))
    return nonempty(cases)


def _at_the_margin(dtype):
    """Distances of exactly 0, 2.5 and 5, and one step off."""
    u = np.zeros((8, 2))
    v = np.array([[0.0, 0.0], [3.0, 4.0], [1.5, 2.0], [5.0, 0.0], [0.0, 2.5], [0.0, 5.0], [2.5, 0.0], [-3.0, -4.0]])
    v[5, 1], v[6, 0] = step(5.0, dtype), step(2.5, dtype, -1)
    return u, v


def contrastive(dtype):
    rng = generator("contrastive")
    cases = []
    for size, rows in {1: 6, 2: 30, 3: 30, 10: 12, 101: 4}.items():
        n = thin(rows, dtype)
        u, v = rng.normal(0, 1, (n, size)), rng.normal(0, 1, (n, size))
        target = np.resize([1.0, 0.0, 0.0, 0.25], n)
        for margin in (1.0, 2.0 * np.sqrt(size)):
            margin = float(cast(margin, "float16"))
            cases.append(case(f"ordinary-{size}-{margin:g}", dtype, (u, v, target), "N(0, 1)", margin=margin))
    for margin in (2.5, 5.0):
        u, v = _at_the_margin(dtype)
        cases += [
            case(f"edge-{margin:g}-{y:g}", dtype, (u, v, np.full(8, y)), "at the margin", margin=margin)
            for y in (0.0, 1.0, 0.5)
        ]
    u = rng.normal(0, 3, (thin(12, dtype), 3))
    close = u * (1 + 2.0**-8 * rng.integers(-2, 3, u.shape))
    cases.append(case("close", dtype, (u, close, np.resize([0.0, 1.0], len(u))), "nearly equal"))
    cases.append(case("equal", dtype, (u, u, np.resize([0.0, 1.0], len(u))), "equal"))
    if dtype != "float16":
        w = wide(dtype)
        for decades in (-w / 2, w / 2):
            u, v = (rng.normal(0, 1, (6, 3)) * 10.0**decades for _ in range(2))
            cases.append(case(f"scale-{decades:g}", dtype, (u, v, np.resize([0.0, 1.0], 6)), "far from 1"))
        far = rng.uniform(1, 2, (6, 3)) * 10.0 ** (1.9 * w)
        cases.append(case("far", dtype, (far, -far, np.zeros(6)), "squares overflow; the pair is far enough apart"))
    return nonempty(cases)


BUILDERS = {f.__name__: f for f in (cosine_embedding, contrastive)}
