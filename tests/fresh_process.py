"""A Python process of its own, for what a process can do only once: import things, find plug-ins, or fail to."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src"


def run_python(
    code: str, *, folders: tuple[Path, ...] = (), stdin: bytes | None = None, flags: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[bytes]:
    """Run code with the package and some more folders to import from; warnings are errors unless `flags` say else."""
    path = os.pathsep.join(map(str, (*folders, SOURCE)))
    command = [sys.executable, *(flags or ("-W", "error")), "-c", code]
    environment = os.environ | {"PYTHONPATH": path, "OMP_NUM_THREADS": "1", "JAX_PLATFORMS": "cpu"}
    return subprocess.run(command, env=environment, input=stdin, capture_output=True, timeout=300, check=False)


def printed_by(code: str, *, folders: tuple[Path, ...] = (), stdin: bytes | None = None) -> str:
    """What the code prints; an AssertionError with its error output if it fails."""
    done = run_python(code, folders=folders, stdin=stdin)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().strip()


def free_port() -> int:
    """A port at which processes of this machine may meet."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def install_plug_ins(folder: Path, group: str, **modules: str) -> None:
    """A distribution as pip leaves it: modules, and metadata with an entry point for the `backend` of each."""
    for name, text in modules.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    metadata = folder / "their_backends-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: their-backends\nVersion: 1.0\n", encoding="utf-8")
    entries = "".join(f"{name} = {name}:backend\n" for name in modules)
    (metadata / "entry_points.txt").write_text(f"[{group}]\n{entries}", encoding="utf-8")
