"""Random calls of any loss: right ones, in whatever form their arguments may come, and ones with something wrong.

A right call gives what plain arrays give, reduced by a formula of its own. A wrong one is an error of ours that names
the argument. There is no third outcome.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

import unilosses
from unilosses.definition.definition import LossSpec
from unilosses.definition.kinds import REAL, Item, Kind, Shape
from unilosses.definition.samples import Source, ordinary

from .generic import inside

# How far the results of calls in these dtypes may be from those in float64: this is about gross errors alone.
TOLERANCES = {"float64": 1e-9, "float32": 2e-4, "float16": 4e-3, "bfloat16": 3e-2}
EPSILONS = {"float64": 2.0**-52, "float32": 2.0**-23, "float16": 2.0**-10, "bfloat16": 2.0**-7}
# Parameters that are numbers of Python's, or whose values other arguments restrict.
FIXED = {("tweedie_deviance", "power"), ("ctc", "blank")}


@dataclass
class Library:
    """How arrays of a library are made, and in which forms."""

    dtypes: tuple[str, ...]
    array: Callable[[np.ndarray, str], Any]  # of that dtype
    forms: tuple[Callable[[Any], Any], ...]  # the same numbers, laid out otherwise
    foreign: tuple[Any, ...] = ()  # what is no array of this library


def _strided(x: np.ndarray) -> np.ndarray:
    return np.repeat(x, 2, axis=-1)[..., ::2] if x.ndim else x


def _reversed(x: np.ndarray) -> np.ndarray:
    return x[::-1].copy()[::-1] if x.ndim else x


def _read_only(x: np.ndarray) -> np.ndarray:
    x = x.copy()
    x.flags.writeable = False
    return x


def _swapped(x: np.ndarray) -> np.ndarray:
    return x.astype(x.dtype.newbyteorder())


NUMPY = Library(
    ("float64", "float32", "float16"),
    lambda x, dtype: x.astype(dtype),
    (lambda x: x, _strided, _reversed, np.asfortranarray, _read_only, _swapped),
)

NO_NUMBERS: tuple[Callable[[Any], Any], ...] = (
    lambda x: np.asarray(x).astype(np.complex128),
    lambda x: np.asarray(x).astype(object),
    lambda x: np.asarray(x).astype(str),
    lambda x: np.zeros(np.shape(x), "datetime64[s]"),
    lambda x: "one",
    lambda x: 1j,
    lambda x: object(),
    lambda x: {"a": 1},
)


@dataclass
class Draw:
    """A call as it is given, the same with plain arrays, and what is wrong with it."""

    spec: LossSpec
    arrays: list[Any]
    keywords: dict[str, Any]
    plain: list[np.ndarray]
    plain_keywords: dict[str, Any]
    dtype: str
    wrong: str = ""
    how: str = ""

    def __str__(self) -> str:
        shown = {k: v for k, v in self.keywords.items() if v is not None}
        return f"{self.spec.name}({self.arrays!r}, **{shown!r}) wrong={self.wrong!r} {self.how}"


@dataclass
class Drawer:
    """Draws calls of a library's."""

    library: Library
    rng: np.random.Generator
    counts: dict[str, int] = field(default_factory=dict)

    def _one(self, choices: Any) -> Any:
        return choices[int(self.rng.integers(len(choices)))]

    def _given(self, x: np.ndarray, dtype: str | None) -> Any:
        """Numbers as an array of the library in some form."""
        made = self.library.array(x, dtype or str(x.dtype))
        return self._one(self.library.forms)(made)

    def call(self, spec: LossSpec) -> Draw:
        rows, classes = int(self.rng.integers(1, 6)), int(self.rng.integers(2, 5))
        shape = (rows, *(4,) * (spec.event_ndim - 1), classes)
        if spec.event_ndim == 0 and self.rng.random() < 0.2:
            shape = (rows,)
        rng, dtype = self.rng, str(self._one(self.library.dtypes))
        source = Source(partial(inside, rng), rng.integers)
        d = Draw(spec, [], {}, [], {}, dtype)
        for name in spec.arrays:
            x = ordinary(spec, name, shape, source)
            if x.dtype.kind == "f":
                x = x.astype(np.float32 if dtype == "bfloat16" else dtype)
                if dtype == "bfloat16":  # NumPy has none: numbers of eight digits
                    x = (np.round(x * 16) / 16).astype(np.float32)
            d.plain.append(x.astype(np.float64) if x.dtype.kind == "f" else x)
            d.arrays.append(self._array(spec.domain[name], x, dtype, first=not d.arrays))
        self._parameters(d, shape)
        self._options(d, shape[: len(shape) - spec.event_ndim])
        if rng.random() < 0.4:
            self._spoil(d, shape)
        return d

    def _array(self, kind: Kind, x: np.ndarray, dtype: str, *, first: bool) -> Any:
        if x.dtype.kind == "f":
            whole = not first and not kind.interval.low > -1 and np.all(x == np.round(x)) and self.rng.random() < 0.3
            return self._given(x.astype(np.int64), "int32") if whole else self._given(x.astype(np.float64), dtype)
        small = ("int64", "int32", "int16", "int8", "uint8")
        return self._given(x, str(self._one(small)))

    # --- parameters and options ---

    def _parameters(self, d: Draw, shape: tuple[int, ...]) -> None:
        spec = d.spec
        for name in spec.params:
            kind = spec.domain[name]
            if isinstance(spec.params[name], str) and spec.params[name] == "finfo":
                d.plain_keywords[name] = EPSILONS[d.dtype]
            if "logits" in kind.choices:
                d.keywords[name] = d.plain_keywords[name] = "logits"
            elif kind.item is Item.REAL and (spec.name, name) not in FIXED and self.rng.random() < 0.4:
                if kind.shape is Shape.CLASSES and self.rng.random() < 0.5:
                    values = inside(self.rng, kind.interval, (shape[-1],))
                    d.plain_keywords[name] = values
                    d.keywords[name] = self._one((tuple, list, lambda v: self._given(v, d.dtype)))(values)
                elif kind.shape in (Shape.FIRST, Shape.CLASSES):
                    number = float(inside(self.rng, kind.interval, ()))
                    d.plain_keywords[name] = number
                    d.keywords[name] = self._number(number, d.dtype)

    def _number(self, number: float, dtype: str) -> Any:
        return self._one((float, np.float64, np.float32, lambda v: self.library.array(np.asarray(v), dtype)))(number)

    def _options(self, d: Draw, shape: tuple[int, ...]) -> None:
        rng, spec = self.rng, d.spec
        d.keywords["reduction"] = d.plain_keywords["reduction"] = str(self._one(("mean", "sum", "none")))
        if rng.random() < 0.4:
            own = shape if rng.random() < 0.5 else shape[:1]
            weight = rng.integers(0, 4, own).astype(np.float64)
            number = rng.random() < 0.2 or spec.penalty
            d.plain_keywords["weight"] = 2.0 if number else weight
            d.keywords["weight"] = self._number(2.0, d.dtype) if number else self._given(weight, d.dtype)
        if rng.random() < 0.3 and not spec.penalty:
            mask = rng.random(shape) < 0.7
            d.plain_keywords["where"], d.keywords["where"] = mask, self._given(mask, "bool")
        if d.keywords["reduction"] == "mean" and rng.random() < 0.3 and not spec.penalty:
            d.plain_keywords["normalizer"] = 3.0
            d.keywords["normalizer"] = self._one((3, np.int64(3), self._number(3.0, d.dtype)))
            if rng.random() < 0.3:
                d.plain_keywords["normalizer"] = d.keywords["normalizer"] = "count"

    # --- what is wrong ---

    def _spoil(self, d: Draw, shape: tuple[int, ...]) -> None:
        """One thing made wrong, in a way that is wrong at that place in any case."""
        spec = d.spec
        places = [*([] if spec.penalty else spec.arrays), "weight", "reduction"]
        places += [] if spec.penalty else ["where", "normalizer"]
        places += [k for k in spec.params if spec.domain[k].item is Item.REAL and (spec.name, k) not in FIXED]
        d.wrong = str(self._one(places))
        if d.wrong in spec.arrays:
            i = spec.arrays.index(d.wrong)
            d.arrays[i] = self._wrong_array(d, i)
            d.keywords.pop("where", None)  # what is masked is not judged
        elif d.wrong == "reduction":
            d.keywords["reduction"] = self._one(("max", "Mean", None, 1, ("mean",), np.zeros(2), b"mean"))
            d.keywords.pop("normalizer", None)
        else:
            d.keywords[d.wrong] = self._wrong_option(d, shape)
            if d.wrong == "normalizer":
                d.keywords["reduction"] = "mean"

    def _wrong_array(self, d: Draw, i: int) -> Any:
        x, kind = d.plain[i], d.spec.kinds[i]
        found: list[Any] = [lambda: self._one(NO_NUMBERS)(x), lambda: None, lambda: x.tolist() if x.ndim else "x"]
        found += [lambda foreign=foreign: foreign for foreign in self.library.foreign]
        if kind.labels == "class":
            found.append(lambda: self._given(np.full_like(x, self._one((-1, 100))), "int64"))
            found.append(lambda: self._given(x.astype(np.float64), "float64"))
        if kind.labels == "signed":
            found.append(lambda: self._given(np.where(np.arange(x.size).reshape(x.shape) == 0, 0.5, x), "float64"))
        if i and kind.shape in (Shape.FIRST, Shape.ROWS):
            found.append(lambda: self._given(np.concatenate([x, x[:1]]), None))
            found.append(lambda: self._given(x[..., None, None], None))
        if self.library is NUMPY and x.ndim == 2:
            found += [lambda: x.view(np.matrix), lambda: np.ma.masked_array(x)]
        made = self._one(found)()
        d.how = f"{type(made).__name__}"
        return made

    def _wrong_option(self, d: Draw, shape: tuple[int, ...]) -> Any:
        like, spec = d.plain[0], d.spec
        found: list[Any] = [lambda: self._one(NO_NUMBERS)(like)]
        if d.wrong == "weight":
            found += [lambda: self._given(np.ones((shape[0] + 1, *shape[1:])), d.dtype)]
            found += [] if spec.penalty else [lambda: [1.0] * shape[0]]
        elif d.wrong == "where":
            found += [lambda: True, lambda: self._given(np.ones(shape[:1]), d.dtype), lambda: [True] * shape[0]]
            found += [lambda: self._given(np.ones(shape[0] + 1, bool), "bool")]
        elif d.wrong == "normalizer":
            found += [lambda: self._one((-1, -0.5, float("nan"), float("inf"), "sum", [3.0], (3,)))]
            found += [lambda: self._given(np.ones(1), d.dtype), lambda: self.library.array(np.asarray(-1.0), d.dtype)]
        else:
            kind = spec.domain[d.wrong]
            found += [lambda: self._given(np.full((7, *like.shape), kind.interior), d.dtype), lambda: "no such word"]
            if kind.interval != REAL:
                low, high = kind.interval.low, kind.interval.high
                out = low - 1.0 if np.isfinite(low) else high + 1.0
                found += [lambda: out, lambda: np.float32(out), lambda: self.library.array(np.asarray(out), d.dtype)]
                found += [lambda: float("nan")]
        return self._one(found)()


