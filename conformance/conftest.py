"""Set up for the whole suite: JAX's precision and devices, the libraries to run on, `--full` and `--family`."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

if importlib.util.find_spec("jax") is not None:
    # Set before anything is computed. float64 has to exist, and no operation may rely on implicit promotion. A second
    # device shows which arrays are on the wrong one.
    import jax

    jax.config.update("jax_enable_x64", True)
    jax.config.update("jax_numpy_dtype_promotion", "strict")
    jax.config.update("jax_num_cpu_devices", 2)

import unilosses

from .suite import exceptions, families, generic, libraries, parts, tables, thinning

_DONE: list[str] = []  # the groups of this process
# After so many of them JAX lets go of its programs, of which a process would else hold gigabytes; all that the tests of
# a loss have with --full are as many as those of ten without.
KEPT, KEPT_OF_ALL = 40, 4


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="all of conformance, not only its representative part")
    parser.addoption("--family", help="only what a change to a family of losses needs; see suite/families.py")
    parser.addoption("--part", help="one of several parts, as 2/6; see suite/parts.py")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--family"):
        try:
            config.option.family = families.find(config.option.family)
        except ValueError as error:
            raise pytest.UsageError(f"--family: {error}") from None
    if config.getoption("--part"):
        try:
            parts.read(config.option.part)
        except ValueError as error:
            raise pytest.UsageError(f"--part: {error}") from None
    config.addinivalue_line("markers", "full: runs with --full only")
    # torch says this of itself, the first time that forward mode is used.
    config.addinivalue_line("filterwarnings", "ignore:`torch.jit.script` is deprecated:DeprecationWarning")


def pytest_report_header() -> list[str]:
    return [libraries.heading(), exceptions.heading()]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    _together(items)
    gone = left_out(items, config.getoption("--family"), config.getoption("--full"))
    if part := config.getoption("--part"):
        gone |= parts.others([item for item in items if item not in gone], *parts.read(part))
    if gone:
        config.hook.pytest_deselected(items=[item for item in items if item in gone])
        items[:] = [item for item in items if item not in gone]


def left_out(items: list[pytest.Item], family: str | None, full: bool) -> set[pytest.Item]:
    """The tests that are not run: those of other families if one is named, and those for --full."""
    others = set(families.of_others(items, family)) if family else set()
    if full:
        return others | {item for item in items if _is_represented(item) and not _is_its_turn(item)}
    items = [item for item in items if item not in others]
    gone = {item for item in items if item.get_closest_marker("full") or _is_represented(item)}
    gone.update(_like_others_compiled(items, gone))
    return others | (gone - families.without_any(items, gone) if family else gone)


def _params(item: pytest.Item) -> dict[str, Any]:
    return item.callspec.params if hasattr(item, "callspec") else {}


def _runs(item: pytest.Item) -> list[libraries.Run]:
    return [v for v in _params(item).values() if isinstance(v, libraries.Run)]


def _test(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]


def _together(items: list[pytest.Item]) -> None:
    """Where programs are compiled, cases of the same shapes run in one process, one after the other.

    Jitted, these are the cases of a test; eager JAX compiles the operations of a loss, for all tests of it.
    """
    for item in items:
        if item.get_closest_marker("xdist_group") is not None:
            continue
        if any(run.jitted for run in _runs(item)):
            item.add_marker(pytest.mark.xdist_group(f"{_test(item)}-jit"))
        elif any(run.library == "jax" for run in _runs(item)):
            name = _params(item).get("name")
            item.add_marker(pytest.mark.xdist_group(name if name in generic.NAMES else f"{_test(item)}-jax"))
    first = {group: i for i, group in reversed(list(enumerate(map(parts.group_of, items))))}
    items.sort(key=lambda item: first[parts.group_of(item)])


# Every library runs all cases of a test, but under jit. JAX takes half a second to compile a case. So it runs a few
# cases, far apart, and compiles them quickly.
COMPILED_CASES = 3
# These run all cases under jit: published numbers, and kinks, where frameworks differ. So do tests over all losses.
ALL_COMPILED = ("test_worked_examples", "test_tutorial_rows", "test_user_threads_kinks")


def _like_others_compiled(items: list[pytest.Item], gone: set[pytest.Item]) -> list[pytest.Item]:
    by_test: dict[str, list[pytest.Item]] = {}
    for item in items:
        every = item.path.stem in ALL_COMPILED or _params(item).get("name") in generic.NAMES
        if not every and item not in gone and any(run.jitted for run in _runs(item)):
            by_test.setdefault(_test(item), []).append(item)
    left_out = []
    for cases in by_test.values():
        kept = {len(cases) * i // COMPILED_CASES for i in range(COMPILED_CASES)}
        left_out += [item for i, item in enumerate(cases) if i not in kept]
    return left_out


TURNS = 4


def _is_its_turn(item: pytest.Item) -> bool:
    """With --full, a loss that another one stands for takes some of the policies, and a policy some of these losses."""
    places = generic.NAMES.index(_params(item)["name"]), sum(map(ord, _test(item)))
    return sum(places) % TURNS == 0


def _is_represented(item: pytest.Item) -> bool:
    """Whether another loss stands for this one, in a slow library, for a policy that the call gives to every loss.

    NumPy and torch run a policy for every loss. JAX and array-api-strict run it for one loss of each mechanism. JAX
    takes 20 seconds to compile ctc for each policy, and ctc has tests of its own there.
    """
    name = _params(item).get("name")
    if name not in generic.NAMES:
        return False
    on = {run.library for run in _runs(item)}
    if name == "ctc":
        return "jax" in on
    return bool(on & {"jax", "array_api_strict"}) and name not in generic.MECHANISMS


@pytest.fixture
def by_reference() -> Iterator[None]:
    """Where the definition is tested as the libraries evaluate it; engines are tested beside it."""
    with unilosses.engine("reference"):
        yield


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Empty the caches that the tests of a loss share. These tests run one after the other (`xdist_group`).

    No other loss needs the truths. Others of the same shapes use JAX's compiled programs, so these are kept longer.
    """

    def group(of: pytest.Item | None) -> Any:
        mark = None if of is None else of.get_closest_marker("xdist_group")
        return None if mark is None else mark.args[0]

    if group(item) is None or group(item) == group(nextitem):
        return
    tables.forget()
    thinning.forget()
    _DONE.append(group(item))
    if len(_DONE) % (KEPT_OF_ALL if item.config.getoption("--full") else KEPT) == 0 and "jax" in libraries.PRESENT:
        importlib.import_module("jax").clear_caches()


# By default, eager JAX runs only these. It compiles each operation for each shape: twice the time of jit.
EAGER_TOO = ("test_published_numbers",)


def _setting(run: libraries.Run, metafunc: pytest.Metafunc) -> Any:
    """Both modes of JAX, or by default the jitted one alone."""
    module = metafunc.module.__name__.rpartition(".")[2]
    jitted = libraries.Run("jax", jitted=True)
    marks = (
        [pytest.mark.full]
        if run.id == "jax" and metafunc.function.__name__ not in EAGER_TOO and jitted in libraries.RUNS
        else []
    )
    optimised = metafunc.config.getoption("--full") or module in ALL_COMPILED
    return pytest.param(replace(run, optimised=optimised), id=run.id, marks=marks)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`run`: every library in every mode; `eager`: no compiler; `differentiating`: autodiff; `not_numpy`: the rest."""
    for name, runs in (
        ("run", libraries.RUNS),
        ("eager", libraries.EAGER),
        ("differentiating", libraries.DIFFERENTIATING),
        ("not_numpy", libraries.NOT_NUMPY),
    ):
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, [_setting(run, metafunc) for run in runs])


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether everything is to be run."""
    return bool(request.config.getoption("--full"))
