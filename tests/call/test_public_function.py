"""The text of a public function is found by tracebacks, `inspect` (and so by IPython's `??`) and debuggers."""

from __future__ import annotations

import inspect
import io
import linecache
import pdb
import traceback
from typing import Any

import numpy as np
import pytest

import unilosses
from unilosses.definition import registry

X, Y = np.asarray([1.0, -2.0, 0.5]), np.asarray([0.0, 0.0, 1.0])
EVERY_LOSS = [pytest.param(spec.function, id=name) for name, spec in registry.specs().items()]


@pytest.fixture(autouse=True)
def forgetful_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test defines is forgotten after it."""
    monkeypatch.setattr(registry, "_SPECS", dict(registry._SPECS))
    monkeypatch.setattr(registry, "_ALIASES", dict(registry._ALIASES))


def defined_in_a_cell(parameter: str) -> Any:
    """|pred - target|, with a parameter of that name: each call is a cell of a notebook that is run."""
    scope: dict[str, Any] = {"unilosses": unilosses, "__name__": "__main__"}
    exec(  # noqa: S102 - as a notebook does
        "@unilosses.loss(unilosses.Domain(pred=unilosses.REAL, target=unilosses.REAL))\n"
        f"def mine(xp, pred, target, *, {parameter}=None):\n"
        "    return xp.abs(pred - target)\n",
        scope,
    )
    return scope["mine"]


@pytest.mark.parametrize("function", EVERY_LOSS)
def test_the_source_is_what_runs(function: Any) -> None:
    linecache.checkcache()
    text = inspect.getsource(function)
    assert text.startswith(f"def {function.__name__}({function.spec.arrays[0]}")
    (code,) = (c for c in compile(text, "text", "exec").co_consts if inspect.iscode(c))
    assert code.co_code == function.__code__.co_code


def test_the_source_says_where_the_formula_is() -> None:
    (expression,) = (
        line.partition("the kernel's: ")[2]
        for line in inspect.getsource(unilosses.huber).splitlines()
        if "The formula is" in line
    )
    assert "delta" in eval(expression, {"inspect": inspect, "huber": unilosses.huber})


def test_a_traceback_shows_the_line() -> None:
    with pytest.raises(TypeError, match="pred is a list") as caught:
        unilosses.huber([1.0], [2.0])
    linecache.checkcache()
    (frame,) = (f for f in traceback.extract_tb(caught.tb) if f.name == "huber")
    assert frame.filename == "<unilosses unilosses.losses.regression.regression.huber>"
    assert (frame.line or "").startswith("return _evaluate(_spec, (pred, target), {'delta': delta}, ")


def test_a_debugger_steps_through_the_lines() -> None:
    shown = io.StringIO()
    debugger = pdb.Pdb(stdin=io.StringIO("next\nnext\nlist\ncontinue\n"), stdout=shown, nosigint=True, readrc=False)
    debugger.use_rawinput = False
    assert float(debugger.runcall(unilosses.huber, X, Y, reduction="sum")) == 0.5 + 1.5 + 0.125
    steps = [line.removeprefix("-> ") for line in shown.getvalue().splitlines() if line.startswith("-> ")]
    assert steps == [
        "if weight is None and where is None and normalizer is None:",
        "_asked = _engine()",
        "if _asked is not None:",
    ]
    assert "def huber(pred, target, *, " in shown.getvalue()  # the listing


def test_of_a_loss_defined_again_the_later_text_is_shown() -> None:
    first, second = defined_in_a_cell("a"), defined_in_a_cell("b")
    assert "def mine(pred, target, *, b=" in inspect.getsource(registry.find("mine").function)
    assert "def mine(pred, target, *, b=" in inspect.getsource(second)
    assert "def mine(pred, target, *, a=" in inspect.getsource(first)  # which whoever holds it still runs


def test_a_cell_that_is_run_again_enters_nothing_new() -> None:
    defined_in_a_cell("a")
    entries = len(linecache.cache)
    again = defined_in_a_cell("a")
    assert len(linecache.cache) == entries
    assert again.__code__.co_filename == "<unilosses __main__.mine>"
