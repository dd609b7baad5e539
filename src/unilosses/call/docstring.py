"""The docstring of a public function: its kernel's, and what holds for every loss.

A kernel whose docstring has sections need not say which errors the checks of every call raise. Where it has no section
on errors, that section is written here.
"""

from __future__ import annotations

import inspect
import textwrap
from functools import cache

from ..definition.definition import LossSpec
from ..definition.options import EVERY, ROWS

EXAMPLE = "\nExample\n"  # the section before which that on errors stands


def docstring(spec: LossSpec) -> str:
    own = inspect.cleandoc(spec.kernel.__doc__ or "")
    if EXAMPLE in own and "\nErrors\n" not in own:
        labels = spec.has_labels and not spec.has_binary_labels
        own = own.replace(EXAMPLE, f"\n{_errors(labels, bool(spec.params))}{EXAMPLE}", 1)
    return f"{own}\n\n{_shared_arguments()}\n"


@cache
def _errors(labels: bool, params: bool) -> str:
    """The section on what the checks of a call refuse."""
    values = ["shapes that do not fit"]
    if labels:
        values.insert(0, "a label outside the classes (NaN in its row where the host cannot read labels)")
    if params:
        values.append("a parameter out of its range")
    comma = ", or " if len(values) > 2 else " or "
    listed = comma.join(filter(None, [", ".join(values[:-1]), values[-1]]))
    return _section("Errors", [f"ValueError: {listed}. TypeError: dtype or library of an array."])


@cache
def _shared_arguments() -> str:
    """The section on the options of every loss."""
    return _section("Arguments that every loss takes", [f"{name}: {ROWS[name].words}" for name in EVERY], hanging=4)


def _section(title: str, paragraphs: list[str], hanging: int = 0) -> str:
    first, later = " " * 4, " " * (4 + hanging)
    filled = (textwrap.fill(text, 116, initial_indent=first, subsequent_indent=later) for text in paragraphs)
    return "\n".join([title, *filled])
