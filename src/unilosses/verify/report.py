"""A comparison, as data and as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .findings import Entry, Finding, Pair
from .patterns import catalogue

RULES = {
    "sum against mean": "One of them sums the losses, the other takes their mean.",
    "mean against batchmean": "The sum divided by the rows, where a mean divides by all elements.",
}


@dataclass(frozen=True, eq=False)
class Comparison:
    """The result of `compare`; printed, it is a report."""

    like: str
    params: Mapping[str, Any]
    findings: tuple[Finding, ...]
    entries: tuple[Entry, ...]
    pairs: tuple[Pair, ...]

    @property
    def ok(self) -> bool:
        """Whether every function agrees with our loss."""
        return not any(f.serious for f in self.findings)

    @property
    def patterns(self) -> tuple[str, ...]:
        """The names of the patterns found, each once."""
        return tuple(dict.fromkeys(f.pattern for f in self.findings if f.pattern is not None))

    def of(self, function: str, kind: str | None = None) -> tuple[Finding, ...]:
        """The findings about one function, of one kind ("gradient" stands for those by every array)."""
        some = (f for f in self.findings if function in f.function.split(", "))
        return tuple(f for f in some if kind is None or f.kind == kind or f.kind.startswith(f"{kind} by "))

    def __str__(self) -> str:
        return text(self)

    __repr__ = __str__


def text(comparison: Comparison) -> str:
    """The table of errors, the distances between the functions, then the findings one by one."""
    params = ", ".join(f"{k}={v!r}" for k, v in comparison.params.items())
    lines = [f"like {comparison.like}({params}); errors in ulp, the largest finite one", ""]
    rows = [("function", "dtype", "value", "gradient", "not finite", "reduction")]
    for e in comparison.entries:
        lost = f"{e.lost} of {e.results}" if e.lost else "-"
        rows.append((e.function, e.dtype, ulp(e.value), ulp(e.gradient), lost, e.reduction))
    lines += _table(rows)
    if comparison.pairs:
        lines += [
            "",
            *_table(
                [
                    ("apart", "dtype", "value", "gradient", "one not finite", ""),
                    *(
                        (
                            f"{p.one} / {p.other}",
                            p.dtype,
                            ulp(p.value),
                            ulp(p.gradient),
                            str(p.lost) if p.lost else "-",
                            "",
                        )
                        for p in comparison.pairs
                    ),
                ]
            ),
        ]
    if not comparison.findings:
        return "\n".join([*lines, "", "No differences."])
    known = {**catalogue(), **RULES}
    for n, finding in enumerate(comparison.findings, 1):
        lines += ["", *described(n, finding, known)]
    return "\n".join(lines)


def described(n: int, f: Finding, known: dict[str, str]) -> list[str]:
    """A finding in a few lines."""
    lines = [", ".join(part for part in (f"{n}. {f.function}", f.dtype, f.kind) if part)]
    if f.note:
        lines[0] += f": {f.note}"
    if f.count:
        lines[0] += f": {f.count} of {f.total} results differ, by {_up_to(f.worst)}"
    if f.pattern is not None:
        variant = f" ({f.variant})" if f.variant not in ("", f.pattern) else ""
        lines.append(f"   pattern: {f.pattern}{variant}")
        if f.pattern in known:
            lines.append(f"     {known[f.pattern]}")
    elif f.count:
        lines.append("   pattern: none that is known")
    lines += [f"   {name} = {array_text(x)}" for name, x in f.inputs.items()]
    if f.computed is not None and f.truth is not None:
        apart = "" if np.isinf(f.ulp) else f" ({ulp(f.ulp)} ulp apart)"
        gives, truth = (number(x, f.dtype) for x in (f.computed, f.truth))
        lines.append(f"   gives {gives}, the truth is {truth}{apart}   [{f.origin}]")
    return lines


def number(x: float, dtype: str) -> str:
    """A result with the digits that its dtype has.

    >>> number(0.1, "float64"), number(0.10000000149011612, "float32")
    ('0.1', '0.1')
    """
    return f"{x:.4g}" if dtype == "bfloat16" else str(np.dtype(dtype).type(x))


def ulp(x: float | None) -> str:
    """A number of ulp in short form; a dash for None.

    >>> ulp(None), ulp(0.5), ulp(1234567.0)
    ('-', '0.5', '1.2e+06')
    """
    return "-" if x is None else f"{x:.3g}" if x < 1000 else f"{x:.1e}"


def _up_to(worst: float) -> str:
    return "NaN or infinity where the truth is finite, or the reverse" if np.isinf(worst) else f"up to {ulp(worst)} ulp"


def array_text(x: object) -> str:
    """An array as one would type it, cut after some numbers."""
    array = np.asarray(x)
    with np.printoptions(threshold=24, edgeitems=4, precision=9, floatmode="maxprec", linewidth=100):
        return np.array2string(array, separator=", ").replace("\n", "\n      ")


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]
