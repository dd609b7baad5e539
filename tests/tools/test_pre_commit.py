"""The hooks for pre-commit: their versions are the pinned ones, and what they run is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOOKS = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
PINS = dict(
    re.findall(r"^([\w-]+)==(\S+)", (ROOT / "constraints-dev.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)
)
TOOLS = {"ruff-pre-commit": "ruff"}


def test_versions_are_those_that_are_pinned() -> None:
    found = re.findall(r"repo: https://github.com/[\w-]+/([\w-]+)\n +rev: v?(\S+)", HOOKS)
    assert found
    assert HOOKS.count("rev:") == len(found)
    assert {TOOLS[repository]: version for repository, version in found} == {
        tool: PINS[tool] for tool in TOOLS.values()
    }


def test_what_runs_from_the_environment_is_pinned_or_a_file() -> None:
    entries = re.findall(r"entry: \.venv/bin/(\S+)(?: (\S+))?", HOOKS)
    assert len(entries) == HOOKS.count("repo: local") * 3
    packages = {"mypy": "mypy", "lint-imports": "import-linter"}
    for command, argument in entries:
        assert (ROOT / argument).exists() if command == "python" else packages[command] in PINS
