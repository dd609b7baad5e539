"""docs/backends.md: its plug-in works as it is written, and its table has the protocol's members."""

from __future__ import annotations

import re
from pathlib import Path

from fresh_process import install_plug_ins, printed_by
from unilosses.backends.registry import ATTRIBUTES, METHODS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/backends.md").read_text(encoding="utf-8")


def test_the_plug_in_works(tmp_path: Path) -> None:
    (written,) = re.findall(r"^```python\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
    (entry,) = re.findall(
        r'^\[project\.entry-points\."(.+)"\]\n(\w+) = "your_package\.your_module:(\w+)"$', PAGE, re.MULTILINE
    )
    group, name, attribute = entry
    assert attribute == "backend"
    install_plug_ins(tmp_path, group, **{name: written})
    printed = printed_by(
        "import array_api_strict as xp, unilosses\n"
        "from unilosses.backends.library import library_of\n"
        "x = xp.asarray([3.0, 0.5])\n"
        "for _ in range(2):\n"
        "    value, gradient = unilosses.value_and_grad(unilosses.huber)(x, xp.zeros(2))\n"
        "    print(float(value), float(gradient[0]), float(unilosses.huber(x, 0.0)), library_of(x, 'x').backend.name)",
        folders=(tmp_path,),
    )
    assert printed.splitlines() == ["1.3125 0.5 1.3125 strict"] * 2


def test_the_table_has_the_members_of_the_protocol() -> None:
    written = re.findall(r"^\| `(\w+)", PAGE, flags=re.MULTILINE)
    assert sorted(written) == sorted((*ATTRIBUTES, *METHODS))