# --- what comes of a call ---------------------------------------------------------------------------------------------


def expected(d: Draw) -> Any:
    """The result of a right call: unreduced from plain arrays, then reduced by hand."""
    spec, keywords = d.spec, dict(d.plain_keywords)
    if spec.penalty or "class_weight" in keywords:
        return spec.function(*d.plain, **keywords)
    weight, where, by = (keywords.pop(k, None) for k in ("weight", "where", "normalizer"))
    reduction = keywords.pop("reduction")
    given = {"where": where} if spec.mask else {}
    table = spec.function(*d.plain, **keywords, **given, reduction="none")
    mask = np.ones(table.shape, bool) if where is None else np.broadcast_to(_left(where, table.ndim), table.shape)
    weights = mask.astype(float)
    if weight is not None:
        weights = np.broadcast_to(_left(np.asarray(weight), table.ndim), table.shape) * weights
    parts = np.where(weights != 0, table, 0.0) * weights
    if reduction == "none":
        return parts
    if reduction == "sum":
        return parts.sum()
    total = mask.sum() if by == "count" else weights.sum() if by is None else by
    return parts.sum() / total if total else 0.0


def _left(x: np.ndarray, ndim: int) -> np.ndarray:
    return x.reshape(x.shape + (1,) * (ndim - x.ndim)) if x.ndim else x


