"""Special functions on the host: SciPy's where it is installed, else those of C's mathematical library."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from ._protocol import NoSpecialFunctionError


def host_special(name: str, x: Any) -> Any:
    """The function of a NumPy array, in its dtype."""
    return np.asarray(_function(name)(x), dtype=x.dtype)


@cache
def _function(name: str) -> Callable[[Any], Any]:
    if find_spec("scipy") is not None:
        found: Callable[[Any], Any] = getattr(import_module("scipy.special"), name)
        return found
    if name == "gammaln":
        return np.vectorize(_lgamma, otypes=[np.float64])
    if name == "erf":
        return np.vectorize(math.erf, otypes=[np.float64])
    raise NoSpecialFunctionError(f"NumPy has no {name}: install SciPy, or pass PyTorch or JAX arrays")


def _lgamma(x: float) -> float:
    # C's lgamma reports the poles, where the others give infinity.
    return math.inf if x <= 0 and x == math.floor(x) else math.lgamma(x)
