"""`torch.export` and ONNX with symbolic lengths: one program serves all, for every loss and function of the dialect."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import pytest
import torch
from torch.export import Dim

import unilosses
from unilosses.compat import torch as dialect

from ..suite.exceptions import left_out
from ..suite.generic import MECHANISMS, NAMES, grouped, sample

FIXED = left_out("one exported program has all lengths, not strict")

# torch says that of what it traces, in its own code.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")

either = pytest.mark.parametrize("strict", [False, pytest.param(True, marks=pytest.mark.full)])


class _Called(torch.nn.Module):
    def __init__(self, call: Any) -> None:
        super().__init__()
        self.call = call

    def forward(self, *arrays: Any) -> Any:
        return self.call(*arrays)


def exported(call: Any, arrays: tuple[Any, ...], *, strict: bool, axes: Any = None) -> Any:
    """The program of a call, with all lengths symbolic, or those of some axes."""
    sizes = tuple(dict.fromkeys(range(x.ndim) if axes is None else axes[: x.ndim], Dim.DYNAMIC) for x in arrays)
    return torch.export.export(_Called(call), arrays, dynamic_shapes=(sizes,), strict=strict).module()


@either
@pytest.mark.parametrize("name", grouped(NAMES, by_default=MECHANISMS))
def test_one_program_has_all_lengths(name: str, strict: bool) -> None:
    """The batch's, those of the axes between, and the number of classes."""
    first, other = sample(name, batch=(5,), classes=6), sample(name, batch=(3,), classes=4)

    def call(*arrays: Any) -> Any:
        return first.loss(*arrays, **first.params)

    arrays, more = (tuple(map(torch.asarray, s.data)) for s in (first, other))
    call(*arrays)  # torch warns of what is looked up in a first call
    if name in FIXED and not strict:
        with pytest.raises(Exception, match="specialized"):
            exported(call, arrays, strict=strict)
        return
    program = exported(call, arrays, strict=strict)
    for given in (arrays, more):
        torch.testing.assert_close(program(*given), call(*given), rtol=1e-12, atol=1e-12)


# It has a constant in float32 for a moment.
by_onnxscript = pytest.mark.filterwarnings("ignore:overflow encountered in cast:RuntimeWarning")
IN_ONNX = [name for name in NAMES if name not in left_out("one ONNX program has all lengths")]


@by_onnxscript
@pytest.mark.parametrize("name", grouped(IN_ONNX, by_default=("huber", "softmax_cross_entropy")))
def test_one_program_of_onnx_has_all_lengths(name: str) -> None:
    first, other = sample(name, batch=(5,), classes=6), sample(name, batch=(3,), classes=4)

    def call(*arrays: Any) -> Any:
        return first.loss(*arrays, **first.params)

    arrays, more = (tuple(map(torch.asarray, s.data)) for s in (first, other))
    sizes = tuple(dict.fromkeys(range(x.ndim), Dim.DYNAMIC) for x in arrays)
    in_onnx(call, arrays, (arrays, more), (sizes,))


@pytest.mark.full
@by_onnxscript
def test_one_program_of_onnx_has_ctc_of_one_length() -> None:
    """There its loop is written out."""
    arrays = tuple(map(torch.asarray, sample("ctc", batch=(3,)).data))
    in_onnx(unilosses.ctc, arrays, (arrays,))


def in_onnx(call: Any, arrays: tuple[Any, ...], several: tuple[tuple[Any, ...], ...], sizes: Any = None) -> None:
    """One program, made with some arrays, gives the numbers of the call of several."""
    onnxruntime = importlib.import_module("onnxruntime")
    program = torch.onnx.export(_Called(call), arrays, dynamo=True, dynamic_shapes=sizes, verbose=False)
    run = onnxruntime.InferenceSession(program.model_proto.SerializeToString())
    for given in several:
        named = {x.name: a.numpy() for x, a in zip(run.get_inputs(), given, strict=True)}
        np.testing.assert_allclose(run.run(None, named)[0], call(*given).numpy(), rtol=1e-6)


X, Y = torch.linspace(-2, 2, 12).reshape(4, 3), torch.linspace(0.1, 0.9, 12).reshape(4, 3)
CLASSES = torch.tensor([0, 2, 1, 1])
SIGNS = torch.tensor([1.0, -1.0, 1.0, 1.0])
DIALECT: dict[str, tuple[Any, ...]] = {
    "binary_cross_entropy": (Y, Y.round()),
    "binary_cross_entropy_with_logits": (X, Y),
    "cosine_embedding_loss": (X, Y, SIGNS),
    "cross_entropy": (X, CLASSES),
    "gaussian_nll_loss": (X, Y, Y),
    "hinge_embedding_loss": (X, Y.round() * 2 - 1),
    "huber_loss": (X, Y),
    "kl_div": (Y.log(), Y),
    "l1_loss": (X, Y),
    "margin_ranking_loss": (X[:, 0], Y[:, 0], SIGNS),
    "mse_loss": (X, Y),
    "multi_margin_loss": (X, CLASSES),
    "multilabel_margin_loss": (X, CLASSES[:, None].repeat(1, 3)),
    "multilabel_soft_margin_loss": (X, Y),
    "nll_loss": (X, CLASSES),
    "poisson_nll_loss": (X, Y),
    "smooth_l1_loss": (X, Y),
    "soft_margin_loss": (X, Y.round() * 2 - 1),
    "triplet_margin_loss": (X, Y, -X),
    "triplet_margin_with_distance_loss": (X, Y, -X),
}


def test_all_functions_of_the_dialect_are_here() -> None:
    assert set(DIALECT) == set(dialect.__all__) - {"DIFFERENCES", "ctc_loss", "linear_cross_entropy"}


@either
@pytest.mark.parametrize("name", DIALECT)
def test_B6_functions_of_the_dialect_have_batches_of_any_size(name: str, strict: bool) -> None:
    def call(*arrays: Any) -> Any:
        return getattr(dialect, name)(*arrays, **({"reduction": "batchmean"} if name == "kl_div" else {}))

    arrays = DIALECT[name]
    program = exported(call, arrays, strict=strict, axes=[0])
    more = tuple(torch.cat([x, x.flip(0), x]) for x in arrays)
    for given in (arrays, more):
        torch.testing.assert_close(program(*given), call(*given), equal_nan=True)


@pytest.mark.parametrize("strict", [False, True])
def test_B6_modules_and_sums_have_batches_of_any_size(strict: bool) -> None:
    for call in (dialect.MSELoss(), dialect.HuberLoss(), unilosses.Huber() + 0.5 * unilosses.SquaredError()):
        program = exported(call, (X, Y), strict=strict, axes=[0])
        for given in ((X, Y), (X[:3], Y[:3])):
            torch.testing.assert_close(program(*given), call(*given))
