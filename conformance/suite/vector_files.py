"""The text of a file of `vectors/`: its README.md describes what is written here."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from mpmath import mp, mpf

from unilosses.definition.registry import specs

from .checks import reduction_of
from .proofs import ORACLES
from .thinning import selection
from .ulp import FORMATS, largest_finite, ulp
from .vector_calls import calls
from .vector_entries import DTYPES, Entry, Exact, entry

SCHEMA = "unilosses-vectors/2"
REST_BITS = 25


def entries(loss: str) -> Iterator[Entry]:
    """The entries of a loss's file, in order."""
    for dtype in DTYPES:
        for case in selection(loss, dtype):
            yield entry(loss, case, dtype)
        yield from calls(loss, dtype)


def text(loss: str) -> str:
    """The file of a loss: one case a line."""
    head = {
        "schema": SCHEMA,
        "loss": loss,
        "arrays": list(specs()[loss].arrays),
        "kind": ORACLES[loss].kind,
        "reduction": reduction_of(loss),
    }
    lines = ",\n".join(_json(_case(e)) for e in entries(loss))
    return f'{_json(head)[:-1]},"cases":[\n{lines}\n]}}\n'


def _json(data: Any) -> str:
    return json.dumps(data, separators=(",", ":"), allow_nan=False)


def _case(e: Entry) -> dict[str, Any]:
    made: dict[str, Any] = {"id": e.case.id, "note": e.case.note, "dtype": e.dtype}
    made["params"] = {name: _param(value) for name, value in e.case.params.items()}
    if len(e.case.parts) > 1:
        made["parts"] = e.case.parts
    if "reduction" in e.options:
        made["reduction"] = e.options["reduction"]
    made |= {name: _array(e.options[name], e.dtype) for name in ("where", "weight") if name in e.options}
    made["arrays"] = [_array(a, e.dtype) for a in e.case.arrays]
    made["value"] = _truth(e.value, e.dtype)
    made["gradients"] = e.gradients and [g and _truth(g, e.dtype) for g in e.gradients]
    results = [e.value, *(e.gradients or [])]
    if not all(r is None or r.claimed.all() for r in results):
        value, *gradients = [r and r.claimed.astype(int).tolist() for r in results]
        made["claimed"] = {"value": value, "gradients": gradients}
    return made


def _param(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return _array(value, str(value.dtype))
    if isinstance(value, list | tuple):
        return [_param(v) for v in value]
    if isinstance(value, float):
        return {"float": hexadecimal(value)}
    return {"function": value.__name__} if callable(value) else value


def _array(a: np.ndarray, dtype: str) -> dict[str, Any]:
    if a.dtype.kind == "f":
        return {"dtype": dtype, "shape": a.shape, "data": [hexadecimal(x) for x in a.astype(float).ravel().tolist()]}
    return {"dtype": a.dtype.name, "shape": a.shape, "data": a.ravel().astype(int).tolist()}


def _truth(exact: Exact, dtype: str) -> dict[str, Any]:
    near = [rounded(x, dtype) for x in exact.numbers]
    made = {"shape": exact.shape, "data": [hexadecimal(x) for x in near]}
    rest = [_rest(x, n) for x, n in zip(exact.numbers, near, strict=True)]
    if any(rest):
        made["rest"] = [hexadecimal(x) for x in rest]
    scale = [_scale(x, s, dtype) for x, s in zip(exact.numbers, exact.scales, strict=True)]
    return made | ({"scale": scale} if any(scale) else {})


def hexadecimal(x: float) -> str:
    """C's notation, with no more digits than are needed."""
    if not math.isfinite(x):
        return str(x)
    digits, exponent = x.hex().split("p")
    return f"{digits.rstrip('0').rstrip('.') if '.' in digits else digits}p{exponent}"


@mp.workprec(300)
def rounded(x: Any, dtype: str) -> float:
    """Rounded to the nearest number of the dtype, ties to even. Infinite from half an ulp beyond the largest."""
    if not mp.isfinite(x):
        return float(x)
    step = ulp(x, dtype)
    near = mp.nint(x / step) * step  # the steps are powers of two: nothing but nint rounds
    return float(near) if abs(near) <= largest_finite(dtype) else math.copysign(math.inf, near)


def _rest(x: Any, near: float) -> float:
    with mp.workprec(300):
        rest = x - mpf(near) if math.isfinite(near) else mpf(0)
    with mp.workprec(REST_BITS):
        return float(+rest)


def _scale(x: Any, scale: Any, dtype: str) -> str:
    """The power of two whose ulp counts, if that is not the truth's own."""
    _, lowest, top = FORMATS[dtype]
    if scale is None or not mp.isfinite(scale) or not mp.isfinite(x) or scale == 0:
        return ""
    exponent = min(mp.frexp(abs(scale))[1] - 1, top)
    own = mp.frexp(abs(x))[1] - 1 if x != 0 else lowest
    return hexadecimal(math.ldexp(1.0, exponent)) if exponent > max(own, lowest) else ""
