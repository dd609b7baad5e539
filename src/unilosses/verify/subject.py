"""A function under comparison: called and differentiated in its own library. Its reduction is inferred."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np

from ..backends.registry import find_backend
from .batches import Batch
from .places import Place, describe

Array: TypeAlias = np.ndarray[Any, Any]

# Two reductions of the same terms are the same if they differ by no more than this, relatively.
SAME_SUM = {"float64": 1e-6, "float32": 1e-3, "float16": 2e-2, "bfloat16": 1e-1}


class Failure(Exception):
    """The function raised; the message says what."""


class Subject:
    """One of the compared functions. `order` holds the positions of our arrays, in the function's order."""

    def __init__(
        self, name: str, function: Any, place: Place, order: Sequence[int], wrt: Sequence[int], whole: bool
    ) -> None:
        self.name, self.place, self.order, self.wrt, self.whole = name, place, tuple(order), tuple(wrt), whole
        self.function, self.gradient = function if isinstance(function, tuple) else (function, None)
        if not callable(self.function):
            raise TypeError(f"{name}: expected a function, or a pair (function, gradient); got {function!r}")
        self.mode = "none"  # the axes that it reduces, or "last" or "all"; "each" takes one matrix, not a stack
        self.reduction = "none"
        self.remarks: dict[str, str] = {}  # about a result's dtype, library, device or shape, once each

    @property
    def has_gradient(self) -> bool:
        return self.place.differentiates or self.gradient is not None

    # --- calls ---

    def native(self, arrays: Sequence[Array], dtype: str) -> list[Any]:
        return [self.place.array(x, dtype) for x in arrays]

    def _apply(self, native: Sequence[Any]) -> Any:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            try:
                return self.function(*[native[i] for i in self.order])
            except Exception as error:
                raise Failure(f"{type(error).__name__}: {error}".partition("\n")[0]) from error

    def raw(self, arrays: Sequence[Array], dtype: str) -> tuple[Array, tuple[int, ...]]:
        """The result as flat float64 numbers, and its shape."""
        with self.place.float64_enabled():
            out = self._apply(self.native(arrays, dtype))
            self._look(out, dtype)
            return self.place.numpy(out), tuple(np.shape(out))

    def _look(self, out: Any, dtype: str) -> None:
        library, found, device = describe(out)
        if library != self.place.backend:
            self.remarks.setdefault(f"library {library}", f"{dtype} arrays give a result of {library}")
        elif found != dtype:
            self.remarks.setdefault(f"dtype {found} of {dtype}", f"{dtype} arrays give a {found} result")
        if library == self.place.backend != "numpy" and device != self.place.device:
            self.remarks.setdefault(f"device {device}", f"arrays on {self.place.device} give a result on {device}")

    def gradients(self, arrays: Sequence[Array], dtype: str) -> list[Array]:
        """The gradients of the result's sum by the wanted arrays, flat, in float64."""
        with self.place.float64_enabled():
            native = self.native(arrays, dtype)
            return [self.place.numpy(g) for g in self._differentiate(native)]

    def _differentiate(self, native: list[Any]) -> Sequence[Any]:
        try:
            return self._slopes(native)
        except Failure:
            raise
        except Exception as error:
            raise Failure(f"its gradient: {type(error).__name__}: {error}".partition("\n")[0]) from error

    def _slopes(self, native: list[Any]) -> Sequence[Any]:
        if self.gradient is not None:
            with np.errstate(all="ignore"):
                found = self.gradient(*[native[i] for i in self.order])
            return found if isinstance(found, tuple | list) else (found,)
        if self.place.backend == "torch":  # autograd itself: torch.func is stricter about what it differentiates
            for i in self.wrt:
                native[i].requires_grad_(True)
            out = self._apply(native)
            if not out.requires_grad:
                return [0.0 * native[i].detach() for i in self.wrt]
            out.sum().backward()
            return [native[i].grad if native[i].grad is not None else 0.0 * native[i].detach() for i in self.wrt]

        def total(*some: Any) -> Any:
            new = dict(zip(self.wrt, some, strict=True))
            return self._apply([new.get(i, x) for i, x in enumerate(native)]).sum()

        wanted = tuple(native[i] for i in self.wrt)
        return find_backend(type(wanted[0])).value_and_grad(total, wanted)[1]

    # --- batches ---

    def evaluate(self, batch: Batch) -> tuple[Array, list[Array]]:
        """Unreduced values and gradients of a batch. A function that reduces is called row by row.

        So a NaN in one row does not spread to the others.
        """
        differentiate = self.has_gradient and any(g is not None for g in batch.gradients)
        if self.mode in ("all", "each") and not self.whole:
            parts = [self._call(batch.take(np.asarray([i])), differentiate) for i in range(batch.rows)]
            values = np.concatenate([v for v, _ in parts])
            return values, [np.concatenate([g[k] for _, g in parts]) for k in range(len(self.wrt) * differentiate)]
        return self._call(batch, differentiate)

    def evaluate_one(self, row: Batch, rows: int) -> tuple[Array, list[Array]]:
        """The results of a single row. JAX compiles for every shape, so it gets the row repeated to the known shape."""
        if self.mode != "none" or self.place.backend != "jax":
            return self.evaluate(row)
        value, gradients = self.evaluate(row.take(np.zeros(rows, dtype=int)))
        return value[: value.size // rows], [g[: g.size // rows] for g in gradients]

    def _call(self, batch: Batch, differentiate: bool) -> tuple[Array, list[Array]]:
        arrays = batch.arrays
        if self.mode == "each":
            arrays = tuple(x[0] for x in arrays)
        elif (
            self.mode != "none" and batch.value.shape == arrays[0].shape
        ):  # elementwise: it reduces an axis of length 1
            arrays = tuple(x[..., None] for x in arrays)
        value, shape = self.raw(arrays, batch.dtype)
        expected = batch.value.near.size
        if value.size != expected and not (self.whole and value.size == 1):
            inner = value.size // max(expected, 1)
            if shape != arrays[0].shape or value.size != expected * inner:
                raise Failure(f"its result has the shape {shape} for arrays of shape {arrays[0].shape}")
            value = value.reshape(expected, inner).sum(axis=1)  # it does not add the terms of each row
        return value, self.gradients(arrays, batch.dtype) if differentiate else []

    # --- what it reduces ---

    def probe(self, shape_of: Callable[[tuple[int, ...]], tuple[Array, ...]], event_ndim: int, dtype: str) -> None:
        """Infer which axes it reduces, and how, from its results on single rows and on all rows."""
        shape = (3, 4) if event_ndim == 0 else (3, *(4,) * (event_ndim - 1), 5)
        arrays = shape_of(shape)
        if event_ndim > 1 and self._takes_one(arrays, dtype):
            self.mode = "each"
            return
        together, out = self.raw(arrays, dtype)
        unreduced = shape if event_ndim == 0 else shape[:1]
        if out == unreduced:
            return
        if out == shape:
            self.remarks["terms"] = "it does not add the terms of a row: its result has the shape of its first array"
            return
        if out == shape[:1]:
            self.mode = "last"
            cells = [[self._single(arrays, (i, j), dtype) for j in range(shape[1])] for i in range(shape[0])]
            self.reduction = _name(together, np.asarray(cells), dtype) + " of the last axis"
        elif together.size == 1:
            self.mode = "all"
            each = [self._single(arrays, i, dtype) for i in np.ndindex(unreduced)]
            self.reduction = _name(together, np.asarray([each]), dtype, rows=shape[0])
        else:
            raise Failure(f"its result has the shape {out} for arrays of shape {shape}")

    def _takes_one(self, arrays: Sequence[Array], dtype: str) -> bool:
        """Whether it takes one matrix and returns one number, where our loss takes stacks of matrices."""
        try:
            if self.raw(arrays, dtype)[1] == (3,):
                return False
        except Failure:
            pass
        try:
            return self.raw([x[0] for x in arrays], dtype)[0].size == 1
        except Failure:
            return False

    def _single(self, arrays: Sequence[Array], at: tuple[int, ...], dtype: str) -> float:
        """Its value on one row (or one element) alone."""
        window = tuple(slice(i, i + 1) for i in at)
        return float(self.raw([x[window[: x.ndim]] for x in arrays], dtype)[0].sum())


def _name(together: Array, cells: Array, dtype: str, rows: int = 0) -> str:
    """The name of the reduction by which `together` comes from `cells`, row by row."""
    total, near = cells.sum(axis=1), SAME_SUM[dtype]
    candidates = {"mean": total / cells.shape[1], "sum": total}
    if 1 < rows < cells.shape[1]:
        candidates["batchmean"] = total / rows
    for name, numbers in candidates.items():
        if np.allclose(together, numbers, rtol=near, atol=near * np.abs(total).max() / cells.shape[1]):
            return name
    return "unknown"
