"""The README: every Python block runs, the table is up to date, links lead on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import make_tables
from fresh_process import printed_by

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


def test_the_blocks_are_found() -> None:
    assert README.count("```python") == len(BLOCKS) >= 6
    for framework in ("numpy", "torch", "jax"):
        assert any(re.search(rf"^import {framework}\b", block, flags=re.MULTILINE) for block in BLOCKS)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.strip().splitlines()[-1][:40])
def test_block_runs_as_written(block: str) -> None:
    printed_by(block)


def test_the_table_of_losses_is_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make_tables.main(["--check"]) == 0
    stale = tmp_path / "README.md"
    stale.write_text(README.replace("| `huber` |", "| `hubre` |"), encoding="utf-8")
    monkeypatch.setattr(make_tables, "README", stale)
    assert make_tables.main(["--check"]) == 1
    assert "make generate" in capsys.readouterr().err
    assert make_tables.main([]) == 0
    assert stale.read_text(encoding="utf-8") == README


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "docs/architecture.md",
        "docs/backends.md",
        "docs/decisions.md",
        "docs/losses.md",
        "docs/numerics.md",
        "docs/verify.md",
    ],
)
def test_links_lead_to_files(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?://)([^)#]+)\)", text):
        assert ((ROOT / page).parent / target).exists(), target


def test_commands_are_targets_of_make() -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert set(re.findall(r"\bmake (\w+)", README)) <= targets
