"""torch.compile, called again with something else: one more program at most, of whatever it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

import unilosses

from ..suite.generic import marks, sample
from ..suite.libraries import Run
from .test_learned_parameters import NUMBERS, point

# What is compiled for the first call, and once more for all numbers or sizes.
PROGRAMS = 2
# Their kernels look at the number itself. `make test` takes their parameters.
LOOKED_AT = ("student_t_nll", "softmax_focal", "info_nce", "general_robust", "softmax_cross_entropy", "huber")

# torch says that of what it traces, in its own code.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


class Counted:
    """A function, compiled without a break, and the programs that there are of it."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.programs = 0
        torch.compiler.reset()
        self.call = torch.compile(function, fullgraph=True, backend=self._program)

    def _program(self, graph: Any, inputs: Any) -> Any:
        self.programs += 1
        return graph.forward


@pytest.mark.parametrize(
    ("name", "param"),
    [pytest.param(name, param, id=f"{name}-{param}", marks=marks(name, name in LOOKED_AT)) for name, param in NUMBERS],
)
def test_B10_a_number_that_changes_from_step_to_step(name: str, param: str) -> None:
    s, at = sample(name), point(sample(name).spec.domain[param])
    arrays = [Run("torch").asarray(x) for x in s.data]
    others = {k: v for k, v in s.params.items() if k != param}

    def loss(number: float) -> Any:
        return s.loss(*arrays, **others, **{param: number})

    compiled = Counted(loss)
    for number in (at, at * 1.0625, at * 0.9375, at * 0.96875):
        torch.testing.assert_close(compiled.call(number), loss(number), rtol=1e-12, atol=1e-12)
    assert compiled.programs <= PROGRAMS


def test_B12_ctc_of_any_length() -> None:
    """Its loop over time is one operation: no program for each length, whose steps take a second each to trace."""

    def loss(logits: Any, labels: Any, lengths: Any) -> Any:
        return unilosses.ctc(logits, labels, label_lengths=lengths)

    compiled = Counted(loss)
    random = torch.Generator().manual_seed(3)
    for batch, frames, labels, symbols in ((2, 40, 5, 20), (3, 17, 4, 9), (5, 90, 7, 30), (4, 25, 2, 6)):
        x = torch.randn(batch, frames, symbols, dtype=torch.float64, generator=random).requires_grad_()
        y = torch.randint(1, symbols, (batch, labels), generator=random)
        lengths = torch.randint(0, labels + 1, (batch,), generator=random)
        value, expected = compiled.call(x, y, lengths), loss(x, y, lengths)
        torch.testing.assert_close(value, expected, rtol=1e-12, atol=0)
        found, wanted = (torch.autograd.grad(v, x)[0] for v in (value, expected))
        torch.testing.assert_close(found, wanted, rtol=1e-12, atol=1e-14)
    assert compiled.programs <= PROGRAMS
