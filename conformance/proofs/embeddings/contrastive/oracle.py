"""Losses of a batch, each row against the others, from their definitions: a whole batch in, a list of losses out.

A cosine is as exact as the sum of its products ("mass") is; divided by a temperature, its rounding errors stand in an
exponent, and every exponential is uncertain by that share ("size") of itself.
"""

from mpmath import mp, mpf

from ...oracle import Oracle, largest, sigmoid, softplus


def _norm(a):
    return mp.sqrt(mp.fsum(v * v for v in a))


def _products(first, second):
    """x_i . y_j, and the sums of the sizes of their terms."""
    terms = [[[a * b for a, b in zip(x, y, strict=True)] for y in second] for x in first]
    return [[mp.fsum(t) for t in row] for row in terms], [[mp.fsum(t, absolute=True) for t in row] for row in terms]


class _Cosines:
    def __init__(self, first, second):
        self.norms = [_norm(x) for x in first], [_norm(y) for y in second]
        units = [
            [[v / n if n else mpf(0) for v in x] for x, n in zip(side, norms, strict=True)]
            for side, norms in zip((first, second), self.norms, strict=True)
        ]
        self.units = units
        self.cos, self.mass = _products(*units)

    def pulled(self, slopes, sizes):
        """Gradients by both sides of sum(slopes * cos), and their scales; `sizes` is the size of each slope's error."""
        a, b = self.units
        rows, columns = range(len(a)), range(len(b))

        def one(own, other, norm, at, n):
            """Row n of one side: sum_j g_nj (b_j - cos_nj a_n) / |x_n|."""
            gradient, scale = [], []
            for k in range(len(own[n])):
                terms, size = [], []
                for j in range(len(other)):
                    i = at(n, j)
                    turn = other[j][k] - self.cos[i[0]][i[1]] * own[n][k]
                    terms.append(slopes[i[0]][i[1]] * turn)
                    size.append(sizes[i[0]][i[1]] * abs(turn))
                    size.append(abs(slopes[i[0]][i[1]]) * (abs(other[j][k]) + self.mass[i[0]][i[1]] * abs(own[n][k])))
                gradient.append(mp.fsum(terms) / norm if norm else mpf(0))
                scale.append(mp.fsum(size) / norm if norm else mpf(0))
            return gradient, scale

        by_first = [one(a, b, self.norms[0][n], lambda n, j: (n, j), n) for n in rows]
        by_second = [one(b, a, self.norms[1][n], lambda n, j: (j, n), n) for n in columns]
        return _split(by_first), _split(by_second)


def _split(pairs):
    return [g for g, _ in pairs], [s for _, s in pairs]


def _sum(first, second):
    """Two gradients of the same vectors, each with its scale."""
    (g, s), (h, t) = first, second
    add = lambda x, y: [[a + b for a, b in zip(u, v, strict=True)] for u, v in zip(x, y, strict=True)]  # noqa: E731
    return add(g, h), add(s, t)


def _pairs(labels):
    """For each row, the numbers of its positives and of its negatives."""
    n = range(len(labels))
    positive = [[j for j in n if j != i and labels[j] == labels[i]] for i in n]
    return positive, [[j for j in n if labels[j] != labels[i]] for i in n]


def _log_sum(scores):
    """log sum exp, and the share of each."""
    peak = max(scores)
    e = [mp.exp(s - peak) for s in scores]
    whole = mp.fsum(e)
    return peak + mp.log(whole), [v / whole for v in e]


def _scaled(mass, temperature):
    """How many units of rounding the scores of a row may be off."""
    return [1 + largest(*row) / temperature for row in mass]


# --- one pair at a time against the negatives ---


def _contrast(scores, sizes, positive, negative):
    """Losses with scales, and the derivatives of their sum by the scores with scales, row by row."""
    losses, slopes = [], []
    for i, row in enumerate(scores):
        d, size = {}, sizes[i]
        loss = scale = mpf(0)
        if negative[i] and positive[i]:
            log_sum, shares = _log_sum([row[n] for n in negative[i]])
            for p in positive[i]:
                z = log_sum - row[p]
                pull = sigmoid(z) / len(positive[i])
                loss += softplus(z) / len(positive[i])
                scale += pull * (size + abs(log_sum))
                d[p] = -pull
                for n, share in zip(negative[i], shares, strict=True):
                    d[n] = d.get(n, 0) + pull * share
        losses.append((loss, largest(loss, scale)))
        slopes.append([d.get(j, mpf(0)) for j in range(len(row))])
    return losses, slopes, [[abs(v) * size for v in row] for row, size in zip(slopes, sizes, strict=True)]


