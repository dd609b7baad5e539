"""Labels -1 and 1, or 0 and 1 by their encoding: other numbers are an error where the host can read them."""

from __future__ import annotations

from ..backends.library import Library
from ..settings import checks_enabled
from ..typing import Array
from .gate import everywhere
from .validation import first_place


def label_signs(
    library: Library, labels: Array, encoding: str | None, excused: Array | None, name: str
) -> Array | None:
    """ValueError for the first label that is neither -1 nor 1; nor 0 nor 1, if that is the encoding. NaN passes.

    If nobody looked, where the labels are right; otherwise None.
    """
    xp, binary = library.xp, encoding == "binary"
    if library.note is None and everywhere(library, xp.all(_are_signs(labels, binary))):
        return None  # as nearly always, and soon told
    right = _are_signs(labels, binary) | (labels != labels)
    if excused is not None:
        right = right | excused
    met = everywhere(library, xp.all(right))
    if met is not False:
        return None if met else right
    first, position = first_place(xp, ~right)
    usual, hint = "-1 and 1", ""
    if encoding is not None:
        usual = f"{'0 and 1' if binary else '-1 and 1'} for encoding={encoding!r}"
        hint = "; labels -1 and 1 are encoding='signed'" if binary else "; labels 0 and 1 are encoding='binary'"
    with library.backend.settings(recording=False):  # else torch warns of what is read
        number = float(first(labels))
    raise ValueError(f"{name} has {number:g} at position {position}; expected labels {usual}{hint}")


def are_signs(library: Library, labels: Array, encoding: str | None) -> bool:
    """Whether the host has read labels, and each is -1 or 1, or what the encoding has for them."""
    backend = library.backend
    # What is differentiated may be traced: then nothing is to be recorded for a look.
    if 0 in labels.shape or not checks_enabled() or backend.differentiates((labels,)):
        return False
    read = backend.bounds(_are_signs(labels, encoding == "binary"))
    return read is not None and bool(read[0])


def _are_signs(labels: Array, binary: bool) -> Array:
    return labels * (labels - 1.0) == 0 if binary else labels * labels == 1
