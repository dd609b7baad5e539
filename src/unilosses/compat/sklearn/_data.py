"""Array-likes as scikit-learn takes them: brought into one library and shape, and refused by its rules."""

from __future__ import annotations

from typing import Any, NamedTuple

import array_api_compat
import numpy as np

from ...backends.library import Library, device_of, library_of
from ...call.gate import everywhere
from ...typing import Array
from .._arrays import promoted


class InvalidParameterError(ValueError, TypeError):
    """An argument of a kind that the function does not take, as in scikit-learn."""


def fail(name: str, value: Any, expected: str) -> InvalidParameterError:
    return InvalidParameterError(f"{name} must be {expected}, got {value!r}")


def array_like(x: Any, name: str) -> Any:
    """An array as it is; a sequence, or anything else that NumPy makes an array of, as NumPy's."""
    if hasattr(x, "dtype"):
        try:
            library_of(x, name)
        except TypeError:  # a pandas column, an array of strings in a class of its own
            return np.asarray(x)
        return x
    if x is None or isinstance(x, str | bytes) or not (hasattr(x, "__len__") or hasattr(x, "__array__")):
        raise fail(name, x, "an array-like")
    return np.asarray(x)


def beside(library: Library, x: Any, like: Array) -> Array:
    """An array in another one's library, on its device."""
    device = device_of(library.xp, like)
    if library_of(x, "array") is not library:
        return library.xp.asarray(on_host(x), device=device)
    return x if device_of(library.xp, x) == device else array_api_compat.to_device(x, device)


def on_host(x: Any) -> Any:
    """An array of any library, from any device, as NumPy's."""
    try:
        return np.asarray(x)
    except (TypeError, RuntimeError):  # it lies where NumPy cannot read
        return np.from_dlpack(x, device="cpu")


def numeric(x: Any, name: str) -> Any:
    """An array of real numbers; ValueError for strings and complex numbers."""
    kind = getattr(x.dtype, "kind", "f")
    if kind in "OUS":
        try:
            return x.astype(np.float64)
        except ValueError:
            raise ValueError(f"{name} holds what is no number") from None
    if kind == "c" or "complex" in str(x.dtype):
        raise ValueError(f"Complex data not supported: {name} holds some")
    return x


def finite(library: Library, x: Array, name: str) -> None:
    """ValueError for NaN and infinity, where the host can read them."""
    xp = library.xp
    if library.floating(x.dtype) is not None and everywhere(library, xp.isfinite(x)) is False:
        found = "NaN" if everywhere(library, ~xp.isnan(x)) is False else "infinity or a value too large for its dtype"
        raise ValueError(f"Input {name} contains {found}, {x.dtype}")


def table(library: Library, x: Array, name: str) -> Array:
    """Numbers of one or two axes and at least one row, with the outputs along a second axis."""
    if x.ndim not in (1, 2):
        raise ValueError(f"{name} has shape {tuple(x.shape)}; expected one axis, or two")
    if 0 in x.shape:
        raise ValueError(f"{name} is empty, of shape {tuple(x.shape)}; expected at least one sample")
    finite(library, x, name)
    return x if x.ndim == 2 else x[:, None]


def same_length(**named: Any) -> None:
    lengths = {name: int(x.shape[0]) if x.ndim else 1 for name, x in named.items() if x is not None}
    if len(set(lengths.values())) > 1:
        numbers = list(lengths.values())
        raise ValueError(f"Found input variables with inconsistent numbers of samples: {numbers}: {', '.join(lengths)}")


def weights(library: Library, sample_weight: Any, like: Array, *, error: type[Exception] = ValueError) -> Any:
    """One weight for each sample, or None."""
    if sample_weight is None:
        return None
    w = beside(library, numeric(array_like(sample_weight, "sample_weight"), "sample_weight"), like)
    same_length(y_true=like, y_pred=like, sample_weight=w)
    if w.ndim != 1:
        raise ValueError(f"Sample weights must be 1D array or scalar: sample_weight has shape {tuple(w.shape)}")
    finite(library, w, "sample_weight")
    if everywhere(library, w == 0):
        raise error("sample_weight must have a number other than 0")
    return w


class Regression(NamedTuple):
    """The arguments of a regression loss: columns for the outputs, and what they count."""

    library: Library
    true: Array
    pred: Array
    weight: Array | None
    raw: bool
    output_weight: Array | None


def regression(y_true: Any, y_pred: Any, sample_weight: Any = None, multioutput: Any = "uniform_average") -> Regression:
    y_true, y_pred = array_like(y_true, "y_true"), array_like(y_pred, "y_pred")
    if isinstance(multioutput, str) and multioutput not in ("raw_values", "uniform_average"):
        raise fail("multioutput", multioutput, "'raw_values', 'uniform_average' or an array-like")
    output_weight = None if isinstance(multioutput, str) else array_like(multioutput, "multioutput")
    y_pred = numeric(y_pred, "y_pred")
    library = library_of(y_pred, "y_pred")
    y_true = beside(library, numeric(y_true, "y_true"), y_pred)
    same_length(y_true=y_true, y_pred=y_pred)
    true, pred = table(library, y_true, "y_true"), table(library, y_pred, "y_pred")
    weight = weights(library, sample_weight, pred)
    if true.shape[1] != pred.shape[1]:
        raise ValueError(f"y_true has {true.shape[1]} outputs and y_pred {pred.shape[1]}")
    pair = (true, pred) if weight is None or library.floating(weight.dtype) is None else (true, pred, weight)
    true, pred, *rest = promoted(library, *pair)
    weight = rest[0] if rest else weight
    if output_weight is not None:
        if pred.shape[1] == 1:
            raise ValueError("weights of outputs are there for several outputs only")
        if tuple(output_weight.shape) != (pred.shape[1],):
            raise ValueError(f"multioutput has shape {tuple(output_weight.shape)}; expected one weight for each output")
        output_weight = library.xp.astype(beside(library, numeric(output_weight, "multioutput"), pred), pred.dtype)
        if everywhere(library, library.xp.sum(output_weight) == 0):
            raise ZeroDivisionError("the weights of the outputs sum to 0")
    return Regression(
        library, true, pred, weight, multioutput == "raw_values" if output_weight is None else False, output_weight
    )


def as_number(x: Any) -> Any:
    """A Python float, as the peer's; what the host cannot read (under jit) stays an array."""
    try:
        return float(x)
    except TypeError:
        return x
