"""Cases, and the way from lists of float64 numbers to arrays of a dtype without subnormals or accidental infinities."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from unilosses.verify.vectors import origin_of

from ..suite.ulp import FORMATS, MARGIN

HALF = ("float16", "bfloat16")


@dataclass(frozen=True, eq=False)
class Case:
    """Inputs of one call. Arrays for bfloat16 are float32 arrays that hold only bfloat16 numbers.

    gradient is False where no limit of the gradient is promised, as where the value is infinite.
    """

    id: str
    arrays: tuple[np.ndarray, ...]
    params: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    gradient: bool = True
    parts: tuple[tuple[str, int], ...] = ()  # of a bundle: the cases in it, and how many rows each has

    def origin(self, row: int) -> str:
        """The case that a row comes from."""
        return origin_of(self.id, self.parts, row)


def generator(*names: str) -> np.random.Generator:
    return np.random.default_rng(zlib.crc32("/".join(names).encode()))


def _round_to_bfloat16(x: np.ndarray) -> np.ndarray:
    """Nearest bfloat16 (ties to even) of float32 numbers, as float32; infinities stay."""
    bits = x.astype(np.float32).view(np.uint32).astype(np.uint64)
    rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000
    return np.where(np.isfinite(x), rounded.astype(np.uint32).view(np.float32), x).astype(np.float32)


def cast(x: Any, dtype: str) -> np.ndarray:
    x = np.asarray(x, dtype=np.float64)
    with np.errstate(over="ignore", under="ignore"):
        return _round_to_bfloat16(x.astype(np.float32)) if dtype == "bfloat16" else x.astype(dtype)


def representable(x: Any, dtype: str) -> np.ndarray:
    """Where a number survives the cast: no overflow, and zero or well above the subnormals."""
    x = np.asarray(x, dtype=np.float64)
    smallest = MARGIN[dtype] * 2.0 ** FORMATS[dtype][1]
    c = cast(x, dtype).astype(np.float64)
    return (np.isfinite(x) == np.isfinite(c)) & ((x == 0) | (np.abs(c) >= smallest))


def _is_labels(a: Any) -> bool:
    return np.asarray(a).dtype.kind == "i"


def arrays(dtype: str, *columns: Any) -> tuple[np.ndarray, ...]:
    """Cast arrays that share their first axis; drop the elements (or rows) that the dtype cannot hold."""
    columns = tuple(np.asarray(c) for c in columns)
    keep = np.ones(len(columns[0]), dtype=bool)
    for c in columns:
        if not _is_labels(c):
            keep &= representable(c, dtype).reshape(len(c), -1).all(axis=1)
    return tuple(c[keep] if _is_labels(c) else cast(c[keep], dtype) for c in columns)


def case(name: str, dtype: str, columns: Sequence[Any], note: str = "", gradient: bool = True, **params: Any) -> Case:
    return Case(name, arrays(dtype, *columns), params, note, gradient)


def nonempty(cases: Iterable[Case]) -> list[Case]:
    """A dtype may be too narrow for all of a case."""
    return [c for c in cases if all(a.size for a in c.arrays)]


def step(x: float, dtype: str, n: int = 1) -> float:
    """The number n places above x (below for n < 0)."""
    for _ in range(abs(n)):
        if dtype == "float64":
            x = float(np.nextafter(x, np.inf if n > 0 else -np.inf))
            continue
        bits, lowest, _ = FORMATS[dtype]
        significand, exponent = np.frexp(x)
        # Below a power of two, on the side of zero, the spacing halves.
        towards_zero = (n > 0) != (x > 0)
        exponent -= bool(towards_zero and abs(significand) == 0.5)
        x = float(x + np.copysign(2.0 ** (max(int(exponent) - 1, lowest) - bits + 1), n))
    return x


def around(x: float, dtype: str, places: int = 2) -> list[float]:
    """x itself and its neighbours."""
    return [step(x, dtype, n) for n in range(-places, places + 1)]


def both_signs(x: Any) -> np.ndarray:
    x = np.asarray(x, dtype=np.float64)
    return np.concatenate([x, -x])


def product(*columns: Any) -> list[np.ndarray]:
    """All combinations, as flat columns."""
    return [g.ravel() for g in np.meshgrid(*[np.asarray(c, dtype=np.float64) for c in columns], indexing="ij")]


def thin(n: int, dtype: str) -> int:
    """Fewer points for half precision, which has fewer numbers to get wrong."""
    return max(n // 3, 2) if dtype in HALF else n


def wide(dtype: str) -> float:
    """Decades either side of one whose squares stay in range."""
    return {"float64": 150.0, "float32": 18.0, "float16": 2.0, "bfloat16": 18.0}[dtype]


def largest_of(dtype: str) -> float:
    bits, _, top = FORMATS[dtype]
    return (2.0 - 2.0 ** (1 - bits)) * 2.0**top
