"""Connectionist temporal classification: the forward and backward variables of Graves et al. (2006), equations 5 to 16.

Probabilities are summed as they are: mpmath's numbers have exponents without bounds. The whole batch is one case.

Scales. With less than half of the probability on the labels, -log P is the cost of the best alignment less what the
number of the others brings: the best alignment's cost. With more, P is 1 minus the strings that leave something else,
and nothing cancels. A gradient is a difference of two probabilities, softmax and posterior.
"""

from mpmath import mp, mpf

from ...proofs.classification.multiclass.oracle import softmax
from ...proofs.oracle import INF, NAN, Oracle, largest


def _extended(labels, blank):
    """blank, label, blank, ..., blank"""
    states = [blank]
    for label in labels:
        states += [label, blank]
    return states


def _sources(states, u, blank):
    """The states from which state u is reached: itself, the one before, and over a blank between different labels."""
    found = [u]
    if u >= 1:
        found.append(u - 1)
    if u >= 2 and states[u] != blank and states[u] != states[u - 2]:
        found.append(u - 2)
    return found


def _forward(probs, states, blank, join):
    """For each frame the joined probability of the ways into each state; `join` is a sum, or max for the best way."""
    rows = []
    for t, p in enumerate(probs):
        if t == 0:
            row = [p[k] if u < 2 else mpf(0) for u, k in enumerate(states)]
        else:
            row = [join([rows[-1][v] for v in _sources(states, u, blank)]) * p[k] for u, k in enumerate(states)]
        rows.append(row)
    return rows


def _backward(probs, states, blank):
    """For each frame the probability of the ways from each state to the end, its own symbol included."""
    size = len(states)
    targets = [[w for w in range(size) if u in _sources(states, w, blank)] for u in range(size)]
    rows = []
    for t, p in enumerate(reversed(probs)):
        if t == 0:
            row = [p[k] if u >= size - 2 else mpf(0) for u, k in enumerate(states)]
        else:
            row = [mp.fsum(rows[-1][w] for w in targets[u]) * p[k] for u, k in enumerate(states)]
        rows.append(row)
    return rows[::-1]


def _end(row, join):
    return join(row[-2:])


def _frame_probs(logits):
    """softmax; a frame without a symbol that can happen has only zeros."""
    if any(mp.isnan(v) for v in logits):
        return [NAN] * len(logits)
    if all(v == -INF for v in logits):
        return [mpf(0)] * len(logits)
    return softmax(logits)[0]


def _rows(logits, labels, logit_lengths, label_lengths):
    """Each row's frames and labels, without padding."""
    for i, (x, y) in enumerate(zip(logits, labels, strict=True)):
        if label_lengths is not None:
            y = y[: int(label_lengths[i])]
        else:
            y = y[: next((j for j, k in enumerate(y) if k < 0), len(y))]
        yield x[: len(x) if logit_lengths is None else int(logit_lengths[i])], y


def _row_value(x, y, blank):
    states = _extended(y, blank)
    if not x:
        return (mpf(0), mpf(0)) if not y else (INF, INF)
    # Digits for what 1 - P leaves: logits of the cases are up to 300 apart.
    with mp.workdps(mp.dps + 300):
        probs = [_frame_probs(frame) for frame in x]
        p = _end(_forward(probs, states, blank, mp.fsum)[-1], mp.fsum)
        best = _end(_forward(probs, states, blank, max)[-1], max)
        if p == 0 or mp.isnan(p):
            return (INF, INF) if p == 0 else (NAN, NAN)
        value = -mp.log(p)
    return +value, +value if value < mp.log(2) else largest(value, -mp.log(best))


def _value(logits, labels, blank=0, logit_lengths=None, label_lengths=None, infeasible="inf", mean_per_label=False):
    values, scales = [], []
    for x, y in _rows(logits, labels, logit_lengths, label_lengths):
        value, scale = _row_value(x, y, int(blank))
        if value == INF and infeasible == "zero":
            value = scale = mpf(0)
        by = max(len(y), 1) if mean_per_label else 1
        values.append(value / by)
        scales.append(scale / by)
    return values, scales


def _row_gradient(x, y, blank):
    """(gradient, scale) of each frame that counts."""
    states = _extended(y, blank)
    probs = [_frame_probs(frame) for frame in x]
    alpha, beta = _forward(probs, states, blank, mp.fsum), _backward(probs, states, blank)
    total = _end(alpha[-1], mp.fsum) if x else mpf(0)
    result = []
    for t, p in enumerate(probs):
        shares = [mpf(0)] * len(p)
        for u, k in enumerate(states):
            if total and p[k]:
                shares[k] += alpha[t][u] * beta[t][u] / p[k] / total
        result.append(
            [(p_k - s, largest(p_k, s)) if total else (mpf(0), mpf(0)) for p_k, s in zip(p, shares, strict=True)]
        )
    return result


def _gradient(logits, labels, blank=0, logit_lengths=None, label_lengths=None, infeasible="inf", mean_per_label=False):
    gradient, scale = [], []
    for full, (x, y) in zip(logits, _rows(logits, labels, logit_lengths, label_lengths), strict=True):
        by = max(len(y), 1) if mean_per_label else 1
        found = _row_gradient(x, y, int(blank))
        found += [[(mpf(0), mpf(0))] * len(frame) for frame in full[len(x) :]]
        gradient.append([[g / by for g, _ in frame] for frame in found])
        scale.append([[s / by for _, s in frame] for frame in found])
    return (gradient, None), (scale, None)


ORACLES = {"ctc": Oracle("coupled", _value, _gradient)}
