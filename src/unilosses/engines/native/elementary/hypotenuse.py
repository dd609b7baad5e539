"""Square roots, which processors round rightly."""

from __future__ import annotations

import math

from ..code import Code, Value


def sqrt(c: Code, x: Value) -> Value:
    return c.intrinsic("sqrt", x)


def hypot(c: Code, x: Value, y: Value) -> Value:
    """sqrt(x^2 + y^2), of both scaled by a power of two; the root is corrected once."""
    a, b = c.abs(x), c.abs(y)
    swap = c.compare("olt", a, b)
    a, b = c.select(swap, b, a), c.select(swap, a, b)
    large, small = c.compare("ogt", a, c.number(2.0**500)), c.compare("olt", b, c.number(2.0**-500))
    down = c.select(large, c.number(2.0**-600), c.select(small, c.number(2.0**600), c.number(1.0)))
    up = c.select(large, c.number(2.0**600), c.select(small, c.number(2.0**-600), c.number(1.0)))
    # Of a large one, a small one is nothing; both are scaled alike all the same.
    apart = c.compare("ogt", c.mul(a, c.number(2.0**-60)), b)
    a, b = c.mul(a, c.select(apart, c.number(1.0), down)), c.mul(b, c.select(apart, c.number(1.0), down))
    aa, bb = c.mul(a, a), c.mul(b, b)
    s = c.add(aa, bb)
    lost = c.add(c.add(c.sub(aa, s), bb), c.add(c.fma(a, a, c.neg(aa)), c.fma(b, b, c.neg(bb))))
    h = sqrt(c, s)
    missing = c.add(c.fma(c.neg(h), h, s), lost)
    found = c.mul(c.add(h, c.div(missing, c.add(h, h))), up)
    found = c.select(apart, a, found)
    found = c.select(c.compare("oeq", b, c.number(0.0)), c.abs(c.select(swap, y, x)), found)
    either = c.integer("or", *(c.compare("oeq", c.abs(v), c.number(math.inf)) for v in (x, y)))
    unknown = c.compare("uno", x, y)
    found = c.select(unknown, c.number(math.nan), found)
    return c.select(either, c.number(math.inf), found)
