"""The README: every Python block runs, the table is up to date, the backend is a working plug-in, links lead on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import make_tables
from fresh_process import install_plug_ins, printed_by

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


def test_the_blocks_are_found() -> None:
    assert README.count("```python") == len(BLOCKS) >= 6
    for framework in ("numpy", "torch", "jax"):
        assert any(re.search(rf"^import {framework}\b", block, flags=re.MULTILINE) for block in BLOCKS)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.strip().splitlines()[-1][:40])
def test_block_runs_as_written(block: str) -> None:
    printed_by(block)


def test_the_backend_works_as_a_plug_in(tmp_path: Path) -> None:
    (written,) = [block for block in BLOCKS if "backend = StrictBackend()" in block]
    (entry,) = re.findall(
        r'^\[project\.entry-points\."(.+)"\]\n(\w+) = "your_package\.your_module:(\w+)"$', README, re.MULTILINE
    )
    group, name, attribute = entry
    assert attribute == "backend"
    install_plug_ins(tmp_path, group, **{name: written})
    printed = printed_by(
        "import array_api_strict as xp, unilosses\n"
        "from unilosses.backends.library import library_of\n"
        "x = xp.asarray([3.0, 0.5])\n"
        "value, gradient = unilosses.value_and_grad(unilosses.huber)(x, xp.zeros(2))\n"
        "print(float(value), float(gradient[0]), float(unilosses.huber(x, 0.0)), library_of(x, 'x').backend.name)",
        folders=(tmp_path,),
    )
    assert printed == "1.3125 0.5 1.3125 strict"


def test_the_backend_has_every_member_of_the_protocol() -> None:
    from unilosses.backends.protocol import Backend

    (written,) = [block for block in BLOCKS if "backend = StrictBackend()" in block]
    scope: dict[str, object] = {"__name__": "their_module"}
    exec(written, scope)  # noqa: S102 - the README's own text
    members = {m for m in (*vars(Backend), *Backend.__annotations__) if not m.startswith("_")}
    assert members == {m for m in dir(scope["backend"]) if not m.startswith("_")}


def test_the_table_of_losses_is_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make_tables.main(["--check"]) == 0
    stale = tmp_path / "README.md"
    stale.write_text(README.replace("| `huber` |", "| `hubre` |"), encoding="utf-8")
    monkeypatch.setattr(make_tables, "README", stale)
    assert make_tables.main(["--check"]) == 1
    assert "make stubs" in capsys.readouterr().err
    assert make_tables.main([]) == 0
    assert stale.read_text(encoding="utf-8") == README


@pytest.mark.parametrize("page", ["README.md", "CHANGELOG.md", "docs/decisions.md", "docs/losses.md", "docs/verify.md"])
def test_links_lead_to_files(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?://)([^)#]+)\)", text):
        assert ((ROOT / page).parent / target).exists(), target


def test_commands_are_targets_of_make() -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert set(re.findall(r"\bmake (\w+)", README)) <= targets
