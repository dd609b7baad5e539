"""Laplace's and Student's likelihoods."""

from mpmath import mp, mpf

from ...proofs.oracle import INF, NAN, Oracle, largest, sign


def _at_ends(e, scale):
    """The value where the residual is infinite, or the scale 0 or negative; None elsewhere."""
    if scale < 0:
        return NAN
    if scale == 0:
        return -INF if e == 0 else INF
    return INF if mp.isinf(e) else None


def _laplace(mean, target, scale):
    e = mean - target
    end = _at_ends(e, scale)
    if end is not None:
        return end, INF
    terms = [mp.log(2), mp.log(scale), abs(e) / scale]
    value = mp.fsum(terms)
    return value, largest(value, *terms)


def _laplace_gradient(mean, target, scale):
    e = mean - target
    d, terms = sign(e) / scale, [1 / scale, -abs(e) / scale**2]
    return (d, -d, mp.fsum(terms)), (abs(d), abs(d), largest(*terms))


def _student(mean, target, scale, df=mpf(4)):
    e = mean - target
    end = _at_ends(e, scale)
    if end is not None:
        return end, INF
    # For large df the gamma functions cancel to all digits: with as many more as they have before the point.
    with mp.extradps(60):
        constant = mp.log(df * mp.pi) / 2 + mp.loggamma(df / 2) - mp.loggamma((df + 1) / 2)
        tail = (df + 1) / 2 * mp.log1p((e / scale) ** 2 / df)
    terms = [constant, mp.log(scale), tail]
    value = mp.fsum(terms)
    return value, largest(value, *terms)


def _student_gradient(mean, target, scale, df=mpf(4)):
    e = mean - target
    if mp.isinf(e):
        return (mpf(0), mpf(0), -df / scale), (mpf(0), mpf(0), df / scale)
    total = df * scale**2 + e**2
    by_mean = (df + 1) * e / total
    # 1 / s - (df + 1) e^2 / (s (df s^2 + e^2)), which is df (s^2 - e^2) / (s (df s^2 + e^2))
    by_scale, size = df * (scale**2 - e**2) / (scale * total), df * max(scale**2, e**2) / (scale * total)
    return (by_mean, -by_mean, by_scale), (abs(by_mean), abs(by_mean), size)


ORACLES = {
    "laplace_nll": Oracle("elementwise", _laplace, _laplace_gradient),
    "student_t_nll": Oracle("elementwise", _student, _student_gradient),
}
