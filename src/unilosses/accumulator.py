"""`Accumulator`: a loss over many batches, whose totals are exact until they are read."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from .backends.library import is_number, library_of
from .call.call import evaluate
from .call.prepare import prepare
from .call.reduction import normalizer
from .definition.options import Options
from .objects import Loss, Objective
from .terms import Term, objective, terms_of

# All finite numbers of float64 are whole multiples of 2^-1074.
_BITS = 1074


class _Total:
    """A sum of numbers of float64 without an error: a whole number of the smallest of them, which never overflows."""

    __slots__ = ("_special", "_whole")

    def __init__(self) -> None:
        self._whole = 0
        self._special = 0.0
        """The sum of what is not finite, and 0 if all is."""

    def add(self, other: float | _Total) -> None:
        if isinstance(other, _Total):
            self._whole += other._whole
            self._special += other._special
        elif math.isfinite(other):
            numerator, denominator = other.as_integer_ratio()  # the denominator is a power of 2
            self._whole += numerator << (_BITS + 1 - denominator.bit_length())
        else:
            self._special += other

    @property
    def special(self) -> float | None:
        """What the sum is, if not all of it is finite."""
        return None if self._special == 0 else self._special

    @property
    def exact(self) -> Fraction:
        return Fraction(self._whole, 1 << _BITS)


class _Sums(NamedTuple):
    """What is kept of one loss: the sum of weight * loss, and what a mean divides by."""

    total: _Total
    normalizer: _Total


class Accumulator:
    """A loss over batch after batch, as of one batch that holds them all: for evaluation, and for parallel workers.

    `update` takes a batch, `compute` gives the number. A mean is the sum of all weighted losses over the sum of all
    normalizers, so that a short last batch counts for what it holds: the mean of the batches' means is another number.

    Each batch is computed in float64, where its library has it, and summed; sums of batches, and their normalizers, are
    kept without an error, and `compute` rounds once. The same batches therefore give the same bits in any order, and
    however accumulators of theirs were merged; other batches of the same samples differ by the rounding of their sums.

    Arguments
        loss: a loss function, a loss object, or a sum of loss objects, with reduction "mean" or "sum". No penalty: it
            is of parameters, and no sum over batches.

    Errors
        TypeError: what is given is no loss, or a penalty; ValueError: its reduction is "none".

    >>> import numpy as np, unilosses
    >>> pred, target = np.asarray([0.0, 1.0, 4.0]), np.zeros(3)
    >>> mean = unilosses.Accumulator(unilosses.squared_error)
    >>> mean.update(pred[:2], target[:2])
    >>> mean.update(pred[2:], target[2:])
    >>> mean.compute()
    5.666666666666667
    """

    __slots__ = ("_loss", "_sums")

    def __init__(self, loss: Any) -> None:
        self._loss = objective("Accumulator", loss)
        for _, term in _terms(self._loss):
            if term.spec.penalty:
                raise TypeError(f"Accumulator takes losses of batches, and {term.spec.name} is a penalty: add it once")
            if term.options.reduction == "none":
                raise ValueError(f'Accumulator takes losses with reduction "mean" or "sum"; that of {term!r} is "none"')
        self.reset()

    def update(self, *arrays: Any, **keywords: Any) -> None:
        """Add a batch: arrays and keywords as in a call of the loss.

        Not among the keywords are `reduction`, which is the loss's own, and a normalizer of one's own, as the batches
        have theirs; normalizer="count" counts the unmasked elements of all of them. Arrays must have values: under a
        transformation or a compiler there are none. An update that raises an error leaves everything as it was.
        """
        if "reduction" in keywords:
            raise TypeError("update takes no reduction: it is that of the loss that the Accumulator was made of")
        given = keywords.get("normalizer")
        if given is not None and not isinstance(given, str):
            raise TypeError(f'update takes no normalizer but "count", as each batch adds its own; got {given!r}')
        terms = terms_of(self._loss, arrays, keywords)
        self._add([_of_batch(term) for term in terms])

    def merge(self, other: Accumulator) -> None:
        """Add what another accumulator of the same loss holds, which stays as it is.

        Accumulators pickle, so they come back from worker processes, `torch.distributed.all_gather_object`, or a fold
        of Dask or Spark.
        """
        if not isinstance(other, Accumulator):
            raise TypeError(f"merge takes an Accumulator, got {other!r}")
        if not _same(self._loss, other._loss):
            raise ValueError(f"an Accumulator of {self._loss!r} takes no other's, got one of {other._loss!r}")
        self._add(other._sums)

    def compute(self) -> float:
        """The loss of all batches so far, rounded once; 0.0 where there is nothing, as for an empty batch."""
        exact, special = Fraction(0), 0.0
        for (coefficient, term), (total, each) in zip(_terms(self._loss), self._sums, strict=True):
            by = each.exact if term.options.reduction == "mean" else Fraction(1)
            if total.special is not None:
                special += float(coefficient) * total.special
            elif by:
                exact += Fraction(float(coefficient)) * total.exact / by
        if special != 0:
            return special
        try:
            return float(exact)
        except OverflowError:
            return math.inf if exact > 0 else -math.inf

    def _add(self, found: Sequence[tuple[float | _Total, float | _Total]]) -> None:
        """Of each loss, more of what is kept."""
        for sums, (total, by) in zip(self._sums, found, strict=True):
            sums.total.add(total)
            sums.normalizer.add(by)

    def reset(self) -> None:
        """Forget all batches."""
        self._sums = [_Sums(_Total(), _Total()) for _ in _terms(self._loss)]

    def __repr__(self) -> str:
        return f"Accumulator({getattr(self._loss, '__name__', self._loss)!s})"


def _terms(loss: Any) -> list[tuple[Any, Loss]]:
    """The losses of an objective with their coefficients; of a function, the object."""
    found: list[tuple[Any, Loss]] = list(loss.terms() if isinstance(loss, Objective) else loss.spec.cls().terms())
    return found


def _same(one: Any, other: Any) -> bool:
    """Whether two objectives are the same loss: arrays in them by their numbers, as pickling makes new ones."""

    def plain(x: Any) -> Any:
        return x.tolist() if hasattr(x, "tolist") else x

    def content(loss: Any) -> list[Any]:
        return [
            (float(c), t.spec.source, {k: plain(v) for k, v in t.params.items()}, tuple(map(plain, t.options)))
            for c, t in _terms(loss)
        ]

    return content(one) == content(other)


def _of_batch(term: Term) -> tuple[float, float]:
    """The sum of weight * loss, and what a mean divides by."""
    backend = library_of(term.arrays[0], term.spec.arrays[0]).backend
    with backend.settings(float64=True), backend.settings(recording=False):
        arrays = tuple(map(_widened, term.arrays))
        params = {k: _widened(v) for k, v in term.params.items()}
        options = Options(*map(_widened, term.options))
        total = evaluate(term.spec, arrays, params, options._replace(reduction="sum", normalizer=None))
        by = normalizer(prepare(term.spec, arrays, params, options._replace(reduction="mean")))
        return float(total), float(by)


def _widened(x: Any) -> Any:
    """An array of fewer digits in float64; in float32 where there is none, as on some devices."""
    if not hasattr(x, "dtype") or is_number(x):
        return x
    library = library_of(x, "an argument")
    xp = library.xp
    if not library.is_real(x.dtype) or x.dtype == xp.float64 or not xp.isdtype(x.dtype, "real floating"):
        return x
    try:
        return xp.astype(x, xp.float64)
    except (TypeError, RuntimeError):
        return xp.astype(x, xp.float32)
