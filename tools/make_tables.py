"""Write the table of losses in README.md from the registry.

python tools/make_tables.py            write it between its markers
python tools/make_tables.py --check    exit with 1 if it is not what would be written
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import generated
from unilosses.core.registry import specs
from unilosses.core.spec import LossSpec

README = Path(__file__).parents[1] / "README.md"
BEGIN = "<!-- losses: written by tools/make_tables.py -->"
END = "<!-- losses: end -->"
PEERS = {
    "torch": "PyTorch",
    "keras": "Keras",
    "optax": "optax",
    "tensorflow": "TensorFlow",
    "mlx": "MLX",
    "sklearn": "scikit-learn",
}


def cells(spec: LossSpec) -> Iterator[str]:
    """The function with its aliases, the class, and each peer's name for it."""
    aliases = ", ".join(f"`{alias}`" for alias in spec.aliases)
    yield f"`{spec.name}`" + (f" ({aliases})" if aliases else "")
    yield f"`{spec.class_name}`"
    for peer in PEERS:
        yield spec.peers.get(peer, "").replace("|", "\\|")


def table() -> str:
    """The losses in families, in the order of their definitions."""
    built_in = [spec for spec in specs().values() if spec.kernel.__module__.startswith("unilosses.losses.")]
    unknown = {peer for spec in built_in for peer in spec.peers} - PEERS.keys()
    if unknown:
        raise SystemExit(f"no column for {', '.join(sorted(unknown))}")
    rows = [["function", "class", *PEERS.values()], ["---"] * (2 + len(PEERS)), *map(cells, built_in)]
    return "\n".join(f"| {' | '.join(row)} |".replace("|  |", "| |").replace("|  |", "| |") for row in rows)


def written(text: str) -> str:
    """README's text with the table in its place."""
    before, found_begin, rest = text.partition(BEGIN)
    _, found_end, after = rest.partition(END)
    if not (found_begin and found_end):
        raise SystemExit(f"{README.name} needs the markers {BEGIN} and {END}")
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def main(arguments: list[str] | None = None) -> int:
    return generated.main(README, written, arguments)


if __name__ == "__main__":
    sys.exit(main())
