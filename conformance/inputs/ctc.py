"""Frames and labels: repeats, blanks anywhere, padding, rows without frames or labels, losses near 0 and infinite."""

import numpy as np

from ..proofs.case import HALF, case, generator, largest, nonempty, thin

INF = np.inf
# (frames, symbols, labels) -> rows
SIZES = {(1, 2, 1): 4, (2, 2, 1): 6, (3, 3, 2): 8, (5, 3, 3): 8, (8, 5, 3): 6, (12, 4, 5): 4, (100, 6, 12): 1}


def _labels(rng, rows, classes, count, blank=0):
    """Any symbols but the blank; with few of them, many are repeated."""
    others = np.array([k for k in range(classes) if k != blank])
    return others[rng.integers(0, len(others), (rows, count))]


def _ordinary(rng, dtype):
    for (frames, classes, count), rows in SIZES.items():
        if frames == 100 and dtype in HALF:
            continue
        shape = (thin(rows, dtype), frames, classes)
        labels = _labels(rng, shape[0], classes, count)
        for sigma in (1.0, 8.0):
            yield case(f"ordinary-{frames}-{sigma:g}", dtype, (rng.normal(0, sigma, shape), labels), "N(0, sigma)")


def _blanks(rng, dtype):
    for blank in (0, 1, 3):
        logits, labels = rng.normal(0, 3, (4, 6, 4)), _labels(rng, 4, 4, 2, blank)
        yield case(f"blank-{blank}", dtype, (logits, labels), "the blank among the symbols", blank=blank)


def _padded(rng, dtype):
    logits = rng.normal(0, 3, (5, 6, 3))
    labels = np.array([[1, 2, 1], [2, -1, -1], [1, 1, -1], [-1, -1, -1], [2, 2, 2]])
    yield case("negative_padding", dtype, (logits, labels), "labels up to the first negative number")
    lengths = {"logit_lengths": np.array([6, 3, 4, 0, 5]), "label_lengths": np.array([3, 1, 2, 0, 3])}
    spoilt = logits.copy()
    spoilt[np.arange(6) >= lengths["logit_lengths"][:, None]] = 2.0**10
    any_label = np.where(np.arange(3) < lengths["label_lengths"][:, None], np.abs(labels), 7)
    yield case("lengths", dtype, (spoilt, any_label), "lengths; anything may lie behind", **lengths)
    yield case("lengths-mean", dtype, (spoilt, any_label), "by the number of labels", mean_per_label=True, **lengths)


def _tight(rng, dtype):
    """As many frames as needed, one more, one less."""
    labels = np.array([[1, 2, 1], [1, 1, 2], [2, 2, 2]])
    for frames in (2, 3, 4, 5):
        logits = rng.normal(0, 3, (3, frames, 3))
        for infeasible in ("inf", "zero"):
            yield case(f"tight-{frames}-{infeasible}", dtype, (logits, labels), "just feasible", infeasible=infeasible)


def _confident(rng, dtype):
    """Logits that are far ahead where the labels are right (a loss near 0), and where they are wrong."""
    symbols = np.array([1, 1, 0, 2, 0, 1])
    for lead in (4.0, 12.0, 24.0, 60.0, 300.0):
        logits = rng.normal(0, 1, (3, 6, 3)) + lead * np.eye(3)[symbols]
        labels = np.array([[1, 2, 1], [2, 1, 2], [1, 2, -1]])
        yield case(f"confident-{lead:g}", dtype, (logits, labels), "far ahead")


def _edges(dtype):
    even = np.zeros((2, 4, 3))
    yield case("even", dtype, (even, np.array([[1, 2], [1, 1]])), "all alignments alike")
    offset = np.array([-300.0, 300.0])[:, None, None] + np.array([0.0, 0.5, -0.25])
    yield case("offset", dtype, (offset + even, np.array([[1, 2], [1, 1]])), "a common offset")
    top = largest(dtype) / 4
    wide = np.zeros((2, 3, 3))
    wide[:, 0, 1], wide[:, 1, 0], wide[:, 2, 2] = top, top, top
    yield case("extreme", dtype, (wide, np.array([[1, 2], [1, 2]])), "large logits")
    never = np.array([[[0.5, 1, -INF], [0, -1, 1], [0.25, -INF, 2]], [[-INF, 0, 1], [0, 1, -INF], [1, -INF, -1]]])
    yield case("never", dtype, (never, np.array([[1, 2], [2, 1]])), "symbols that cannot happen")
    only = np.full((1, 3, 3), -INF)
    only[0, [0, 1, 2], [1, 0, 2]] = 1.0
    yield case("one_way", dtype, (only, np.array([[1, 2]])), "one string that can happen")
    yield case("no_way", dtype, (only, np.array([[2, 1]])), "none of the labels' strings can")


def ctc(dtype):
    rng = generator("ctc")
    parts = (
        _ordinary(rng, dtype),
        _blanks(rng, dtype),
        _padded(rng, dtype),
        _tight(rng, dtype),
        _confident(rng, dtype),
    )
    return nonempty([*(c for part in parts for c in part), *_edges(dtype)])


BUILDERS = {"ctc": ctc}
