"""What each argument of a loss may be, as data: a table with a row for each kind, made by the functions below.

Its columns are the fields of `Kind`. Validation, the call, stubs, samples, docs and the conformance suite read columns;
none of them asks which function a row came from.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Literal


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


# --- the columns ----------------------------------------------------------------------------------------------------


class Shape(Enum):
    """The shape that an array must have."""

    FIRST = "the first array's; a parameter of real numbers may have any that broadcasts to it"
    ROWS = "the first array's without the axes that the kernel contracts"
    LEADING = "the first array's, or that of its leading axes, with length 1 to repeat"
    CLASSES = "one entry for each class"
    OWN = "the rows' axes, then axes of its own"
    FREE = "any: no axis of it belongs to the samples"
    NONE = "it is never an array"


class Item(Enum):
    """What one entry of an argument is."""

    REAL = "a real number, computed in the precision of the first array"
    ANY = "the same, but integers are as welcome in the first array: entries are only compared"
    INTEGER = "an integer"
    BOOL = "True or False"
    STRING = "one of the choices"
    FUNCTION = "a function"


@dataclass(frozen=True)
class Kind:
    """A row of the table: what arguments of one kind may be."""

    words: str  # for docs and messages
    shape: Shape = Shape.FIRST
    item: Item = Item.REAL
    interval: Interval = REAL  # where the entries lie, if they are numbers
    numbers: bool = True  # whether a single entry may stand for an array
    sequences: bool = False  # whether a tuple or list may
    empty: bool = True  # whether a sequence may be empty
    optional: bool = False  # whether it may be None
    choices: tuple[str, ...] = ()  # the strings that it may be
    stub: str = "_Scalar"  # the type of a parameter as the stubs write it, None and strings apart
    labels: Literal["", "class", "binary", "signed"] = ""  # which labels it holds, if it holds any
    encoded_by: str | None = None  # the parameter that says whether signed labels come as 0 and 1, if there is one
    classes_of: str | None = None  # the array with the classes on its first axis, where the first has none for them
    given: Literal["", "rows", "items", "axes"] = ""  # what the call gives to the kernel: a mask, a count
    coupled: bool = False  # whether the kernel asks for that mask because a row's loss depends on other rows
    interior: float = field(init=False)  # a harmless number: what stands in for masked elements

    def __post_init__(self) -> None:
        object.__setattr__(self, "interior", self.interval.interior)

    def __str__(self) -> str:
        return self.words

    @property
    def annotation(self) -> str:
        """Its type as the stubs write it."""
        return f"{self.stub} | None" if self.optional else self.stub


def kind_of(given: Kind | Interval) -> Kind:
    """The row for what a domain names: an interval is of real numbers."""
    if isinstance(given, Interval):
        words = "real numbers" if given == REAL else f"numbers in {given}"
        return Kind(words, interval=given)
    if isinstance(given, Kind):
        return given
    raise TypeError(f"a domain is made of intervals and kinds, such as REAL or ClassLabels(); got {given!r}")


# --- the rows: arrays -----------------------------------------------------------------------------------------------


def ClassLabels(classes_of: str | None = None) -> Kind:
    """Class indices (the shape of the first array without the class axis) or dense coefficients (its whole shape).

    `classes_of` names the array whose first axis the classes are, where the first array has none for them: dense
    coefficients have an axis for them behind those of the rows then.
    """
    return Kind("class indices, or one coefficient per class", numbers=False, labels="class", classes_of=classes_of)


def BinaryLabels() -> Kind:
    """Labels 0 and 1, element by element; any real number is taken as a coefficient."""
    return Kind("0 or 1, or a coefficient", labels="binary")


def SignedLabels(encoded_by: str | None = None) -> Kind:
    """Labels -1 and 1, and no other number, element by element.

    `encoded_by` names the parameter that says how they come: as they are ("signed"), or as 0 and 1 ("binary").
    """
    words = "-1 or 1" if encoded_by is None else f"-1 or 1, or 0 or 1, by the {encoded_by}"
    return Kind(words, labels="signed", encoded_by=encoded_by)


def AnyNumbers() -> Kind:
    """Values that are only compared: integers are as welcome as floating-point numbers."""
    return Kind("any real numbers", item=Item.ANY)


def PerRow(interval: Interval = REAL) -> Kind:
    """One number per row: the shape of the first array without the class axis."""
    words = f"one number per row, in {interval}"
    return Kind(words, Shape.ROWS, interval=interval)


def Broadcast(interval: Interval = REAL) -> Kind:
    """Numbers that repeat along some axes: the first array's shape, or its leading axes, with length 1 to repeat."""
    words = f"numbers in {interval}, broadcast to the first array"
    return Kind(words, Shape.LEADING, interval=interval)


def SampleLabels() -> Kind:
    """One integer per row of the loss, which is only compared with the others: an identity, a group."""
    return Kind("one integer per row", Shape.ROWS, Item.INTEGER, numbers=False)


