"""Penalties on parameters: one flat list in, one number out. |w| has the subgradient 0 at 0."""

from mpmath import mp, mpf

from ...proofs.oracle import Oracle, clean, sign


def _elastic_net(params, l1_ratio=mpf("0.5")):
    l1, l2 = mp.fsum(params, absolute=True), mp.fsum(params, squared=True)
    return clean(l1_ratio * l1 + (1 - l1_ratio) / 2 * l2)


def _elastic_net_gradient(params, l1_ratio=mpf("0.5")):
    gradient = [l1_ratio * sign(w) + (1 - l1_ratio) * w for w in params]
    return (gradient,), ([abs(g) for g in gradient],)


def _l1(params):
    return _elastic_net(params, mpf(1))


def _l1_gradient(params):
    return _elastic_net_gradient(params, mpf(1))


def _l2(params):
    return clean(mp.fsum(params, squared=True))


def _l2_gradient(params):
    return ([2 * w for w in params],), ([2 * abs(w) for w in params],)


ORACLES = {
    "l1_penalty": Oracle("penalty", _l1, _l1_gradient, exact=True),
    "l2_penalty": Oracle("penalty", _l2, _l2_gradient, exact=True),
    "elastic_net_penalty": Oracle("penalty", _elastic_net, _elastic_net_gradient, exact=True),
}
