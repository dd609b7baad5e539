"""What each argument of a loss may be, as data: read by validation, by the docs and by the conformance suite."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Interval:
    """An interval of real numbers."""

    low: float = -math.inf
    high: float = math.inf
    closed_low: bool = True
    closed_high: bool = True

    def __contains__(self, x: float) -> bool:
        above = x >= self.low if self.closed_low else x > self.low
        below = x <= self.high if self.closed_high else x < self.high
        return above and below

    def __str__(self) -> str:
        left = "[" if self.closed_low and self.low > -math.inf else "("
        right = "]" if self.closed_high and self.high < math.inf else ")"
        return f"{left}{self.low:g}, {self.high:g}{right}"

    @property
    def interior(self) -> float:
        """A harmless point: what stands in for masked elements, so that value and gradient are finite there."""
        if self.low < 0.5 < self.high:
            return 0.5
        if math.isinf(self.low):
            return self.high - 1.0
        return self.low + 1.0 if math.isinf(self.high) else 0.5 * (self.low + self.high)


REAL = Interval()
POSITIVE = Interval(0.0, closed_low=False)
NONNEGATIVE = Interval(0.0)
UNIT = Interval(0.0, 1.0)


@dataclass(frozen=True)
class ClassLabels:
    """Class indices (the shape of the first array without the class axis) or dense coefficients (its whole shape).

    `classes_of` names the array whose first axis the classes are, where the first array has none for them: dense
    coefficients have an axis for them behind those of the rows then.
    """

    interior: float = 0.5
    classes_of: str | None = None

    def __str__(self) -> str:
        return "class indices, or one coefficient per class"


@dataclass(frozen=True)
class BinaryLabels:
    """Labels 0 and 1, element by element; any real number is taken as a coefficient."""

    interior: float = 0.5

    def __str__(self) -> str:
        return "0 or 1, or a coefficient"


@dataclass(frozen=True)
class AnyNumbers:
    """Values that are only compared: integers are as welcome as floating-point numbers."""

    interior: float = 0.0

    def __str__(self) -> str:
        return "any real numbers"


@dataclass(frozen=True)
class PerRow:
    """One number per row: the shape of the first array without the class axis."""

    interval: Interval = REAL

    @property
    def interior(self) -> float:
        return self.interval.interior

    def __str__(self) -> str:
        return f"one number per row, in {self.interval}"


@dataclass(frozen=True)
class Choice:
    """One of a few strings."""

    options: tuple[str, ...]

    def __str__(self) -> str:
        return "one of " + ", ".join(map(repr, self.options))


@dataclass(frozen=True)
class Flag:
    """True or False."""

    def __str__(self) -> str:
        return "True or False"


@dataclass(frozen=True)
class Optional:
    """A number of an interval, an array of such numbers, or None."""

    interval: Interval

    def __str__(self) -> str:
        return f"None or a number in {self.interval}"


@dataclass(frozen=True)
class Clip:
    """A clipping bound: None, a number, or "finfo" for the machine epsilon of the first array's dtype."""

    interval: Interval = Interval(0.0, 0.5, closed_low=False, closed_high=False)

    def __str__(self) -> str:
        return f'None, "finfo", or a number in {self.interval}'


@dataclass(frozen=True)
class PerClass:
    """None, a number, or one number per class along the class axis (an array or a sequence)."""

    interval: Interval = NONNEGATIVE
    optional: bool = True

    def __str__(self) -> str:
        return f"{'None, or ' if self.optional else ''}one number per class in {self.interval}"


@dataclass(frozen=True)
class ClassMask:
    """None, or True for the classes that take part: one boolean per class, or one per element of the first array."""

    def __str__(self) -> str:
        return "None, or booleans: an array of one per class, or of the shape of the first array; or a sequence"


@dataclass(frozen=True)
class Broadcast:
    """Numbers that repeat along some axes: the first array's shape, or its leading axes, with length 1 to repeat."""

    interval: Interval = REAL

    @property
    def interior(self) -> float:
        return self.interval.interior

    def __str__(self) -> str:
        return f"numbers in {self.interval}, broadcast to the first array"


@dataclass(frozen=True)
class SampleLabels:
    """One integer per row of the loss, which is only compared with the others: an identity, a group."""

    interior: float = 0.0

    def __str__(self) -> str:
        return "one integer per row"


@dataclass(frozen=True)
class Sequences:
    """Integers for each row of the loss, along axes of their own."""

    interior: float = 0.0

    def __str__(self) -> str:
        return "integers, with the rows' axes first"


@dataclass(frozen=True)
class FreeArray:
    """Real numbers in a shape that the loss itself explains; no axis of it belongs to the samples."""

    interval: Interval = REAL

    @property
    def interior(self) -> float:
        return self.interval.interior

    def __str__(self) -> str:
        return f"numbers in {self.interval}"


@dataclass(frozen=True)
class Integers:
    """None, or integers: one per row of the loss, or one per element of the first array."""

    of: str = "rows"

    def __str__(self) -> str:
        return f"None, or integers, one for each of the {self.of}"


@dataclass(frozen=True)
class WholeNumber:
    """A Python integer from `low` on, or None where that is allowed."""

    low: int = 0
    optional: bool = False

    def __str__(self) -> str:
        return f"{'None or ' if self.optional else ''}an integer from {self.low} on"


@dataclass(frozen=True)
class Function:
    """A function of the caller's own."""

    optional: bool = False

    def __str__(self) -> str:
        return f"{'None or ' if self.optional else ''}a function"


@dataclass(frozen=True)
class SampleMask:
    """For a kernel that names `where`: it is given the mask of the rows, because other rows' losses depend on them.

    coupled=False: no row's loss depends on another; the kernel only leaves unread what masked rows hold.
    """

    coupled: bool = True


@dataclass(frozen=True)
class ItemMask:
    """For a kernel that names `where`: the caller's mask may leave out single items of a row, and it is given that.

    Such a mask has as many axes as the first array. A row with no item left counts for nothing.
    """


@dataclass(frozen=True)
class AxisCount:
    """For a kernel that names `n_axes`: it finds the axes that it contracts apart, and is given their number.

    Without it, several axes come to the kernel flattened into one. None is one axis.
    """


class Domain:
    """The domain of every argument of a loss, by name: arrays first, then hyper-parameters."""

    def __init__(self, **kinds: Any) -> None:
        self.kinds = kinds

    def __getitem__(self, name: str) -> Any:
        return self.kinds.get(name, REAL)

    def __repr__(self) -> str:
        return f"Domain({', '.join(f'{name}={kind}' for name, kind in self.kinds.items())})"
