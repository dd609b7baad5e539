"""The type stub: up to date, complete, in agreement with the run-time signatures, and of use to a type checker."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import make_stubs
import unilosses

ROOT = Path(__file__).parents[2]
STUB = ROOT / "src" / "unilosses" / "__init__.pyi"

# Each line that mypy must object to says so, with the error's code.
USER_CODE = """\
import numpy as np
import unilosses

x = np.ones(3)
float(unilosses.huber(x, 0.0, delta=np.float64(2.0), weight=x, reduction="sum"))
unilosses.huber(x, x).mean()
unilosses.softmax_cross_entropy(x, x, class_weight=[1.0, 2.0, 3.0], label_smoothing=0.1, ignore_index=-100)
unilosses.l2_penalty({"w": x, "rest": [x, (x, None)]}, weight={"w": 1.0})
objective = unilosses.Huber(delta=2.0, reduction="sum") + 0.1 * unilosses.L2Penalty()
value, grads = unilosses.value_and_grad(objective, argnums=(0, "params"))(x, x, params=x)
config: dict[str, object] = unilosses.Huber().to_config()
made: unilosses.SquaredError = unilosses.get("mse")
again: unilosses.Huber = unilosses.Huber.from_config(config)
with unilosses.checks("off"):
    unilosses.mae(x, x)


@unilosses.loss(unilosses.Domain(pred=unilosses.REAL))
def own(xp: object, pred: object) -> object:
    return pred


own(x, reduction="none")
unilosses.huber(x, x, dleta=1)  # error: call-arg
unilosses.huber(x, x, reduction="avg")  # error: arg-type
unilosses.huber(x, x, delta="1")  # error: arg-type
unilosses.huber([1.0], 2.0)  # error: type-var
unilosses.hinge(x, x, encoding="zero_one")  # error: arg-type
unilosses.binary_cross_entropy(x, x, eps="auto")  # error: arg-type
unilosses.softmax_cross_entropy(x, 1)  # error: arg-type
unilosses.Huber(dleta=1)  # error: call-arg
unilosses.Huber(1.0)  # error: call-arg
unilosses.Huber()(x)  # error: call-arg
unilosses.checks("maybe")  # error: arg-type
unilosses.hubre  # error: attr-defined
"""


@pytest.fixture(scope="module")
def tree() -> ast.Module:
    return ast.parse(STUB.read_text(encoding="utf-8"))


def in_order(arguments: ast.arguments) -> list[tuple[str, str | None]]:
    """Names and defaults, as Python text."""
    positional = [(a.arg, None) for a in arguments.args if a.arg != "self"]
    keywords = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return positional + [(a.arg, default and ast.unparse(default)) for a, default in keywords]


def at_run_time(thing: object) -> list[tuple[str, str | None]]:
    parameters = inspect.signature(thing).parameters.values()
    return [(p.name, None if p.default is p.empty else repr(p.default)) for p in parameters]


def test_stub_is_up_to_date() -> None:
    assert make_stubs.main(["--check"]) == 0


def test_stale_stub_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stale = tmp_path / "__init__.pyi"
    stale.write_text(STUB.read_text(encoding="utf-8").replace("delta", "dleta"), encoding="utf-8")
    monkeypatch.setattr(make_stubs, "STUB", stale)
    assert make_stubs.main(["--check"]) == 1
    assert "make generate" in capsys.readouterr().err
    assert make_stubs.main([]) == 0
    assert stale.read_text(encoding="utf-8") == STUB.read_text(encoding="utf-8")


def test_every_public_name_is_in_it(tree: ast.Module) -> None:
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            found |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found |= {t.id for t in node.targets if isinstance(t, ast.Name)}
    assert set(unilosses.__all__) <= found


def test_functions_have_their_run_time_signatures(tree: ast.Module) -> None:
    functions = {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name != "get"}
    assert set(unilosses.list_losses()) >= set(functions)
    assert len(functions) >= 23
    for name, node in functions.items():
        assert in_order(node.args) == at_run_time(getattr(unilosses, name)), name


def test_classes_have_their_run_time_signatures(tree: ast.Module) -> None:
    classes = [n for n in tree.body if isinstance(n, ast.ClassDef) and not n.name.startswith("_")]
    assert len(classes) >= 23
    for node in classes:
        cls = getattr(unilosses, node.name)
        methods = {n.name: n for n in node.body if isinstance(n, ast.FunctionDef)}
        assert in_order(methods["__init__"].args) == at_run_time(cls), node.name
        arrays = [name for name, _ in in_order(methods["__call__"].args)][:-3]
        assert tuple(arrays) == cls.spec.arrays, node.name
        attributes = {
            name for name, n in methods.items() if any(ast.unparse(d) == "property" for d in n.decorator_list)
        }
        assert all(hasattr(cls(), name) for name in attributes), node.name
        assert attributes == set(inspect.signature(cls).parameters), node.name


def test_mypy_accepts_right_code_and_reports_wrong_code(tmp_path: Path) -> None:
    (tmp_path / "user.py").write_text(USER_CODE, encoding="utf-8")
    # From the root, so that the settings and the cache are those of `make lint`: a cold cache costs half a minute.
    command = [sys.executable, "-m", "mypy", str(tmp_path / "user.py")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    expected = {
        (number, code.group(1))
        for number, line in enumerate(USER_CODE.splitlines(), start=1)
        if (code := re.search(r"# error: (.+)", line))
    }
    reported = re.findall(r"user\.py:(\d+): error: .*\[(.+)\]$", done.stdout, flags=re.MULTILINE)
    assert {(int(number), code) for number, code in reported} == expected, done.stdout + done.stderr
