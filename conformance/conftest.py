"""Set up for the whole suite: JAX's precision and devices, the libraries to run on, and `--full`."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

import pytest

if importlib.util.find_spec("jax") is not None:
    # Before anything computes: float64 has to exist, no operation may rely on implicit promotion, and a second
    # device shows what is placed on the wrong one.
    import jax

    jax.config.update("jax_enable_x64", True)
    jax.config.update("jax_numpy_dtype_promotion", "strict")
    jax.config.update("jax_num_cpu_devices", 2)

from . import generic, libraries, tables, thinning

_DONE: list[str] = []  # the groups of this process


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="all of conformance, not only its representative part")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "full: runs with --full only")
    # torch says this of itself, the first time that forward mode is used.
    config.addinivalue_line("filterwarnings", "ignore:`torch.jit.script` is deprecated:DeprecationWarning")


def pytest_report_header() -> str:
    return libraries.describe()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    _together(items)
    if config.getoption("--full"):
        return
    left_out = [item for item in items if item.get_closest_marker("full") or _is_represented(item)]
    if left_out:
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]
        config.hook.pytest_deselected(items=left_out)


def _together(items: list[pytest.Item]) -> None:
    """Jitted, the cases of a test run in one process: those of the same shapes have one program."""
    for item in items:
        params = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        jitted = any(isinstance(v, libraries.Run) and v.jitted for v in params.values())
        if jitted and item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(f"{item.nodeid.partition('[')[0]}-jit"))


def _is_represented(item: pytest.Item) -> bool:
    """A policy that every loss has by its core alone, in a library where each test takes long.

    NumPy and torch run it for every loss; JAX and array-api-strict for one of each way to put a loss together. JAX
    takes 20 seconds to compile ctc for each policy, and has tests of ctc's own.
    """
    params = item.callspec.params if hasattr(item, "callspec") else {}
    name = params.get("name")
    if name not in generic.NAMES:
        return False
    on = {v.library for v in params.values() if isinstance(v, libraries.Run)}
    if name == "ctc":
        return "jax" in on
    return bool(on & {"jax", "array_api_strict"}) and name not in generic.MECHANISMS


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Let go of what the tests of a loss share; they run one after the other (`xdist_group`).

    Its truths serve no other loss. What JAX has compiled serves others of the same shapes, so that is kept for a while.
    """

    def group(of: pytest.Item | None) -> Any:
        mark = None if of is None else of.get_closest_marker("xdist_group")
        return None if mark is None else mark.args[0]

    if group(item) is None or group(item) == group(nextitem):
        return
    tables.forget()
    thinning.forget()
    _DONE.append(group(item))
    if len(_DONE) % 40 == 0 and "jax" in libraries.PRESENT:
        importlib.import_module("jax").clear_caches()


# Eager JAX compiles each operation by itself for each shape, and takes twice as long as jitted: by default only here.
EAGER_TOO = ("test_worked_examples",)


def _setting(run: libraries.Run, metafunc: pytest.Metafunc) -> Any:
    """Both modes of JAX, or by default the jitted one alone."""
    eager = metafunc.module.__name__.rpartition(".")[2] in EAGER_TOO
    jitted = libraries.Run("jax", jitted=True)
    marks = [pytest.mark.full] if run.id == "jax" and not eager and jitted in libraries.RUNS else []
    return pytest.param(run, id=run.id, marks=marks)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`run`: every library in every mode; `eager`: no compiler; `differentiating`: autodiff; `not_numpy`: the rest."""
    for name, runs in (
        ("run", libraries.RUNS), ("eager", libraries.EAGER), ("differentiating", libraries.DIFFERENTIATING),
        ("not_numpy", libraries.NOT_NUMPY),
    ):  # fmt: skip
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, [_setting(run, metafunc) for run in runs])


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether everything is to be run."""
    return bool(request.config.getoption("--full"))
