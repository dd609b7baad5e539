"""The truth of every loss on hard inputs, read from the files of conformance/vectors. A wheel has them beside this.

The files are described in conformance/vectors/README.md. The oracle of the conformance suite makes them, in arithmetic
of 50 digits and more, without this package.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

Array: TypeAlias = np.ndarray[Any, Any]

SCHEMA = "unilosses-vectors/2"

# significand bits (the hidden one included), smallest and largest exponent of a normal number
FORMATS = {
    "float64": (53, -1022, 1023),
    "float32": (24, -126, 127),
    "float16": (11, -14, 15),
    "bfloat16": (8, -126, 127),
}


def ulp_exponent(near: Array, rest: Array, scale: Array, dtype: str) -> Array:
    """The exponent of the binade of near + rest, or of a larger scale, within the range of the dtype."""
    _, lowest, top = FORMATS[dtype]
    size = np.maximum(np.abs(near), scale)
    fraction, exponent = np.frexp(np.where(np.isfinite(size) & (size > 0), size, 2.0**lowest))
    # A truth that was rounded up to a power of two lies below it, where an ulp is half as large.
    below = (fraction == 0.5) & (size > scale) & (np.sign(near) * np.sign(rest) < 0)
    clipped: Array = np.clip(exponent - 1 - below, lowest, top)
    return clipped


@dataclass(frozen=True, eq=False)
class Truth:
    """True results in flat order: the nearest number of the dtype, the rest, and where a bound is claimed.

    `scale` is the size of terms that cancel. Where it is larger than the truth, ulp are those of the scale.
    """

    near: Array
    rest: Array
    scale: Array
    claimed: Array
    shape: tuple[int, ...]

    def distances(self, computed: Any, dtype: str) -> Array:
        """Errors of computed numbers, flat, in ulp; inf where one is NaN or infinite and the other is not."""
        bits = FORMATS[dtype][0]
        computed = np.asarray(computed, dtype=np.float64).ravel()
        if computed.shape != self.near.shape:
            raise ValueError(f"{computed.size} results for {self.near.size} truths")
        exponent = ulp_exponent(self.near, self.rest, self.scale, dtype)
        with np.errstate(all="ignore"):
            error = np.abs((computed - self.near) - self.rest)
            distance = np.ldexp(error, -exponent) * 2.0 ** (bits - 1)
        finite = np.isfinite(computed) & np.isfinite(self.near)
        same = (computed == self.near) | (np.isnan(computed) & np.isnan(self.near))
        found: Array = np.where(finite, distance, np.where(same, 0.0, np.inf))
        return found


def origin_of(whole: str, parts: Iterable[tuple[str, int]], row: int) -> str:
    """The part that a row is in, and its place there. `parts` are names with their numbers of rows, in order."""
    for name, rows in parts:
        if row < rows:
            return f"{name}[{row}]"
        row -= rows
    return f"{whole}[{row}]"


@dataclass(frozen=True, eq=False)
class VectorCase:
    """One call, `loss(*arrays, **params, **options)`, and what it gives.

    Arrays for bfloat16 are float32 arrays that hold bfloat16 numbers. `gradients` are those of the result (of its sum
    where it is not reduced), one for each array and None for integers; None instead where none is promised. `parts`
    names where the rows come from, and how many each has.
    """

    id: str
    note: str
    dtype: str
    params: dict[str, Any]
    options: dict[str, Any]
    arrays: tuple[Array, ...]
    value: Truth
    gradients: tuple[Truth | None, ...] | None
    parts: tuple[tuple[str, int], ...] = ()

    def origin(self, row: int) -> str:
        """Where a row of the first axis comes from."""
        return origin_of(self.id, self.parts, row)


@dataclass(frozen=True, eq=False)
class Vectors:
    """All cases of a loss. `kind` is "elementwise", "rowwise", "coupled" (rows depend on each other) or "penalty"."""

    loss: str
    arrays: tuple[str, ...]
    kind: str
    reduction: str
    cases: tuple[VectorCase, ...]


def folder() -> Path:
    """Where the files lie: beside this module in a wheel, in `conformance` in a checkout."""
    shipped = Path(__file__).parent / "vectors"
    return shipped if shipped.is_dir() else Path(__file__).parents[3] / "conformance" / "vectors"


def losses() -> list[str]:
    """The losses that have a file."""
    return sorted(path.stem for path in folder().glob("*.json"))


@cache
def load(loss: str) -> Vectors:
    """The cases of a loss, by its name (not an alias)."""
    path = folder() / f"{loss}.json"
    if not path.is_file():
        raise KeyError(f"no vectors for {loss!r}; there are some for {', '.join(losses()) or 'no loss'}")
    return parse(json.loads(path.read_text(encoding="utf-8")))


def parse(content: dict[str, Any]) -> Vectors:
    """The cases of a file's content."""
    if content.get("schema") != SCHEMA:
        raise ValueError(f"vectors of schema {content.get('schema')!r}; this reads {SCHEMA!r}")
    reduction = content["reduction"]
    cases = tuple(_case(case, reduction) for case in content["cases"])
    return Vectors(content["loss"], tuple(content["arrays"]), content["kind"], reduction, cases)


def _case(case: dict[str, Any], reduction: str) -> VectorCase:
    claimed = case.get("claimed", {})
    gradients = case["gradients"]
    if gradients is not None:
        masks = claimed.get("gradients") or [None] * len(gradients)
        gradients = tuple(_truth(g, m) for g, m in zip(gradients, masks, strict=True))
    options: dict[str, Any] = {"reduction": case.get("reduction", reduction)}
    options |= {name: _array(case[name]) for name in ("where", "weight") if name in case}
    value = _truth(case["value"], claimed.get("value"))
    assert value is not None  # there is no case without one
    return VectorCase(
        case["id"],
        case["note"],
        case["dtype"],
        {k: _param(v) for k, v in case["params"].items()},
        options,
        tuple(_array(a) for a in case["arrays"]),
        value,
        gradients,
        tuple((name, rows) for name, rows in case.get("parts", ())),
    )


def _truth(data: dict[str, Any] | None, claimed: list[int] | None) -> Truth | None:
    if data is None:
        return None
    near = _numbers(data["data"])
    rest = _numbers(data["rest"]) if "rest" in data else np.zeros_like(near)
    # "" is the size of the truth itself
    scale = _numbers([s or "0x0p+0" for s in data["scale"]]) if "scale" in data else np.zeros_like(near)
    mask = np.ones(near.shape, dtype=bool) if claimed is None else np.array(claimed, dtype=bool)
    return Truth(near, rest, scale, mask, tuple(data["shape"]))


def _array(data: dict[str, Any]) -> Array:
    numbers = _numbers(data["data"]) if "float" in data["dtype"] else np.array(data["data"], dtype=data["dtype"])
    array = numbers.reshape(data["shape"]).astype(data["dtype"].replace("bfloat16", "float32"))
    array.setflags(write=False)
    return array


def _numbers(data: list[str]) -> Array:
    return np.array([float.fromhex(x) for x in data], dtype=np.float64)


def _param(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_param(v) for v in value)
    if isinstance(value, dict) and "float" in value:
        return float.fromhex(value["float"])
    if isinstance(value, dict) and "function" in value:
        return getattr(importlib.import_module("unilosses"), value["function"])
    return _array(value) if isinstance(value, dict) else value
