"""Cross-entropy of a linear layer's output, row by row: the layer first, then the formulas of softmax cross-entropy.

A logit is a sum of products, and as uncertain as the sum of their sizes ("reach"). The scales carry that through the
derivatives of what is done with the logits.
"""

from mpmath import mp, mpf

from ...proofs.classification.multiclass.oracle import _log_z, _seen, _softmax_ce, _softmax_ce_gradient, softmax
from ...proofs.oracle import Oracle


class _Row:
    """The logits of one row, and all that is made of them."""

    def __init__(self, h, matrix, label, bias, options):
        shifts = bias if isinstance(bias, list) else [mpf(0) if bias is None else bias] * len(matrix)
        terms = [[a * b for a, b in zip(h, w, strict=True)] for w in matrix]
        self.logits = [mp.fsum(t) + b for t, b in zip(terms, shifts, strict=True)]
        finite = [mp.fsum(t, absolute=True) + abs(b) for t, b in zip(terms, shifts, strict=True) if mp.isfinite(b)]
        self.reach = max(finite)
        self.value, self.size = _softmax_ce(self.logits, label, **options)
        (self.slopes, self.by_label), (sizes, label_sizes) = _softmax_ce_gradient(self.logits, label, **options)
        # How far the slopes move with the logits: a softmax does by p times that, and so does z_loss with log Z.
        x = _seen(self.logits, options.get("softcap"), None)
        p = softmax(x)[0]
        w = options.get("class_weight") or [mpf(1)] * len(p)
        w = w if isinstance(w, list) else [w] * len(p)
        y = [mpf(j == label) for j in range(len(p))] if isinstance(label, int) else label
        weights = mp.fsum(max(abs(a), mpf(1) / len(p)) * b for a, b in zip(y, w, strict=True))
        z = options.get("z_loss", mpf(0)) * weights * (1 + abs(_log_z(x)[0]))
        bend = mpf(0) if options.get("softcap") is None else 2 * self.reach / options["softcap"]
        self.sizes = [s * (1 + bend) + q * 2 * self.reach * (weights + 2 * z) for s, q in zip(sizes, p, strict=True)]
        if label_sizes is not None:
            drift = 2 * self.reach * (1 + z)
            self.label_sizes = [s + b * drift for s, b in zip(label_sizes, w, strict=True)]


def _linear_ce(hidden, linear_weight, labels, bias=None, chunk=None, **options):
    rows = [_Row(h, linear_weight, y, bias, options) for h, y in zip(hidden, labels, strict=True)]
    drift = [mp.fsum(r.slopes, absolute=True) * r.reach for r in rows]
    return [r.value for r in rows], [r.size + d for r, d in zip(rows, drift, strict=True)]


def _linear_ce_gradient(hidden, linear_weight, labels, bias=None, chunk=None, **options):
    rows = [_Row(h, linear_weight, y, bias, options) for h, y in zip(hidden, labels, strict=True)]
    columns = list(zip(*linear_weight, strict=True))

    def dot(slopes, weights):
        return mp.fsum(a * b for a, b in zip(slopes, weights, strict=True))

    def size(sizes, weights):
        return mp.fsum(abs(a * b) for a, b in zip(sizes, weights, strict=True))

    by_hidden = [[dot(r.slopes, c) for c in columns] for r in rows]
    hidden_sizes = [[size(r.sizes, c) + size(r.slopes, c) for c in columns] for r in rows]
    features = list(zip(*hidden, strict=True))
    classes = range(len(linear_weight))
    by_weight = [[dot([r.slopes[j] for r in rows], f) for f in features] for j in classes]
    weight_sizes = [
        [size([r.sizes[j] for r in rows], f) + size([r.slopes[j] for r in rows], f) for f in features] for j in classes
    ]
    if isinstance(labels[0], int):
        return (by_hidden, by_weight, None), (hidden_sizes, weight_sizes, None)
    by_labels = [r.by_label for r in rows], [r.label_sizes for r in rows]
    return (by_hidden, by_weight, by_labels[0]), (hidden_sizes, weight_sizes, by_labels[1])


ORACLES = {"linear_cross_entropy": Oracle("coupled", _linear_ce, _linear_ce_gradient)}
