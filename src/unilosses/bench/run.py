"""Every library measured in a process of its own: Keras has one backend in a process, JAX one precision."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import Any

from .calls import DTYPES


def installed() -> list[str]:
    """The libraries that can be measured."""
    return [name for name in DTYPES if find_spec(name)]


def measured(
    libraries: Sequence[str], losses: Sequence[str], dtypes: Sequence[str], largest: int | None
) -> Iterator[dict[str, Any]]:
    """One comparison after the other. RuntimeError with a library's last words if it fails."""
    options = [f"--loss={x}" for x in losses] + [f"--dtype={x}" for x in dtypes]
    options += [] if largest is None else [f"--largest={largest}"]
    for library in libraries:
        command = [sys.executable, "-m", f"{__package__}.worker", library, *options]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            yield from (json.loads(line) for line in child.stdout)
        if child.returncode:
            raise RuntimeError(f"measuring {library} ended with {child.returncode}")