def _by_temperature(slopes, temperature):
    return [[v / temperature for v in row] for row in slopes]


def _nt_xent(embeddings, labels, temperature="0.07"):
    temperature = mpf(temperature)
    cosines = _Cosines(embeddings, embeddings)
    scores = _by_temperature(cosines.cos, temperature)
    return _split(_contrast(scores, _scaled(cosines.mass, temperature), *_pairs(labels))[0])


def _nt_xent_gradient(embeddings, labels, temperature="0.07"):
    temperature = mpf(temperature)
    cosines = _Cosines(embeddings, embeddings)
    scores = _by_temperature(cosines.cos, temperature)
    _, slopes, sizes = _contrast(scores, _scaled(cosines.mass, temperature), *_pairs(labels))
    found = cosines.pulled(_by_temperature(slopes, temperature), _by_temperature(sizes, temperature))
    gradient, scale = _sum(*found)
    return (gradient, None), (scale, None)


def _own(n):
    return [[i] for i in range(n)], [[j for j in range(n) if j != i] for i in range(n)]


def _turned(rows):
    return [list(column) for column in zip(*rows, strict=True)]


def _info_nce_parts(anchor, positive, temperature, symmetric):
    cosines = _Cosines(anchor, positive)
    ways = [(_by_temperature(cosines.cos, temperature), _scaled(cosines.mass, temperature))]
    if symmetric:
        ways.append((_turned(ways[0][0]), _scaled(_turned(cosines.mass), temperature)))
    return cosines, [_contrast(*way, *_own(len(anchor))) for way in ways]


def _info_nce(anchor, positive, temperature="0.07", symmetric=False):
    _, ways = _info_nce_parts(anchor, positive, mpf(temperature), symmetric)
    losses = [_split(way[0]) for way in ways]
    return tuple([mp.fsum(v) / len(ways) for v in zip(*part, strict=True)] for part in zip(*losses, strict=True))


def _info_nce_gradient(anchor, positive, temperature="0.07", symmetric=False):
    temperature = mpf(temperature)
    cosines, ways = _info_nce_parts(anchor, positive, temperature, symmetric)
    found = [(slopes, sizes) for _, slopes, sizes in ways]
    slopes, sizes = found[0]
    if symmetric:
        half = lambda x, y: [  # noqa: E731
            [(a + b) / 2 for a, b in zip(u, v, strict=True)] for u, v in zip(x, _turned(y), strict=True)
        ]
        slopes, sizes = half(slopes, found[1][0]), half(sizes, found[1][1])
    (g, s), (h, t) = cosines.pulled(_by_temperature(slopes, temperature), _by_temperature(sizes, temperature))
    return (g, h), (s, t)


def _n_pairs_parts(anchor, positive, labels):
    products, mass = _products(anchor, positive)
    own, others = _own(len(anchor))
    if labels is not None:
        others = [[j for j in row if labels[j] != labels[i]] for i, row in enumerate(others)]
    return _contrast(products, [1 + largest(*row) for row in mass], own, others)


def _n_pairs(anchor, positive, labels=None):
    return _split(_n_pairs_parts(anchor, positive, labels)[0])


def _n_pairs_gradient(anchor, positive, labels=None):
    _, slopes, sizes = _n_pairs_parts(anchor, positive, labels)

    def by(rows, errors, other):
        columns = _turned(other)
        gradient = [[mp.fsum(g * v for g, v in zip(row, c, strict=True)) for row in rows] for c in columns]
        scale = [[mp.fsum(g * abs(v) for g, v in zip(row, c, strict=True)) for row in errors] for c in columns]
        return _turned(gradient), _turned(scale)

    (g, s), (h, t) = by(slopes, sizes, positive), by(_turned(slopes), _turned(sizes), anchor)
    return (g, h), (s, t)


# --- the softmax of all others ---


