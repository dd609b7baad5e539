"""Parameters given as arrays: whatever a loss does with them, its gradient by them is that of its value."""

from __future__ import annotations

import importlib

import pytest

import unilosses
from unilosses.definition.kinds import Item, Kind
from unilosses.definition.registry import specs

from ..suite.generic import NAMES, sample
from ..suite.libraries import Run

NUMBERS = [
    (name, param)
    for name in NAMES
    for param, default in specs()[name].params.items()
    if param not in specs()[name].per_class
    and specs()[name].domain[param].item is Item.REAL
    and not specs()[name].domain[param].choices
]
# Where a loss says so, a parameter is no quantity to learn.
FIXED = {("tweedie_deviance", "power"): "must be a Python number"}


def point(kind: Kind) -> float:
    """A number inside a domain, which is neither a default nor at a kink."""
    interval = kind.interval
    return 0.40625 if 0.40625 in interval else float(interval.interior) + 0.03125


@pytest.mark.parametrize(("name", "param"), NUMBERS, ids=[f"{n}-{p}" for n, p in NUMBERS])
def test_gradient_by_a_parameter(name: str, param: str) -> None:
    """By torch's own differentiation and by `value_and_grad`, against central differences in NumPy."""
    torch, run, s = importlib.import_module("torch"), Run("torch"), sample(name)
    at, step = point(s.spec.domain[param]), 1e-6
    arrays = [run.asarray(x) for x in s.data]
    learned = torch.tensor(at, dtype=torch.float64, requires_grad=True)
    keywords = {k: v for k, v in s.params.items() if k != param}
    if (name, param) in FIXED:
        with pytest.raises(TypeError, match=FIXED[name, param]):
            s.loss(*arrays, **keywords, **{param: learned})
        return
    above, below = (s.loss(*s.data, **keywords, **{param: at + sign * step}) for sign in (1, -1))
    expected = pytest.approx((above - below) / (2 * step), rel=1e-6, abs=1e-8)
    (by_torch,) = torch.autograd.grad(s.loss(*arrays, **keywords, **{param: learned}), learned)
    assert by_torch.item() == expected
    if not s.spec.penalty:
        by_call = unilosses.value_and_grad(s.loss, argnums=param)(*arrays, **keywords, **{param: learned.detach()})[1]
        assert by_call.item() == expected
