"""The engine that is asked for: what it serves, what it leaves to the reference, and what it says of both."""

from __future__ import annotations

import threading
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import unilosses
from fresh_process import run_python
from unilosses.settings import num_threads

RNG = np.random.default_rng(0)
LOGITS, LABELS = RNG.normal(size=(6, 3)).astype(np.float32), np.asarray([0, 1, 2, 2, 1, 0])
MARK = "_OnePass"


def explained(loss: Any, *arrays: Any, **keywords: Any) -> str:
    return unilosses.explain(loss, *arrays, **keywords).partition(":")[0]


def test_the_engine_of_a_call() -> None:
    loss = unilosses.softmax_cross_entropy
    assert explained(loss, LOGITS, LABELS) == "native"
    assert explained(unilosses.multiclass_sparsemax, LOGITS, LABELS) == "blocks"
    assert explained(unilosses.nt_xent, LOGITS, LABELS) == "reference"
    with unilosses.engine("blocks"):
        assert explained(loss, LOGITS, LABELS) == "blocks"
        assert explained(loss, LOGITS, LABELS.astype(float)[:2]) == "reference"  # the call is wrong
        assert explained(unilosses.nt_xent, LOGITS, LABELS) == "reference"
        assert explained(unilosses.ctc, LOGITS[:, None], LABELS[None]) == "reference"
        assert explained(unilosses.l2_penalty, {"a": LOGITS}) == "reference"
        with unilosses.engine("reference"):
            assert explained(loss, LOGITS, LABELS) == "reference"
        with unilosses.precision("exact"):
            assert explained(loss, LOGITS, LABELS) == "reference"
    both = unilosses.Huber() + 2.0 * unilosses.LogCosh()
    assert unilosses.explain(both, LOGITS, LOGITS).count("\n") == 1


def test_an_engine_has_a_name_that_is_known() -> None:
    with pytest.raises(ValueError, match="'auto', 'reference'"), unilosses.engine("fast"):  # type: ignore[arg-type]
        pass
    failed = run_python("import os; os.environ['UNILOSSES_ENGINE'] = 'fast'; import unilosses")
    assert b"UNILOSSES_ENGINE is 'fast'" in failed.stderr


def test_the_environment_has_the_default() -> None:
    code = (
        "import os; os.environ['UNILOSSES_ENGINE'] = 'blocks'; import numpy as np, unilosses\n"
        "print(unilosses.explain(unilosses.huber, np.zeros(3), np.zeros(3)))"
    )
    assert run_python(code).stdout.startswith(b"blocks")


def test_a_native_engine_that_does_not_serve_is_an_error() -> None:
    with unilosses.engine("native"), pytest.raises(RuntimeError, match="does not serve this call"):
        unilosses.nt_xent(LOGITS, LABELS)


def test_small_numbers_keep_their_digits_in_float32() -> None:
    x, y = np.asarray([1e-6], dtype=np.float32), np.asarray([0.0], dtype=np.float32)
    truth = np.float32(np.log1p(np.exp(np.float64(x[0]))))
    with unilosses.engine("blocks"):
        assert unilosses.sigmoid_cross_entropy(x, y) == truth