def _supervised_parts(embeddings, labels, temperature):
    cosines = _Cosines(embeddings, embeddings)
    scores = _by_temperature(cosines.cos, temperature)
    size = _scaled(cosines.mass, temperature)
    losses, slopes, sizes = [], [], []
    for i, positive in enumerate(_pairs(labels)[0]):
        rest = [j for j in range(len(labels)) if j != i]
        d, s = [mpf(0)] * len(labels), [mpf(0)] * len(labels)
        loss = scale = mpf(0)
        if positive:
            log_sum, shares = _log_sum([scores[i][j] for j in rest])
            for j, share in zip(rest, shares, strict=True):
                d[j], s[j] = share, share * size[i]
                if j in positive:
                    left = mp.fsum(o for k, o in zip(rest, shares, strict=True) if k != j)
                    one = mpf(1) / len(positive)
                    loss += (log_sum - scores[i][j]) * one
                    scale += (left * size[i] + abs(log_sum - scores[i][j])) * one
                    d[j] = -left if len(positive) == 1 else share - one
                    s[j] = largest(share * left * size[i], left if len(positive) == 1 else largest(share, one))
        losses.append((loss, largest(loss, scale)))
        slopes.append(d)
        sizes.append(s)
    return cosines, losses, slopes, sizes


def _supervised_contrastive(embeddings, labels, temperature="0.1"):
    return _split(_supervised_parts(embeddings, labels, mpf(temperature))[1])


def _supervised_contrastive_gradient(embeddings, labels, temperature="0.1"):
    temperature = mpf(temperature)
    cosines, _, slopes, sizes = _supervised_parts(embeddings, labels, temperature)
    found = cosines.pulled(_by_temperature(slopes, temperature), _by_temperature(sizes, temperature))
    gradient, scale = _sum(*found)
    return (gradient, None), (scale, None)


# --- circle loss ---


def _circle_parts(embeddings, labels, margin, gamma):
    cosines = _Cosines(embeddings, embeddings)
    losses, slopes, sizes = [], [], []
    for i, (positive, negative) in enumerate(zip(*_pairs(labels), strict=True)):
        d, s = [mpf(0)] * len(labels), [mpf(0)] * len(labels)
        loss = scale = mpf(0)
        if positive and negative:
            cos = cosines.cos[i]
            near = [-gamma * max(mpf(0), 1 + margin - cos[p]) * (cos[p] - 1 + margin) for p in positive]
            far = [gamma * max(mpf(0), cos[n] + margin) * (cos[n] - margin) for n in negative]
            (log_near, share_near), (log_far, share_far) = _log_sum(near), _log_sum(far)
            # What a rounded cosine is off in the exponents: gamma (2 |s| or 2 |1 - s|, and the margin's own square).
            size = 1 + abs(log_near) + abs(log_far)
            size += gamma * largest(*[2 * (1 - cos[p]) + margin**2 for p in positive])
            size += gamma * largest(*[2 * abs(cos[n]) + margin**2 for n in negative])
            z = log_near + log_far
            pull = sigmoid(z)
            loss, scale = softplus(z), pull * size
            for p, share in zip(positive, share_near, strict=True):
                if cos[p] < 1 + margin:
                    d[p] = -2 * gamma * pull * share * (1 - cos[p])
                    s[p] = abs(d[p]) * size + 2 * gamma * pull * share
            for n, share in zip(negative, share_far, strict=True):
                if cos[n] > -margin:
                    d[n] = 2 * gamma * pull * share * cos[n]
                    s[n] = abs(d[n]) * size + 2 * gamma * pull * share * cosines.mass[i][n]
        losses.append((loss, largest(loss, scale)))
        slopes.append(d)
        sizes.append(s)
    return cosines, losses, slopes, sizes


def _circle(embeddings, labels, margin="0.4", gamma=80):
    return _split(_circle_parts(embeddings, labels, mpf(margin), mpf(gamma))[1])


def _circle_gradient(embeddings, labels, margin="0.4", gamma=80):
    cosines, _, slopes, sizes = _circle_parts(embeddings, labels, mpf(margin), mpf(gamma))
    gradient, scale = _sum(*cosines.pulled(slopes, sizes))
    return (gradient, None), (scale, None)


ORACLES = {
    "nt_xent": Oracle("coupled", _nt_xent, _nt_xent_gradient),
    "supervised_contrastive": Oracle("coupled", _supervised_contrastive, _supervised_contrastive_gradient),
    "info_nce": Oracle("coupled", _info_nce, _info_nce_gradient),
    "n_pairs": Oracle("coupled", _n_pairs, _n_pairs_gradient),
    "circle": Oracle("coupled", _circle, _circle_gradient),
}
