"""NumPy arrays beside those of another library, as JAX takes them: they go where the others are."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import numpy as np

from ...backends.library import device_of, library_of

P = ParamSpec("P")
R = TypeVar("R")
NUMPY = (np.ndarray, np.generic)


def takes_numpy(loss: Callable[P, R]) -> Callable[P, R]:
    """The loss, with its NumPy arguments in the library of the first array that is of another one."""

    @wraps(loss)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        given = (*args, *kwargs.values())
        if any(isinstance(x, NUMPY) for x in given):
            like = next((x for x in given if hasattr(x, "dtype") and not isinstance(x, NUMPY)), None)
            if like is not None:
                return loss(
                    *(_beside(x, like) for x in args),
                    **{name: _beside(x, like) for name, x in kwargs.items()},
                )
        return loss(*args, **kwargs)

    return called


def _beside(x: Any, like: Any) -> Any:
    if not isinstance(x, NUMPY):
        return x
    xp = library_of(like, "array").xp
    return xp.asarray(x, device=device_of(xp, like))