def test_errors_are_those_of_the_reference() -> None:
    with unilosses.engine("blocks"):
        with pytest.raises(ValueError, match="labels has 9 at position"):
            unilosses.softmax_cross_entropy(LOGITS, LABELS + 7 * (LABELS == 2))
        with unilosses.checks("off"):
            found = unilosses.softmax_cross_entropy(LOGITS, LABELS + 7 * (LABELS == 2), reduction="none")
        np.testing.assert_array_equal(np.isnan(found), LABELS == 2)
        with pytest.raises(ValueError, match="delta must be in"):
            unilosses.huber(LOGITS, LOGITS, delta=-1.0)
        with pytest.raises(ValueError, match="target has shape"):
            unilosses.huber(LOGITS, LOGITS[0])


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.float16, torch.bfloat16])
def test_torch_has_value_and_gradient_in_one_pass(dtype: torch.dtype) -> None:
    x = torch.tensor(LOGITS, dtype=dtype, requires_grad=True)
    labels = torch.tensor(LABELS)
    with unilosses.engine("blocks"):
        value = unilosses.softmax_cross_entropy(x, labels)
        assert MARK in type(value.grad_fn).__name__
        (2.0 * value).backward()
        stated = unilosses.value_and_grad(unilosses.softmax_cross_entropy)(x.detach(), labels)
    assert x.grad is not None
    assert x.grad.dtype == value.dtype == dtype
    assert torch.equal(value.detach(), stated[0])
    assert torch.equal(x.grad, 2.0 * stated[1])


def test_torch_has_second_derivatives_and_learned_parameters() -> None:
    x, y = torch.tensor(LOGITS[0], dtype=torch.float64), torch.zeros(3, dtype=torch.float64)
    delta = torch.tensor(0.5, dtype=torch.float64)

    def loss(x: Any, delta: Any) -> Any:
        return unilosses.pseudo_huber(x, y, delta=delta)

    given = (x.requires_grad_(), delta.requires_grad_())
    with unilosses.engine("blocks"):
        assert MARK in type(loss(*given).grad_fn).__name__
        torch.autograd.gradcheck(loss, given)
        torch.autograd.gradgradcheck(loss, given)
        assert "with the gradient of pred and delta" in unilosses.explain(unilosses.pseudo_huber, x, y, delta=delta)


def test_what_looks_at_operations_sees_the_kernels() -> None:
    x, y = torch.tensor(LOGITS), torch.zeros(6, 3)

    class Sub(torch.Tensor):
        pass

    with unilosses.engine("blocks"):
        assert explained(unilosses.huber, x, y) == "blocks"
        assert explained(unilosses.huber, x.as_subclass(Sub), y) == "reference"
        assert explained(unilosses.huber, x.to("meta"), y.to("meta")) == "reference"
        assert explained(unilosses.huber, torch._neg_view(x), y) == "reference"
        assert torch.func.grad(unilosses.huber)(x, y).shape == x.shape
        assert torch.func.vmap(unilosses.huber)(x, y).shape == (6,)
        seen = []
        torch.func.vmap(lambda a, b: seen.append(explained(unilosses.huber, a, b)) or a)(x, y)
        with torch.autograd.forward_ad.dual_level():
            seen.append(explained(unilosses.huber, x, y))
        with torch.autocast("cpu"):
            seen.append(explained(unilosses.huber, x, y))
        assert seen == ["reference", "reference", "blocks"]
        traced = torch.fx.experimental.proxy_tensor.make_fx(lambda a, b: unilosses.huber(a, b))(x, y)
        assert len(list(traced.graph.nodes)) > 4
        unreduced = unilosses.huber(x.requires_grad_(), y, reduction="none")
        assert "_Later" in type(unreduced.grad_fn).__name__


def test_bfloat16_is_rounded_to_even() -> None:
    wide = torch.tensor(np.concatenate([RNG.normal(size=4000), [np.inf, -np.inf, np.nan, 1 + 2**-8, 1 + 3 * 2**-8]]))
    x, zero = wide.to(torch.bfloat16), torch.zeros(4005, dtype=torch.bfloat16)
    with unilosses.engine("blocks"):
        found = unilosses.absolute_error(x, zero + 0.25, reduction="none")
    expected = (x.double() - 0.25).abs().to(torch.bfloat16)
    assert torch.equal(found.nan_to_num(-1.0), expected.nan_to_num(-1.0))


