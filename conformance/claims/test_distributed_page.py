"""docs/distributed.md: every block runs as it is written, on processes or devices of this machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fresh_process import free_port

TEXT = (Path(__file__).parents[2] / "docs" / "distributed.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^#{2,3} ([^\n]+)\n(?:(?!^#).)*?```python\n(.*?)```", TEXT, re.DOTALL | re.MULTILINE)
PROCESSES, DEVICES = 2, 8
FEW = ("Sharded", "`shard_map`")


def blocks() -> list[Any]:
    return [
        pytest.param(code, id=title, marks=[] if title.startswith(FEW) else [pytest.mark.full])
        for title, code in BLOCKS
    ]


def test_every_block_is_found() -> None:
    assert len(BLOCKS) == TEXT.count("```python") == 9


@pytest.mark.parametrize("code", blocks())
def test_block_runs(code: str, tmp_path: Path) -> None:
    script = tmp_path / "block.py"
    script.write_text(code, encoding="utf-8")
    command = [sys.executable]
    if "init_process_group" in code:
        where = ["--nproc-per-node", str(PROCESSES), "--master-port", str(free_port())]
        command += ["-m", "torch.distributed.run", *where]
    flags = f"--xla_force_host_platform_device_count={DEVICES}"
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "XLA_FLAGS": flags}
    done = subprocess.run(
        [*command, str(script)], env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "assert" in code
