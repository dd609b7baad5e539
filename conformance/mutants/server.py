"""`python -m conformance.mutants.server`: imports the frameworks once, and forks a child for every mutant.

It reads a request from each line of its input, {"module", "path", "source", "tests"} in JSON, and writes a line with
the outcome of every test. The child imports unilosses afresh, and takes the given source for the one module: no file of
the package is touched, and nothing of a mutant is left when its child is gone.
"""

from __future__ import annotations

import gc
import importlib
import importlib.util
import json
import os
import signal
import sys
import tempfile
import traceback
import warnings
from collections.abc import Iterator
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from types import CodeType
from typing import Any

import pytest

# What takes long to import, and knows nothing of unilosses.
HEAVY = (
    "numpy",
    "torch",
    "array_api_compat.numpy",
    "array_api_compat.torch",
    "array_api_strict",
    "jax",
    "jax.numpy",
    "scipy.special",
    "ml_dtypes",
    "mpmath",
    "conformance.proofs.oracle",
)
SECONDS = 120  # for one child: far more than any needs, so that an endless loop ends


class Mutated(SourceFileLoader):
    """Loads a module from its file's place, but from another text."""

    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self.source = source

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.source, self.path, "exec", dont_inherit=True)


class Finder(MetaPathFinder):
    """Finds the one mutated module, before its file is found."""

    def __init__(self, loader: Mutated) -> None:
        self.loader = loader

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if fullname != self.loader.name:
            return None
        return importlib.util.spec_from_file_location(fullname, self.loader.path, loader=self.loader)


class Outcomes:
    """A plugin: collects what was asked for and nothing beside it, and keeps how each test ended."""

    def __init__(self, tests: list[str]) -> None:
        self.functions = {test.partition("[")[0].rpartition("::")[2] for test in tests}
        self.parameters = {test.partition("[")[2][:-1] for test in tests}
        self.found: dict[str, list[str]] = {}

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", "xdist_group: which tests run in one process")  # xdist itself is not loaded

    @pytest.hookimpl(tryfirst=True)
    def pytest_pycollect_makeitem(self, collector: Any, name: str, obj: Any) -> list[Any] | None:
        return [] if name.startswith("test") and name not in self.functions else None

    @pytest.hookimpl(wrapper=True)
    def pytest_generate_tests(self, metafunc: Any) -> Iterator[None]:
        yield
        # Thousands of items are made of the parameters otherwise, which takes longer than the tests.
        calls = getattr(metafunc, "_calls", [])
        calls[:] = [call for call in calls if call.id in self.parameters]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.outcome != "passed":
            crash = getattr(report.longrepr, "reprcrash", None)
            what = report.outcome if report.when == "call" else f"{report.outcome} in {report.when}"
            self.found[report.nodeid] = [what, str(crash.message if crash else report.longrepr or "")]


def run(request: dict[str, Any]) -> dict[str, Any]:
    """In the child: the tests, with the mutant in place."""
    loader = None
    if request["module"] is not None:
        loader = Mutated(request["module"], request["path"], request["source"])
        sys.meta_path.insert(0, Finder(loader))
    outcomes = Outcomes(request["tests"])
    code = pytest.main([*request["tests"], "-q", "--tb=native", "-p", "no:cacheprovider"], plugins=[outcomes])
    used = loader is None or getattr(sys.modules.get(loader.name), "__loader__", None) is loader
    return {"exit": int(code), "outcomes": outcomes.found, "used": used}


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """The outcomes of a child, or how it ended without any."""
    with tempfile.TemporaryFile() as result, tempfile.TemporaryFile() as output:
        child = os.fork()
        if child == 0:
            # Whatever happens, the child must not go on as a second server.
            try:
                signal.alarm(SECONDS)
                os.dup2(output.fileno(), 1)
                os.dup2(output.fileno(), 2)
                result.write(json.dumps(run(request)).encode())
                result.flush()
            except BaseException:  # noqa: BLE001 - told to who asked
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(0)
        _, status = os.waitpid(child, 0)
        result.seek(0)
        output.seek(0)
        text = result.read().decode()
        found = json.loads(text) if text else {"exit": None, "outcomes": {}, "used": False}
        return {**found, "status": status, "output": output.read().decode(errors="replace")[-4000:]}


def serve() -> None:
    warnings.simplefilter("ignore")  # JAX warns of a fork; it has started no thread before its first array
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for name in HEAVY:
        if importlib.util.find_spec(name.partition(".")[0]) is not None:
            importlib.import_module(name)
    assert "unilosses" not in sys.modules, "what has been imported already cannot be mutated"
    gc.collect()
    gc.freeze()  # the children then share the pages of what is here, and fork quickly
    with tempfile.TemporaryDirectory() as compiled:
        # A child finds there what an earlier one has compiled; a mutated module is never read from it.
        sys.dont_write_bytecode, sys.pycache_prefix = False, compiled
        for line in sys.stdin:
            sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    serve()
