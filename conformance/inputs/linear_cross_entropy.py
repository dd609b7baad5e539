"""Hidden states, a matrix and labels: few and many rows a chunk, a row that is already right, cancelling products."""

import numpy as np

from ..proofs.case import HALF, Case, cast, generator, thin

INF = np.inf
FEW = 5  # features of most cases


def _case(name, dtype, columns, note="", **params):
    arrays = tuple(a if a.dtype.kind == "i" else cast(a, dtype) for a in map(np.asarray, columns))
    given = {k: cast(v, dtype).astype(float).tolist() if k == "bias" and np.ndim(v) else v for k, v in params.items()}
    return Case(name, arrays, given, note)


def _rounded(x):
    """Multiples of 1/64 that are not 0: every dtype holds them."""
    x = np.round(np.asarray(x) * 64) / 64
    return np.where(x == 0, 1 / 64, x)


def _draw(rng, rows, features, classes, scale=1.0):
    hidden = _rounded(rng.normal(0, 1, (rows, features)))
    return hidden, _rounded(rng.normal(0, scale, (classes, features))), rng.integers(0, classes, rows)


def _class_weight(classes):
    return [(0.5, 2.0, 1.0, 3.0, 0.25)[j % 5] for j in range(classes)]


def linear_cross_entropy(dtype):
    rng = generator("linear_cross_entropy")
    cases = []

    def add(tag, columns, note="", **params):
        cases.append(_case(tag, dtype, columns, note, **params))

    for classes, features in ((2, 1), (3, FEW), (11, FEW), (101, 16)):
        h, w, y = _draw(rng, thin(7, dtype), features, classes)
        for chunk in (None, 1, 3):
            add(f"ordinary-{classes}-chunk={chunk}", (h, w, y), "a remainder of rows", chunk=chunk)
        add(f"one_hot-{classes}", (h, w, np.eye(classes)[y]), chunk=2)
    h, w, y = _draw(rng, thin(9, dtype), FEW, 4)
    b = _rounded(rng.normal(0, 2, 4))
    weighted = {"class_weight": _class_weight(4), "label_smoothing": 0.125}
    everything = {**weighted, "z_loss": 2.0**-7, "softcap": 4.0, "bias": b}
    soft = np.round(rng.dirichlet(np.ones(4), len(h)) * 64) / 64
    for tag, params in (
        ("bias", {"bias": b}),
        ("weighted", weighted),
        ("z_loss", {"z_loss": 0.125}),
        ("softcap", {"softcap": 2.0}),
        ("everything", everything),
    ):
        add(f"index-{tag}", (h, w, y), chunk=4, **params)
        add(f"soft-{tag}", (h, w, soft), "need not sum to one", chunk=4, **params)
    add("bias-number", (h, w, y), "moves all logits", bias=3.0, z_loss=0.125)
    add("impossible", (h, w, np.where(y == 2, 1, y)), "a class of bias -inf", bias=[0.5, 0.0, -INF, 1.0])
    add("zeros", (0 * h, w, y), "every class alike")
    right = np.eye(4)[y]
    for lead in (4.0, 17.0, 37.0) if dtype not in HALF else (4.0, 8.0):
        add(f"dominant-{lead:g}", (right, lead * np.eye(4), y), "already right: small losses")
    opposite = np.concatenate([np.full((4, 3), 8.0), np.full((4, 3), -8.0), _rounded(rng.normal(0, 1, (4, 2)))], axis=1)
    ones = np.concatenate([np.ones((len(h), 6)), h[:, :2]], axis=1)
    add("cancelling", (ones, opposite, y), "products that cancel")
    if dtype not in HALF:
        h, w, y = _draw(rng, 3, 64, 1000, 0.25)
        add("long", (h, w, y), "1000 classes", chunk=2)
    return cases


BUILDERS = {"linear_cross_entropy": linear_cross_entropy}
