"""The options of losses: what the call takes care of, so that no kernel has to. One table, a row for each option.

From it come the signatures and docstrings of the public functions, the keywords of classes, objects and sums, and the
stubs. What an option does stands at the place that its row names, and nowhere else.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, NamedTuple, get_type_hints

from .kinds import Item, Kind, PerClass, Shape, WholeNumber

AXIS = Kind("an integer", Shape.NONE, Item.INTEGER, stub="int")
AXES = replace(AXIS, words="an integer, or a tuple of them", sequences=True, empty=False, stub="int | tuple[int, ...]")


class Option(NamedTuple):
    """A row of the table, beside the option's name and default."""

    words: str  # what it is, for docstrings and the command line
    applied: str  # where: a module of `call`
    stub: str = ""  # its type as the stubs write it, where it has no kind
    stub_of_trees: str = ""  # the type for penalties, where that is another
    of: str = ""  # which losses have it: those with this attribute of LossSpec; "" is all
    fixes: bool = False  # whether it belongs to what a loss is: a class takes it, and not each call of its objects
    kind: Kind | None = None  # what it may be, if it is checked apart from the data
    kind_of_rows: Kind | None = None  # the kind for losses of rows, where that is another
    own: bool = False  # whether a kernel may have a parameter of that name and take care of it itself

    def kind_for(self, event_ndim: int) -> Kind | None:
        """What it may be for a loss of so many axes."""
        return self.kind_of_rows if self.kind_of_rows is not None and event_ndim == 1 else self.kind


class Options(NamedTuple):
    """The options of one call."""

    weight: Annotated[
        Any,
        Option(
            "how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes "
            "(one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.",
            stub="_Scalar | None",
            stub_of_trees="_TreeWeight",  # None among them
            applied="prepare",
        ),
    ] = None
    where: Annotated[
        Any,
        Option(
            "boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it "
            "holds NaN or infinity.",
            stub="_Array | None",
            stub_of_trees="_Tree",  # None among them
            applied="prepare",
        ),
    ] = None
    reduction: Annotated[
        str,
        Option(
            '"mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.',
            stub="_Reduction",
            applied="reduction",
            fixes=True,
        ),
    ] = "mean"
    normalizer: Annotated[
        Any,
        Option(
            "what the mean divides by: by default the sum of the unmasked weights, or their count where there are no "
            'weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.',
            stub="_Normalizer | None",
            applied="reduction",
        ),
    ] = None
    class_weight: Annotated[
        Any,
        Option(
            "None, or one number per class in [0, inf)",
            applied="prepare",
            of="has_binary_labels",
            fixes=True,
            kind=PerClass(),
            own=True,
        ),
    ] = None
    ignore_index: Annotated[
        int | None,
        Option(
            "None, or a label that leaves its elements out",
            applied="prepare",
            of="has_labels",
            fixes=True,
            kind=WholeNumber(-math.inf, optional=True),
        ),
    ] = None
    axis: Annotated[
        int | tuple[int, ...],
        Option(
            "the axis of classes or components",
            applied="layout",
            of="has_axis",
            fixes=True,
            kind=AXIS,
            kind_of_rows=AXES,
        ),
    ] = -1


ROWS: dict[str, Option] = {
    name: hint.__metadata__[0] for name, hint in get_type_hints(Options, include_extras=True).items()
}
DEFAULTS: dict[str, Any] = Options._field_defaults

# What every loss takes; what fixes a loss beside its reduction, whose default a penalty has otherwise; and what each
# call of an object may give.
EVERY = tuple(name for name, row in ROWS.items() if not row.of)
FIXING = tuple(name for name, row in ROWS.items() if row.fixes and name != "reduction")
EACH_CALL = tuple(name for name, row in ROWS.items() if not row.fixes)


def for_the_call(keywords: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The options among the keywords of a call, and the other keywords."""
    given = {name: keywords[name] for name in EACH_CALL if name in keywords}
    return given, {name: value for name, value in keywords.items() if name not in given}