def Sequences() -> Kind:
    """Integers for each row of the loss, along axes of their own."""
    return Kind("integers, with the rows' axes first", Shape.OWN, Item.INTEGER, numbers=False)


def FreeArray(interval: Interval = REAL) -> Kind:
    """Real numbers in a shape that the loss itself explains; no axis of it belongs to the samples."""
    words = f"numbers in {interval}"
    return Kind(words, Shape.FREE, interval=interval, numbers=False)


# --- the rows: parameters -------------------------------------------------------------------------------------------


def Choice(options: tuple[str, ...]) -> Kind:
    """One of a few strings."""
    return Kind("one of " + ", ".join(map(repr, options)), Shape.NONE, Item.STRING, choices=options)


def Flag() -> Kind:
    """True or False."""
    return Kind("True or False", Shape.NONE, Item.BOOL)


def Optional(interval: Interval) -> Kind:
    """A number of an interval, an array of such numbers, or None."""
    return Kind(f"None or a number in {interval}", interval=interval, optional=True)


def Clip(interval: Interval = Interval(0.0, 0.5, closed_low=False, closed_high=False)) -> Kind:
    """A clipping bound: None, a number, or "finfo" for the machine epsilon of the first array's dtype."""
    words = f'None, "finfo", or a number in {interval}'
    return Kind(words, interval=interval, optional=True, choices=("finfo",))


def PerClass(interval: Interval = NONNEGATIVE, optional: bool = True) -> Kind:
    """None, a number, or one number per class along the class axis (an array or a sequence)."""
    return Kind(
        f"{'None, or ' if optional else ''}one number per class in {interval}",
        Shape.CLASSES,
        interval=interval,
        sequences=True,
        optional=optional,
        stub="_PerClass",
    )


def ClassMask() -> Kind:
    """None, or True for the classes that take part: one boolean per class, or one per element of the first array."""
    return Kind(
        "None, or booleans: an array of one per class, or of the shape of the first array; or a sequence",
        Shape.CLASSES,
        Item.BOOL,
        numbers=False,
        sequences=True,
        optional=True,
        stub="_Array | Sequence[bool]",
    )


def Integers(of: Literal["rows", "elements"] = "rows") -> Kind:
    """None, or integers: one per row of the loss, or one per element of the first array."""
    return Kind(
        f"None, or integers, one for each of the {of}",
        Shape.ROWS if of == "rows" else Shape.FIRST,
        Item.INTEGER,
        numbers=False,
        sequences=True,
        optional=True,
        stub="_Array | Sequence[int]",
    )


def WholeNumber(low: float = 0, optional: bool = False) -> Kind:
    """A Python integer from `low` on, or None where that is allowed."""
    words = f"an integer from {low} on" if low > -math.inf else "an integer"
    return Kind(
        f"None or {words}" if optional else words,
        Shape.NONE,
        Item.INTEGER,
        interval=Interval(low),
        optional=optional,
        stub="int",
    )


def Function(optional: bool = False) -> Kind:
    """A function of the caller's own."""
    words = f"{'None or ' if optional else ''}a function"
    return Kind(words, Shape.NONE, Item.FUNCTION, optional=optional, stub="Callable[..., Any]")


# --- the rows: what the call gives to a kernel ----------------------------------------------------------------------


def SampleMask(coupled: bool = True) -> Kind:
    """For a kernel that names `where`: it is given the mask of the rows, because other rows' losses depend on them.

    coupled=False: no row's loss depends on another; the kernel only leaves unread what masked rows hold.
    """
    return Kind("the mask of the rows", Shape.ROWS, Item.BOOL, optional=True, given="rows", coupled=coupled)


def ItemMask() -> Kind:
    """For a kernel that names `where`: the caller's mask may leave out single items of a row, and it is given that.

    Such a mask has as many axes as the first array. A row with no item left counts for nothing.
    """
    return Kind("the mask of the items", item=Item.BOOL, optional=True, given="items")


def AxisCount() -> Kind:
    """For a kernel that names `n_axes`: it finds the axes that it contracts apart, and is given their number.

    Without it, several axes come to the kernel flattened into one. None is one axis.
    """
    return Kind("the number of axes", Shape.NONE, Item.INTEGER, optional=True, given="axes")


class Domain:
    """The domain of every argument of a loss, by name: arrays first, then hyper-parameters."""

    def __init__(self, **kinds: Any) -> None:
        self.kinds = {name: kind_of(given) for name, given in kinds.items()}

    def __getitem__(self, name: str) -> Kind:
        return self.kinds.get(name, NUMBERS)

    def __repr__(self) -> str:
        return f"Domain({', '.join(f'{name}={kind}' for name, kind in self.kinds.items())})"


NUMBERS = kind_of(REAL)  # what is not named
