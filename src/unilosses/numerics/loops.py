"""Loops over the first axis of arrays."""

from __future__ import annotations

from ..backends.library import library_of
from ..backends.protocol import Step
from ..typing import Array, Namespace


def scan(
    xp: Namespace, step: Step, carry: tuple[Array, ...], xs: tuple[Array, ...], fixed: tuple[Array, ...] = ()
) -> tuple[tuple[Array, ...], tuple[Array, ...]]:
    """The last carry of a loop over the first axis of `xs`, and what its steps gave, stacked along a first axis.

    `step(xp, carry, x)` returns the next carry and a row of results, both tuples. It is a function of a module and
    takes nothing from where it is called but these: JAX then compiles it once, whatever the length.
    Large arrays that every step needs whole are `fixed`: `step(xp, carry, x, *fixed)`. Of such a loop nothing is kept
    for a derivative; its steps are computed anew.
    """
    return library_of(xs[0], "xs").backend.scan(xp, step, carry, xs, fixed)