def complaint(d: Draw, to_numpy: Callable[[Any], np.ndarray], *, gradient: bool = False) -> str:
    """What is wrong with the outcome of a call; "" if nothing is."""
    try:
        if gradient:
            found, slope = unilosses.value_and_grad(d.spec.function)(*d.arrays, **d.keywords)
        else:
            found, slope = d.spec.function(*d.arrays, **d.keywords), None
    except (TypeError, ValueError) as error:
        if not d.wrong:
            return f"a right call is refused: {error}"
        return "" if re.search(rf"\b{d.wrong}\b", str(error)) else f"the error does not name {d.wrong}: {error}"
    except Exception as error:  # noqa: BLE001 - whatever else is raised is what is looked for
        return f"{type(error).__name__}: {error}"
    if d.wrong:
        return f"{d.wrong} is wrong, and gives {found!r}"
    if str(found.dtype).rpartition(".")[2] != d.dtype:
        return f"the result is {found.dtype}"
    value, truth = to_numpy(found).astype(np.float64), np.asarray(expected(d))
    if value.shape != truth.shape:
        return f"the result has shape {value.shape}, not {truth.shape}"
    tolerance = TOLERANCES[d.dtype]
    if not np.allclose(value, truth, rtol=tolerance, atol=tolerance, equal_nan=True):
        return f"{value} for {truth}"
    if slope is not None and (tuple(slope.shape) != tuple(d.arrays[0].shape) or not np.isfinite(to_numpy(slope)).all()):
        return f"the gradient is {slope!r}"
    return ""
