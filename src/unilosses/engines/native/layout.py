"""How arrays lie in memory, as a program asks for it."""

from __future__ import annotations

from collections.abc import Sequence


def normal(shape: Sequence[int], strides: Sequence[int], size: int) -> tuple[int, ...]:
    """Strides in bytes, where an axis of length 1 has that of an array without gaps."""
    found: list[int] = []
    gapless = size
    for n, s in zip(reversed(shape), reversed(strides), strict=True):
        found.insert(0, gapless if n == 1 else s)
        gapless = found[0] * n
    return tuple(found)


def code(shape: Sequence[int], strides: Sequence[int], size: int) -> str:
    """ "c" for an array without gaps, "u" for rows without gaps one stride apart, "g" for any other."""
    if not shape:
        return "c"
    if strides[-1] != size:
        return "g"
    before = len(shape) - 1
    if any(strides[i] != strides[i + 1] * shape[i + 1] for i in range(before - 1)):
        return "g"
    return "c" if before == 0 or strides[-2] == size * shape[-1] else "u"