def test_memory_mapped_arrays_are_read_block_by_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    n = 2**20
    given = {}
    for name in ("pred", "target"):
        given[name] = np.lib.format.open_memmap(tmp_path / f"{name}.npy", mode="w+", dtype=np.float32, shape=(n,))
        given[name][:] = RNG.normal(size=n)
    monkeypatch.setattr("unilosses.engines.blocks.runner.ELEMENTS", 4096)
    with unilosses.engine("blocks"):
        unilosses.huber(given["pred"][:9], given["target"][:9])
        tracemalloc.start()
        unilosses.huber(**given)
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.reset_peak()
        value, grad = unilosses.value_and_grad(unilosses.huber)(given["pred"], given["target"])
        with_gradient = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    size = 2 * 4 * n
    assert used < 0.1 * size
    assert with_gradient < 1.15 * size / 2 + 0.1 * size
    truth = unilosses.huber(*(np.asarray(x, dtype=float) for x in given.values()))
    assert value == pytest.approx(truth, rel=1e-6)
    assert grad.shape == (n,)


def test_the_number_of_threads() -> None:
    unilosses.set_num_threads(3)
    assert num_threads() == 3
    unilosses.set_num_threads(None)
    assert num_threads() == torch.get_num_threads()
    for wrong in (0, -1, 1.5, True):
        with pytest.raises(ValueError, match="a whole number of at least 1"):
            unilosses.set_num_threads(wrong)  # type: ignore[arg-type]
    code = (
        "import os; os.environ |= {'OMP_NUM_THREADS': '5,2'}; from unilosses.settings import num_threads\n"
        "print(num_threads()); os.environ['UNILOSSES_NUM_THREADS'] = '7'; print(num_threads())"
    )
    assert run_python(code).stdout.split() == [b"5", b"7"]


def test_threads_after_a_fork() -> None:
    code = (
        "import os, numpy as np, unilosses, unilosses.engines.blocks.runner\n"
        "import sys; sys.modules['unilosses.engines.blocks.runner'].ELEMENTS = 64\n"
        "unilosses.set_num_threads(3); x = np.ones(4096)\n"
        "with unilosses.engine('blocks'):\n"
        "    a = unilosses.huber(x, 0 * x)\n"
        "    pid = os.fork()\n"
        "    b = unilosses.huber(x, 0 * x)\n"
        "    if pid == 0: os._exit(0 if a == b else 1)\n"
        "print(os.waitpid(pid, 0)[1], a == b)"
    )
    assert run_python(code, flags=("-W", "ignore")).stdout.split() == [b"0", b"True"]


def test_calls_in_several_threads_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unilosses.engines.blocks.runner.ELEMENTS", 256)
    unilosses.set_num_threads(2)
    x = RNG.normal(size=20_000)
    found: list[float] = []

    def work() -> None:
        with unilosses.engine("blocks"):
            found.extend(float(unilosses.log_cosh(x, 0.0)) for _ in range(5))

    workers = [threading.Thread(target=work) for _ in range(4)]
    for w in workers:
        w.start()
    for w in workers:
        w.join()
    unilosses.set_num_threads(None)
    assert len(found) == 20
    assert len(set(found)) == 1


@pytest.mark.filterwarnings("ignore:.*should not be instantiated:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:`torch.jit.script_method` is deprecated:DeprecationWarning")
def test_one_compiled_program_serves_every_size() -> None:
    with unilosses.engine("compile"):
        assert explained(unilosses.huber, LOGITS, LOGITS) == "reference"
        for n in (5, 6, 70):
            x = torch.linspace(-3.0, 3.0, n, requires_grad=True)
            assert explained(unilosses.huber, x, x.detach() * 0) == "compile"
            value = unilosses.huber(x, x.detach() * 0)
            assert "Compiled" in type(value.grad_fn).__name__
            (grad,) = torch.autograd.grad(value, x)
            with unilosses.engine("reference"):
                torch.testing.assert_close(value, unilosses.huber(x, x.detach() * 0))
            torch.testing.assert_close(grad, x.detach().clamp(-1, 1) / n)
