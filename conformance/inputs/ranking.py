"""Lists of items: relevance that is tied, graded, all different; scores that are tied, at the margin, far apart."""

import numpy as np

from ..proofs.case import HALF, around, case, generator, largest, nonempty, thin
from ..proofs.classification.multiclass.inputs import _soft

INF = np.inf
# items -> lists
SIZES = {1: 4, 2: 16, 3: 16, 10: 8, 50: 1}


def _lists(name, dtype):
    """(id, scores, relevance, note)"""
    rng = generator(name, "lists")
    for items, rows in SIZES.items():
        rows = thin(rows, dtype) if items < 50 else 1
        if items == 50 and dtype in HALF:
            continue
        scores = rng.normal(0, 3, (rows, items))
        yield f"graded-{items}", scores, rng.integers(0, 4, (rows, items)), "grades 0 to 3"
        yield f"different-{items}", scores, rng.permuted(np.tile(np.arange(items), (rows, 1)), axis=1), "all different"
        yield f"clicked-{items}", scores, np.eye(items)[rng.integers(0, items, rows)], "one relevant item"
    for items in (2, 3, 10):
        steps = np.arange(items, dtype=float)
        ties = np.array([0 * steps, 0 * steps + 0.75, np.minimum(steps, 2), -np.minimum(steps, 2), steps])
        yield f"ties-{items}", ties, np.tile(steps % 3, (5, 1)), "equal scores"
        yield f"all_tied-{items}", ties, np.ones((5, items)), "equal relevance"
        far = np.array([steps * 20, -steps * 20, steps**3, 3.1 * steps * (-1) ** steps, 40.1 - 35.15 * steps])
        yield f"far-{items}", far, np.tile(steps[::-1], (5, 1)), "far apart"


def _gaps(dtype, margin=1.0):
    """Pairs apart by the margin, a step more, a step less; by nothing, by a step."""
    gaps = np.array([*around(margin, dtype, 2), -margin, 0.0, 2.0**-20, 0.5 * margin, 2 * margin])
    scores = np.stack([gaps, 0 * gaps, 0 * gaps - 0.0], axis=1)
    return scores, np.tile([2.0, 1.0, 0.0], (len(gaps), 1))


def _extremes(dtype):
    top = largest(dtype) / 8
    scores = np.array([[top, 0, 0], [-top, 0, 1], [top, -top, 0], [0, top, -top], [top, top, 1]])
    return scores, np.tile([1.0, 0.0, 0.0], (len(scores), 1))


def _infinite():
    """An item that is certain to come first, or last, as it should or not; two of them."""
    scores = np.array([[INF, 0, 0], [0, -INF, 1], [INF, INF, 1], [-INF, -INF, 1]])
    relevance = np.array([[1.0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 0, 1]])
    return scores, relevance


def _wrong():
    """Likewise, where it should not."""
    return np.array([[-INF, 0, 0], [0, INF, 1], [-INF, INF, 0]]), np.tile([1.0, 0.0, 0.0], (3, 1))


def _cases(name, dtype, **params):
    tag = "".join(f"-{k}={v}" for k, v in params.items())
    margin = params.get("margin", 1.0)
    found = [*_lists(name, dtype), ("gaps", *_gaps(dtype, margin), "at the margin, a step off")]
    found.append(("extremes", *_extremes(dtype), "large scores"))
    return [case(f"{i}{tag}", dtype, (s, np.asarray(y, float)), note, **params) for i, s, y, note in found]


def softmax_ranking(dtype):
    name = "softmax_ranking"
    rng = generator(name)
    cases = _cases(name, dtype)
    for items in (2, 3, 10):
        scores = rng.normal(0, 3, (thin(9, dtype), items))
        cases.append(case(f"soft-{items}", dtype, (scores, _soft(rng, len(scores), items)), "the paper's weights"))
        signed = np.round(rng.normal(0, 1, scores.shape) * 8) / 8
        cases.append(case(f"coefficients-{items}", dtype, (scores, signed), "both signs"))
    impossible = np.array([[-INF, 0, 0], [-INF, -INF, 1]]), np.array([[0.0, 1, 0], [0, 0, 2]])
    return [*cases, case("impossible", dtype, impossible, "items that cannot come first", gradient=False)]


def _pairwise(name, dtype, **params):
    tag = "".join(f"-{k}={v}" for k, v in params.items())
    return [
        *_cases(name, dtype, **params),
        case(f"infinite{tag}", dtype, _infinite(), "infinities in the right order", **params),
        case(f"wrong{tag}", dtype, _wrong(), "an infinite loss", gradient=False, **params),
    ]


def pairwise_logistic_ranking(dtype):
    return _pairwise("pairwise_logistic_ranking", dtype)


def pairwise_hinge_ranking(dtype):
    name = "pairwise_hinge_ranking"
    return [c for margin in (1.0, 0.25, 0.0) for c in _pairwise(name, dtype, margin=margin)]


def list_mle(dtype):
    return _cases("list_mle", dtype)


BUILDERS = {
    f.__name__: lambda dtype, f=f: nonempty(f(dtype))
    for f in (softmax_ranking, pairwise_logistic_ranking, pairwise_hinge_ranking, list_mle)
}
