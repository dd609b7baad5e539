"""Sums over the last axis, and over everything, in the fixed order of exact mode; the largest of an axis."""

from __future__ import annotations

from ..backends.library import device_of
from ..settings import exact
from ..typing import Array, Namespace

# The fixed order: chunks of so many blocks of so many lanes, as a loop over vectors adds them.
LANES, BLOCKS = 16, 256


def row_sum(xp: Namespace, x: Array) -> Array:
    """The sum over the last axis, which is kept: the library's own, or in exact mode in the fixed order."""
    return _tree_sum(xp, x) if exact() else xp.sum(x, axis=-1, keepdims=True)


def ordered_sum(xp: Namespace, x: Array) -> Array:
    """The sum over all elements: the library's own, or in exact mode in the fixed order."""
    return _tree_sum(xp, xp.reshape(x, (-1,)))[0] if exact() else xp.sum(x)


def _tree_sum(xp: Namespace, x: Array) -> Array:
    """The sum over the last axis, which is kept, as balanced trees of neighbours: blocks, then lanes, then chunks."""
    blocks = -(-x.shape[-1] // LANES)
    blocks = -(-blocks // BLOCKS) * BLOCKS if blocks > BLOCKS else 2 ** max(blocks - 1, 0).bit_length()
    missing = blocks * LANES - x.shape[-1]  # zeros change no sum
    if missing:
        zero = xp.zeros((*x.shape[:-1], missing), dtype=x.dtype, device=device_of(xp, x))
        x = xp.concat([x, zero], axis=-1)
    x = xp.reshape(x, (*x.shape[:-1], -(-blocks // BLOCKS), min(blocks, BLOCKS), LANES))
    while x.shape[-2] > 1:
        x = x[..., 0::2, :] + x[..., 1::2, :]
    x = x[..., 0, :]
    while x.shape[-1] > 1:
        x = x[..., 0::2] + x[..., 1::2]
    x = x[..., 0]
    while x.shape[-1] > 1:
        even, odd = x[..., 0::2], x[..., 1::2]
        x = xp.concat([even[..., : odd.shape[-1]] + odd, even[..., odd.shape[-1] :]], axis=-1)
    return x


def row_max(xp: Namespace, x: Array) -> Array:
    """The largest over the last axis, which is kept; 0 where the axis is empty, as in a batch of no rows."""
    return xp.max(x, axis=-1, keepdims=True) if x.shape[-1] else xp.sum(x, axis=-1, keepdims=True)


def cumulative_sum(xp: Namespace, x: Array) -> Array:
    """The sums over the last axis up to each element."""
    return xp.cumulative_sum(x, axis=-1)


def sum_but_largest(xp: Namespace, x: Array) -> Array:
    """The sum over the last axis, which is kept, of all but the largest, where 0 <= x <= 1 and the largest is 1."""
    # The largest are taken out by arithmetic: XLA has no fast loop for a comparison inside a sum.
    whole = xp.floor(x)
    return row_sum(xp, x - whole) + (row_sum(xp, whole) - 1.0)


def partition(xp: Namespace, x: Array) -> tuple[Array, Array]:
    """The sum of x >= 0 over the last axis, and that sum without each element: no digit of a small rest is lost."""
    largest = xp.max(x, axis=-1, keepdims=True)
    # `+ 0 * x` gives the divisor the shape of x: XLA would multiply by the reciprocal, and the largest u be no 1.
    u = x / (xp.where(largest == 0, 1.0, largest) + 0.0 * x)
    rest = sum_but_largest(xp, u)
    return largest * (1.0 + rest), largest * ((1.0 - u) + rest)
