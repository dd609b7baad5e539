"""The command line: what it prints, what it writes, and its exit status: 0, 1 for a breach, 2 for wrong usage."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from fresh_process import printed_by, run_python
from unilosses.commands import plot, slices, unilosses
from unilosses.definition.registry import specs
from unilosses.verify import bounds, vectors
from unilosses.verify import sweep as sweeping
from unilosses.verify.places import Place
from unilosses.verify.sweep import sweep

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
BUILT_IN = [name for name, spec in specs().items() if spec.kernel.__module__.startswith("unilosses.losses.")]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command in an empty folder, on a wide screen."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.syspath_prepend(tmp_path)
    return lambda *arguments: CliRunner().invoke(unilosses, arguments, prog_name="unilosses", catch_exceptions=False)


def test_list_has_every_loss_with_its_aliases(run: Callable[..., Result]) -> None:
    done = run("list")
    assert done.exit_code == 0
    assert set(BUILT_IN) <= set(re.findall(r"^  (\w+) ", done.output, flags=re.MULTILINE))
    assert "Also mae, l1." in done.output


def test_list_takes_words(run: Callable[..., Result]) -> None:
    found = re.findall(r"^  (\w+) ", run("list", "FOCAL", "several").output, flags=re.MULTILINE)
    assert found == ["softmax_focal", "asymmetric_single_label"]
    done = run("list", "no-such-word")
    assert done.exit_code == 2
    assert "no loss has no-such-word" in done.stderr


def test_show_has_formula_parameters_and_names_elsewhere(run: Callable[..., Result]) -> None:
    printed = run("show", "huber").output
    for part in (
        "class Huber",
        "delta (|e| - delta / 2)  otherwise",
        r"delta\s+1.0\s+numbers in \(0, inf\)",
        r"PyTorch\s+huber_loss",
        r"optax\s+huber_loss",
        "Robust estimation",
    ):
        assert re.search(part, printed) or part in printed, part


@pytest.mark.parametrize("name", ["l1", "AbsoluteError", "absolute_error"])
def test_show_knows_aliases_and_classes(run: Callable[..., Result], name: str) -> None:
    assert run("show", name).output.startswith("absolute_error, also mae, l1; class AbsoluteError")


def test_show_works_for_every_loss(run: Callable[..., Result]) -> None:
    for name in BUILT_IN:
        printed = run("show", name).output
        assert "Formula" in printed, name
        for argument in (*specs()[name].arrays, *specs()[name].defaults):
            assert re.search(rf"^  {argument} ", printed, flags=re.MULTILINE), (name, argument)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "hubber"], "Did you mean huber"),
        (["show", "qqqq"], "`unilosses list` has them all"),
        (["show", "huber", "-p", "delta=2"], "-p is for --plot"),
        (["show", "huber", "-p", "delta", "--plot", "x.png"], "-p takes name=value, such as -p delta=2"),
        (["show", "huber", "-p", "beta=2", "--plot", "x.png"], "huber has no parameter 'beta'. It has delta."),
        (["show", "huber", "-p", "delta=-2", "--plot", "x.png"], "delta must be in (0, inf)"),
        (["show", "huber", "--plot", "x.gif"], "a picture is one of .png, .svg, .pdf"),
        (["verify", "--losses", "huber,hubber"], "no loss is named 'hubber'"),
        (["verify", "--backend", "tensorflow"], "there is no backend 'tensorflow' here; there are numpy"),
        (["verify", "--dtype", "int8"], "'int8' is not one of 'float64'"),
        (["verify", "--jobs", "0"], "x>=1"),
        (["verify", "--html", "no/such/folder/x.html"], "there is no such folder"),
        (["compare", "math:sqrt", "--like", "huber"], "Missing option '--backend'"),
        (["compare", "math", "--like", "huber", "--backend", "numpy"], "package.module:name"),
        (["compare", "math:none", "--like", "huber", "--backend", "numpy"], "math has no 'none'"),
        (["compare", "math:pi", "--like", "huber", "--backend", "numpy"], "no function but float"),
        (["compare", "no_such_module:f", "--like", "huber", "--backend", "numpy"], "cannot be imported"),
        (["compare", "math:sqrt", "--like", "huber", "--backend", "basic"], "numpy, torch, jax, cupy"),
        (["compare", "math:sqrt", "--like", "huber", "--backend", "numpy", "--order", "a,b"], "no array 'a'"),
        (
            [
                "compare",
                "math:sqrt",
                "math:exp",
                "math:log",
                "--like",
                "huber",
                "--backend",
                "numpy",
                "--backend",
                "jax",
            ],
            "once for each of the 3",
        ),
        (["no-such-command"], "No such command"),
    ],
    ids=lambda x: " ".join(x)[:60] if isinstance(x, list) else "",
)
def test_wrong_usage_exits_with_2_and_says_what_is_right(
    run: Callable[..., Result], arguments: list[str], message: str
) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert done.output.count("Error:") == 1


@pytest.mark.parametrize("suffix", plot.FORMATS)
def test_plot_is_written(run: Callable[..., Result], tmp_path: Path, suffix: str) -> None:
    done = run("show", "huber", "-p", "delta=2", "--plot", f"huber{suffix}")
    assert done.exit_code == 0
    assert done.output.endswith(f"wrote huber{suffix}\n")
    start = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}[suffix]
    assert (tmp_path / f"huber{suffix}").read_bytes().startswith(start)


def test_plot_shows_value_and_gradient() -> None:
    (curve,), caption = slices.curves(specs()["huber"], {"delta": 2.0})
    assert caption == "x = pred, target = 0"
    np.testing.assert_allclose(curve.value, np.where(abs(curve.x) <= 2, curve.x**2 / 2, 2 * abs(curve.x) - 2))
    assert curve.gradient is not None
    np.testing.assert_allclose(curve.gradient, np.clip(curve.x, -2, 2))
    right, wrong = slices.curves(specs()["softmax_cross_entropy"], {})[0]
    assert (right.label, wrong.label) == ("x is the class of labels", "labels: another class")
    assert right.value[0] > right.value[-1]
    assert wrong.value[0] < wrong.value[-1]


def test_plot_has_a_gap_at_a_jump_and_none_on_a_slope() -> None:
    x = np.linspace(-1.0, 1.0, 601)
    gaps = [
        int(np.isnan(plot.broken(x, y)[1]).sum()) for y in (np.sign(x), np.where(x > 0, 1.0, 0.0), x, np.exp(9 * x))
    ]
    assert gaps == [2, 1, 0, 0]


def test_every_loss_has_a_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "POINTS", 9)
    for name in BUILT_IN:
        for curve in slices.curves(specs()[name], {})[0]:
            assert np.isfinite(curve.value[1:-1]).all(), name
            assert curve.gradient is not None, name
            assert np.isfinite(curve.gradient[1:-1]).all(), name


def test_verify_reports_and_exits_with_0(run: Callable[..., Result], tmp_path: Path) -> None:
    done = run("verify", "--losses", "huber,l2", "--losses", "l1_penalty", "--backend", "numpy", "--json", "found.json")
    assert done.exit_code == 0
    assert re.search(r"^huber +\d\.\d\d +\d\.\d\d *$", done.output, flags=re.MULTILINE)
    assert "numpy cpu: all within what is allowed" in done.output
    found = json.loads((tmp_path / "found.json").read_text())
    assert found["schema"] == "unilosses-sweep/1"
    assert {cell["loss"] for cell in found["cells"]} == {"huber", "squared_error", "l1_penalty"}
    assert {cell["kind"] for cell in found["cells"]} == {"value", "gradient"}
    assert not any(cell["breach"] for cell in found["cells"])
    assert all(0 <= cell["ulp"] <= cell["bound"] for cell in found["cells"])


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is allowed."""
    monkeypatch.setattr(bounds, "of_case", lambda *_: 0.0)


