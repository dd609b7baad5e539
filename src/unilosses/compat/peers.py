"""What other libraries call each loss: `names.toml` in the folder of each dialect, with remarks in parentheses."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

LIBRARIES = {
    "torch": "PyTorch",
    "keras": "Keras",
    "optax": "optax",
    "tf": "TensorFlow",
    "mlx": "MLX",
    "sklearn": "scikit-learn",
}


def peers_of(loss: str) -> dict[str, str]:
    """The names of a loss in other libraries, by the dialect's name; empty where no other library has it.

    >>> from unilosses.compat import peers_of
    >>> peers_of("log_cosh")
    {'keras': 'log_cosh', 'optax': 'log_cosh', 'mlx': 'log_cosh_loss'}
    """
    return {dialect: names(dialect)[loss] for dialect in LIBRARIES if loss in names(dialect)}


@cache
def names(dialect: str) -> dict[str, str]:
    """What one library calls our losses, by our names."""
    path = Path(__file__).parent / dialect / "names.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
