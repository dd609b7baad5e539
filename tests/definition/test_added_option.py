"""A row of the table of options is all that an option of every loss asks for, beside the lines that apply it.

In a copy of the package, two rows are added: one for an option of each call, one for an option that fixes a loss. The
lines that apply them go into the module that the rows name. Then every route has to know them.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from fresh_process import printed_by, run_python

ROOT = Path(__file__).parents[2]

LAST_ROW = "    axis: Annotated["
ROWS = """\
    factor: Annotated[Any, Option("multiplies each element.", stub="float", applied="reduction")] = 1.0
    shift: Annotated[
        int, Option("is added to each element.", applied="reduction", fixes=True, kind=WholeNumber(0))
    ] = 0
"""
VALUE = '''whatever the loss is; NaN if poisoned."""
    xp = p.xp
'''
SLOPE = "scale = xp.ones_like(like)\n"

BEGIN = """
import inspect, pickle
import numpy as np
import pytest
import unilosses as u
from unilosses.definition.registry import specs
x, y, tree = np.asarray([0.5, 3.0]), np.zeros(2), {"a": np.asarray([1.0, -2.0]), "b": [np.asarray(3.0)]}
near = pytest.approx
"""
ROUTES = {
    "function": """
assert u.huber(x, y, factor=3.0) == near(3 * u.huber(x, y))
assert u.huber(x, y, shift=2) == near(u.huber(x, y) + 2)
assert u.huber(x, y, weight=[1.0, 3.0][1] * y + 1, factor=3.0, shift=2) == near(3 * u.huber(x, y) + 2)
assert u.huber(x, y, factor=3.0, reduction="none").tolist() == (3 * u.huber(x, y, reduction="none")).tolist()
assert u.softmax_cross_entropy(x[None], np.asarray([1]), factor=3.0) == near(
    3 * u.softmax_cross_entropy(x[None], np.asarray([1]))
)
for spec in specs().values():
    names = list(inspect.signature(spec.function).parameters)
    assert names.count("factor") == names.count("shift") == 1, spec.name
    assert "factor: multiplies each element." in spec.function.__doc__
""",
    "object": """
loss = u.Huber(delta=2.0, shift=2)
assert loss.shift == 2
assert loss(x, y, factor=3.0) == near(3 * u.huber(x, y, delta=2.0) + 2)
assert repr(loss) == "Huber(delta=2.0, shift=2)"
assert pickle.loads(pickle.dumps(loss)) == loss == u.from_config(loss.to_config()) != u.Huber(delta=2.0)
for spec in specs().values():
    names = list(inspect.signature(spec.cls).parameters)
    assert names.count("shift") == 1 and "factor" not in names, spec.name
    assert spec.cls(shift=2).shift == 2
with pytest.raises(ValueError, match="huber: shift must be an integer from 0 on, got -1"):
    u.Huber(shift=-1)
with pytest.raises(TypeError, match="unexpected keyword argument 'factor'"):
    u.Huber(factor=3.0)
with pytest.raises(TypeError, match="unexpected argument 'shift'"):
    u.Huber()(x, y, shift=2)
""",
    "sum": """
both = u.Huber() + 2.0 * u.SquaredError(shift=1)
assert both(x, y, factor=3.0) == near(3 * u.huber(x, y) + 2 * (3 * u.squared_error(x, y) + 1))
assert u.from_config(both.to_config()) == both
penalised = u.Huber() + u.L2Penalty(shift=1)
assert penalised(x, y, factor=3.0, params=tree) == near(3 * u.huber(x, y) + u.l2_penalty(tree) + 3)  # losses alone
assert (u.L2Penalty() + u.L1Penalty())(tree, factor=3.0) == near(3 * (u.l2_penalty(tree) + u.l1_penalty(tree)))
""",
    "penalty": """
assert u.l2_penalty(tree, factor=3.0, shift=1) == near(3 * u.l2_penalty(tree) + 3)
assert u.L2Penalty(shift=1)(tree, factor=3.0) == near(3 * u.l2_penalty(tree) + 3)
""",
    "value_and_grad": """
def compare(loss, *arrays, expected, **keywords):
    value, grad = u.value_and_grad(loss)(*arrays, **keywords, factor=3.0)
    assert value == near(expected)
    plain = u.value_and_grad(loss)(*arrays, **keywords)[1]
    if isinstance(grad, dict):
        grad, plain = grad["a"], plain["a"]
    assert grad.tolist() == near((3 * plain).tolist())
    assert abs(grad).max() > 0

compare(u.huber, x, y, expected=3 * u.huber(x, y) + 2, shift=2)
compare(u.Huber(shift=2), x, y, expected=3 * u.huber(x, y) + 2)
compare(u.Huber(shift=2) + u.SquaredError(), x, y, expected=3 * (u.huber(x, y) + u.squared_error(x, y)) + 2)
compare(u.l2_penalty, tree, expected=3 * u.l2_penalty(tree) + 3, shift=1)
compare(u.L2Penalty(shift=1), tree, expected=3 * u.l2_penalty(tree) + 3)
""",
    "stub": """
import ast
import make_stubs
stub = {node.name: node for node in ast.parse(make_stubs.stub()).body if hasattr(node, "name")}

def written(node, name):
    where = [a.arg for a in node.args.kwonlyargs].index(name)
    return f"{ast.unparse(node.args.kwonlyargs[where].annotation)} = {ast.unparse(node.args.kw_defaults[where])}"

for spec in specs().values():
    function = stub[spec.name]
    arguments = [a.arg for a in (*function.args.args, *function.args.kwonlyargs)]
    assert arguments == list(inspect.signature(spec.function).parameters)
    methods = {node.name: node for node in stub[spec.class_name].body if hasattr(node, "name")}
    assert written(function, "factor") == written(methods["__call__"], "factor") == "float = 1.0"
    assert written(function, "shift") == written(methods["__init__"], "shift") == "int = 0"
    assert "factor" not in [a.arg for a in methods["__init__"].args.kwonlyargs]
    assert "shift" in methods
""",
    "command line": """
from click.testing import CliRunner
from unilosses.commands import unilosses as program
shown = CliRunner().invoke(program, ["show", "huber"], catch_exceptions=False).output
assert "is added to each element." in shown, "shift is not shown"
assert "and weight, where, reduction, normalizer, factor, as every loss" in " ".join(shown.split())
""",
}


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (path.name, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the package lies with the rows, and with the lines that apply them."""
    folder = tmp_path_factory.mktemp("copy")
    package = folder / "unilosses"
    shutil.copytree(ROOT / "src" / "unilosses", package, ignore=shutil.ignore_patterns("__pycache__"))
    replaced(package / "definition" / "options.py", LAST_ROW, ROWS + LAST_ROW)
    applied = package / "call" / "reduction.py"
    replaced(applied, VALUE, VALUE + "    loss = loss * p.options.factor + p.options.shift\n")
    replaced(applied, SLOPE, SLOPE.rstrip("\n") + " * p.options.factor\n")
    return folder


@pytest.mark.parametrize("route", ROUTES)
def test_a_row_reaches_every_route(copy: Path, route: str) -> None:
    home = printed_by(f"{BEGIN}{ROUTES[route]}print(u.__file__)", folders=(copy, ROOT / "tools"))
    assert home == str(copy / "unilosses" / "__init__.py")


@pytest.mark.parametrize("route", ROUTES)
def test_each_route_is_asked(route: str) -> None:
    """The package itself has no such options, and each of the programs says so."""
    done = run_python(BEGIN + ROUTES[route], folders=(ROOT / "tools",))
    assert done.returncode == 1
    assert re.search(rb"factor|shift|is added", done.stderr)