@pytest.mark.usefixtures("strict")
def test_verify_exits_with_1_on_a_breach(run: Callable[..., Result]) -> None:
    done = run("verify", "--losses", "huber", "--backend", "numpy", "--dtype", "float32")
    assert done.exit_code == 1
    assert re.search(r"^huber +\d\.\d\d ! +\d\.\d\d !", done.output, flags=re.MULTILINE)
    assert "! huber, value, numpy cpu, float32: " in done.output
    for part in (r"    pred\[\d+\] = ", r"    value at \[\d+\]: computed ", "    the truth is ", "2 not allowed"):
        assert re.search(part, done.output), part


class Replaced:
    """A loss's description with another function in it."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function, self.event_ndim = function, 0


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (lambda pred, target, **_: np.float32(1) * pred, "the dtype of the result is float32, not float64"),
        (lambda pred, target, **_: pred.mean(), "the shape of the result is ()"),
        (lambda pred, target, **_: pred @ "x", "Error: "),
    ],
)
def test_a_result_of_another_form_is_a_breach(
    monkeypatch: pytest.MonkeyPatch, function: Callable[..., Any], message: str
) -> None:
    def other(pred: Any, target: Any, **keywords: Any) -> Any:
        result = function(pred, target, **keywords)
        return result.astype(np.float32) if "dtype" in message else result

    monkeypatch.setattr(sweeping, "find", lambda name: Replaced(other))
    monkeypatch.setattr(sweeping, "value_and_grad", lambda function, argnums: lambda *xs, **_: (0, xs))
    value, gradient = sweeping.cells_of("huber", Place("numpy"), "float64")
    assert message in value.error
    assert value.breach
    assert gradient.breach  # its own arguments are not the gradients
    assert gradient.worst is not None
    assert gradient.worst.inputs


def test_rows_are_lengthened_with_their_truth() -> None:
    content = vectors.load("softmax_cross_entropy")
    case = next(c for c in content.cases if c.options == {"reduction": "none"} and 1 < len(c.arrays[0]) < 10)
    longer = sweeping._lengthened(content, case, 64)
    n = len(case.arrays[0])
    assert [len(a) for a in longer.arrays] == [64] * len(case.arrays)
    assert longer.value.shape == (64,)
    np.testing.assert_array_equal(longer.value.near[n : 2 * n], case.value.near)
    np.testing.assert_array_equal(longer.arrays[0][n : 2 * n], case.arrays[0])


def test_several_processes_find_the_same() -> None:
    told: list[tuple[int, int]] = []
    places = [Place("numpy", dtypes=("float64", "float32"))]
    both = [sweep(["huber", "nll"], places, lambda *x: told.append(x[:2]), jobs=jobs) for jobs in (1, 2)]
    assert both[0] == both[1]
    assert len(both[0]) == 8
    assert told == [(i, 4) for i in (1, 2, 3, 4)] * 2


def test_readme_commands_run(run: Callable[..., Result], tmp_path: Path) -> None:
    part = README.partition("\n## Command line\n")[2].partition("\n## ")[0]
    (module,) = re.findall(r"^```python\n(# my_losses\.py\n.*?)^```$", part, flags=re.MULTILINE | re.DOTALL)
    (tmp_path / "my_losses.py").write_text(module, encoding="utf-8")
    (block,) = re.findall(r"^```sh\n(unilosses.*?)^```$", part, flags=re.MULTILINE | re.DOTALL)
    lines = [line.partition("#")[0].split() for line in block.splitlines()]
    assert {line[1] for line in lines} == set(unilosses.commands)
    for _, *arguments in lines:
        if arguments == ["verify"]:  # the whole of it: `make test` checks the same numbers elsewhere
            continue
        done = run(*arguments)
        assert done.exit_code == (1 if arguments[0] == "compare" else 0), done.output
    assert "zero times infinity" in done.output
    assert (tmp_path / "huber.png").is_file()
    assert (tmp_path / "report.html").is_file()


def test_compare_exits_with_1_on_a_difference(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "halved.py").write_text("def loss(pred, target):\n    return (pred - target) ** 2 / 2\n")
    done = run("compare", "halved:loss", "--like", "l2", "--backend", "numpy", "--dtype", "float64")
    assert done.exit_code == 1
    assert "halved:loss" in done.output
    assert "a factor 1/2 too many" in done.output


def test_without_the_extra_it_says_what_to_install() -> None:
    done = run_python("import sys; sys.modules['rich'] = None; from unilosses.cli import main; main()")
    assert done.returncode == 2
    assert done.stderr.decode() == "The command line of unilosses needs rich: pip install 'unilosses[cli]'\n"


def test_it_runs_as_a_module() -> None:
    printed = printed_by(
        "import runpy, sys; sys.argv = ['unilosses', '--version']; runpy.run_module('unilosses', run_name='__main__')"
    )
    assert printed.startswith("unilosses, version ")
