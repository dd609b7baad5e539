"""The wheel as a user gets it: complete, typed, and content with NumPy and array-api-compat alone."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

import array_api_compat
import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]

# Run without site-packages, so that nothing is found but what its arguments name.
IN_AN_EMPTY_PLACE = """
import sys
sys.path += sys.argv[1:]
from importlib.util import find_spec
assert not any(find_spec(name) for name in ("torch", "jax", "scipy", "pip")), "the place is not empty"

import numpy as np
import unilosses
assert unilosses.__file__.startswith(sys.argv[1]), unilosses.__file__

pred, target = np.asarray([0.5, -2.0]), np.zeros(2)
value, gradient = unilosses.value_and_grad(unilosses.huber)(pred, target)
print(value == unilosses.huber(pred, target) == 0.8125, gradient.tolist())

from unilosses.compat import peers, peers_of
assert all(peers.names(dialect) for dialect in peers.LIBRARIES) and peers_of("huber")["torch"] == "huber_loss"
"""

READ_VECTORS = """
import sys
sys.path += sys.argv[1:]
from unilosses.verify import bounds, vectors
assert str(vectors.folder()).startswith(sys.argv[1]), vectors.folder()
assert str(bounds.TABLE).startswith(sys.argv[1]), bounds.TABLE
print(len(vectors.losses()), vectors.load("huber").loss, sorted(bounds.table()) == vectors.losses())
"""


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, built by the build backend that is installed here."""
    folder = tmp_path_factory.mktemp("wheel")
    run(*PIP, "wheel", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT))
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture
def empty_place(wheel: Path, tmp_path: Path) -> list[str]:
    """Two folders: one with the installed wheel, one with the package's two dependencies."""
    installed, dependencies = tmp_path / "installed", tmp_path / "dependencies"
    run(*PIP, "install", "--no-deps", "--no-index", "--target", str(installed), str(wheel))
    dependencies.mkdir()
    for module in (np, array_api_compat):
        folder = Path(module.__path__[0])
        (dependencies / folder.name).symlink_to(folder)
    return [str(installed), str(dependencies)]


def test_wheel_has_the_whole_package(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        shipped = {name for name in archive.namelist() if name.startswith("unilosses")}
    source = ROOT / "src"
    written = {path.relative_to(source).as_posix() for path in source.rglob("*.py*") if "__pycache__" not in path.parts}
    assert {"unilosses/py.typed", "unilosses/__init__.pyi"} <= shipped
    assert written <= shipped


def test_wheel_has_the_vectors(wheel: Path) -> None:
    vectors = ROOT / "conformance" / "vectors"
    with zipfile.ZipFile(wheel) as archive:
        shipped = {name: archive.read(name) for name in archive.namelist() if "/verify/vectors/" in name}
    written = {f"unilosses/verify/vectors/{path.name}": path.read_bytes() for path in vectors.iterdir()}
    assert shipped == written
    assert len(written) > 90


def test_wheel_has_the_bounds(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        shipped = archive.read("unilosses/verify/bounds.toml")
    assert shipped == (ROOT / "src" / "unilosses" / "verify" / "bounds.toml").read_bytes()


def test_wheel_carries_version_and_licence(wheel: Path) -> None:
    assert wheel.name == f"unilosses-{version('unilosses')}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        assert any(name.endswith("/LICENSE") for name in archive.namelist())


def test_the_vectors_and_bounds_of_a_wheel_are_read(empty_place: list[str]) -> None:
    printed = run(sys.executable, "-I", "-S", "-W", "error", "-c", READ_VECTORS, *empty_place)
    assert printed.strip() == f"{len(list((ROOT / 'conformance' / 'vectors').glob('*.json')))} huber True"


def test_numpy_and_array_api_compat_are_enough(empty_place: list[str]) -> None:
    printed = run(sys.executable, "-I", "-S", "-W", "error", "-c", IN_AN_EMPTY_PLACE, *empty_place)
    assert printed.strip() == "True [0.25, -0.5]"
