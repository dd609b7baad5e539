"""Which published tests there are, where they come from, and how they are run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
CACHE = ROOT / "build" / "peer-tests"
MODULES = CACHE / "modules"  # what the peers' tests import and the project does not

Outcomes = dict[str, dict[str, Any]]


class Suite(NamedTuple):
    """One peer's tests, run in one process."""

    peer: str  # as its module of compat, and its distribution
    files: tuple[str, ...]
    shown: str  # what is run, for the page
    environment: tuple[tuple[str, str], ...] = ()
    package: str = ""  # where the files are installed; "" for those that only the source distribution has
    distribution: str = ""

    @property
    def version(self) -> str:
        return version(self.distribution or self.peer).partition("+")[0]

    def folder(self) -> Path:
        """Where the files are; what is not installed is downloaded first."""
        if self.peer == "torch":
            need("expecttest")  # torch.testing imports it
            return Path(__file__).parent
        if self.package:
            parent, *inner = self.package.split(".")
            spec = find_spec(parent)
            assert spec is not None
            assert spec.origin is not None
            return Path(spec.origin).parent.joinpath(*inner)
        return from_source(self.peer, self.version, self.files)


_KERAS_FILES = ("loss_test.py", "losses_test.py")

SUITES = {
    **{
        f"keras, {backend}": Suite(
            "keras",
            _KERAS_FILES,
            f"keras/src/losses, backend {backend}",
            (("KERAS_BACKEND", backend.lower()),),
            package="keras.src.losses",
        )
        for backend in ("NumPy", "torch", "JAX")
    },
    "scikit-learn": Suite(
        "sklearn",
        ("test_classification.py", "test_regression.py", "test_common.py"),
        "test_classification, test_regression and test_common of sklearn/metrics, with array API dispatch",
        (("SCIPY_ARRAY_API", "1"),),
        package="sklearn.metrics.tests",
        distribution="scikit-learn",
    ),
    "optax": Suite(
        "optax",
        tuple(
            f"_{part}_test.py"
            for part in (
                "classification",
                "fenchel_young",
                "ranking",
                "regression",
                "segmentation",
                "self_supervised",
                "smoothing",
            )
        ),
        "optax/losses, from the source distribution",
    ),
    "torch": Suite(
        "torch",
        ("torch_cases.py",),
        "the ModuleInfo, OpInfo and criterion cases of torch.testing: values, references, errors, gradients",
    ),
}


def run(suite: Suite) -> Outcomes:
    """What each test says, in a process of its own."""
    folder = suite.folder()
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch) / "report.json"
        path = os.pathsep.join([str(ROOT / "tools"), str(ROOT / "src"), str(MODULES)])
        environment = {"OMP_NUM_THREADS": "1", "JAX_PLATFORMS": "cpu", "PYTHONPATH": path, **dict(suite.environment)}
        environment |= {"PEER": suite.peer, "PEER_REPORT": str(report)}
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "--tb=short",
                "-p",
                "peer_tests.plugin",
                "-p",
                "no:cacheprovider",
                "-p",
                "no:warnings",
                "--import-mode=importlib",
                "--noconftest",
                "-c",
                os.devnull,
                "--rootdir",
                str(folder),
                *(str(folder / name) for name in suite.files),
            ],
            env=os.environ | environment,
            cwd=scratch,
            capture_output=True,
            text=True,
            check=False,
        )
        if not report.exists():
            raise RuntimeError(f"the tests of {suite.peer} did not run:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
        outcomes: Outcomes = json.loads(report.read_text(encoding="utf-8"))
        return outcomes


# --- what is not installed ------------------------------------------------------------------------------------------


def from_source(name: str, release: str, files: tuple[str, ...]) -> Path:
    """The folder of a source distribution's test files, which pip downloads once."""
    folder = CACHE / f"{name}-{release}"
    if not folder.is_dir():
        with tempfile.TemporaryDirectory() as scratch:
            pip("download", "--no-deps", "--no-binary", ":all:", "--dest", scratch, f"{name}=={release}")
            (archive,) = Path(scratch).glob("*.tar.gz")
            with tarfile.open(archive) as found:
                tests = [m for m in found.getmembers() if m.isfile() and Path(m.name).name in files]
                contents = {Path(m.name).name: found.extractfile(m).read() for m in tests}  # type: ignore[union-attr]
        folder.mkdir(parents=True)
        for file, text in contents.items():
            (folder / file).write_bytes(text)
    return folder


def need(module: str) -> None:
    """A module that a peer's tests import: installed beside the project, not in it."""
    if find_spec(module) is None and not (MODULES / module).exists():
        pip("install", "--no-deps", "--target", str(MODULES), module)


def pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", arguments[0], "--quiet", *arguments[1:]], check=True)
