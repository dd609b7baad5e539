"""Results together with their rounding errors, which a formula carries along where it would magnify them.

No step here changes when a compiler fuses a multiplication with an addition: the products that are added are exact.
Differentiated, an error is 0, or so small beside its result as it is itself.
"""

from __future__ import annotations

import math

from .typing import Array, Namespace, Scalar


def two_sum(xp: Namespace, a: Array, b: Array) -> tuple[Array, Array]:
    """The rounded a + b, and its error, exactly (Knuth); the error is NaN where the sum is not finite.

    A constant has to be the second: XLA takes (1 + x) - 1 for x.
    """
    s = a + b
    other = s - a
    return s, (a - (s - other)) + (b - other)


def difference(xp: Namespace, a: Array, b: Array) -> tuple[Array, Array]:
    """The rounded a - b, and its error, which is 0 where the difference is not finite."""
    d = a - b
    finite = xp.isfinite(d)
    return d, two_sum(xp, xp.where(finite, a, 0.0), xp.where(finite, -b, 0.0))[1]


def product(xp: Namespace, a: Array, b: Array) -> tuple[Array, Array]:
    """a b, rounded about once, and the error, to half the digits; 0 where a b is infinite, or the error subnormal."""
    plain = a * b
    counts = xp.isfinite(plain) & is_large(xp, plain)
    a, b = xp.where(counts, a, 0.0), xp.where(counts, b, 0.0)
    (a_high, a_low), (b_high, b_low) = halves(xp, a), halves(xp, b)
    first, second = a_high * b_high, a_high * b_low + a_low * b
    p = first + second
    return xp.where(counts, p, plain), (first - p) + second


def quotient(xp: Namespace, a: Array, b: Array) -> tuple[Array, Array]:
    """a / b for b != 0 as it is rounded, and the error, to half the digits; 0 where one of the three is infinite.

    No constant may be b (but 0 * a + b): XLA multiplies by its reciprocal, which may be fused with what a / b is added
    to.
    """
    ratio = a / b
    finite = xp.isfinite(ratio) & xp.isfinite(b)
    q, a, b = xp.where(finite, ratio, 0.0), xp.where(finite, a, 0.0), xp.where(finite, b, 1.0)
    (high, low), (b_high, b_low) = halves(xp, q), halves(xp, b)
    rest = (((a - high * b_high) - high * b_low) - low * b_high) - low * b_low  # Dekker: a - q b exactly
    return ratio, rest / b


def square(xp: Namespace, x: Array, low: Array | float) -> tuple[Array, Array]:
    """(x + low)^2, as the exact square of half the digits of x and what that leaves."""
    high = halves(xp, x)[0]
    low = (x - high) + low
    return high * high, low * (2.0 * high + low)


def root(xp: Namespace, x: Array, low: Array) -> tuple[Array, Array]:
    """The square root of x + low for x > 0 as it is rounded, and the error."""
    r = xp.sqrt(x)
    high, rest = square(xp, r, 0.0)
    return r, (((x - high) - rest) + low) / (2.0 * r)


def power(xp: Namespace, x: Array, error: Array | float, exponent: Scalar, of_exponent: float = 0.0) -> Array:
    """(x (1 + error))^(exponent + of_exponent) for finite x > 0; the second parts are of the size of rounding errors.

    A number as exponent is not rounded to the dtype of x. The powers of the libraries are within an ulp.
    """
    # x^(e + d) (1 + e error + d log x), with e the rounded exponent
    e, d = rounded(xp, exponent, x) if isinstance(exponent, float) else (exponent, 0.0)
    change = e * error
    d += of_exponent
    if d:
        change = change + d * xp.log(x)
    # As an array: torch would take a number as a float64, where the others round it to the dtype of the data.
    raised = x ** (xp.zeros_like(x) + e)
    return raised + xp.where(xp.isfinite(raised), raised, 0.0) * change


def rounded(xp: Namespace, number: float, like: Array) -> tuple[float, float]:
    """A number as the dtype of an array holds it, and what that leaves of it."""
    if not math.isfinite(number):
        return number, 0.0
    fraction, exponent = math.frexp(number)
    n = digits(xp, like)
    high = math.ldexp(round(math.ldexp(fraction, n)), exponent - n)
    return high, number - high


def short(x: Array, digits: int) -> Array:
    """x rounded, its last digits (so many) being 0; by an exact product, which a compiler may fuse with the sum."""
    above = x * 2.0**digits
    return (x + above) - above


def digits(xp: Namespace, like: Array) -> int:
    """How many binary digits the dtype of an array has."""
    return 1 - round(math.log2(float(xp.finfo(like.dtype).eps)))


def half(xp: Namespace, like: Array) -> int:
    """How many of the digits the short half of a number leaves out, so that products of two such are exact."""
    return (digits(xp, like) + 1) // 2


def is_large(xp: Namespace, x: Array) -> Array:
    """Whether a rounding error of x is a normal number: XLA takes others for 0."""
    least = float(xp.finfo(x.dtype).smallest_normal) * 2.0 ** digits(xp, x)
    return (x > least) | (x < -least)


def halves(xp: Namespace, x: Array) -> tuple[Array, Array]:
    """x = high + low, whose products with other halves are exact; high is x near the end of the range."""
    end = float(xp.finfo(x.dtype).max) * 2.0 ** -half(xp, x) / 2.0
    inside = (x < end) & (x > -end)
    high = xp.where(inside, short(xp.where(inside, x, 0.0), half(xp, x)), x)
    return high, x - high
