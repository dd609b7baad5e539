"""The options of losses: what the call takes care of, so that no kernel has to. One table, a row for each option.

From it come the signatures and docstrings of the public functions, the keywords of classes, objects and sums, and the
stubs. What an option does stands at the place that its row names, and nowhere else.
"""

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple, get_type_hints


class Option(NamedTuple):
    """A row of the table, beside the option's name and default."""

    words: str  # what it is, for docstrings and the command line
    stub: str  # its type as the stubs write it
    applied: str  # where: a module of `call`
    of: str = ""  # which losses have it: those with this attribute of LossSpec; "" is all
    fixes: bool = False  # whether it belongs to what a loss is: a class takes it, and not each call of its objects
    stub_of_rows: str = ""  # the type for losses of rows, where that is another
    stub_of_trees: str = ""  # the type for penalties, where that is another
    own: bool = False  # whether a kernel may have a parameter of that name and take care of it itself


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
            stub="_PerClass | None",
            applied="prepare",
            of="has_binary_labels",
            fixes=True,
            own=True,
        ),
    ] = None
    ignore_index: Annotated[
        int | None,
        Option(
            "None, or a label that leaves its elements out",
            stub="int | None",
            applied="prepare",
            of="has_labels",
            fixes=True,
        ),
    ] = None
    axis: Annotated[
        int | tuple[int, ...],
        Option(
            "the axis of classes or components",
            stub="int",
            stub_of_rows="int | tuple[int, ...]",
            applied="layout",
            of="has_axis",
            fixes=True,
        ),
    ] = -1


ROWS: dict[str, Option] = {
    name: hint.__metadata__[0] for name, hint in get_type_hints(Options, include_extras=True).items()
}
DEFAULTS: dict[str, Any] = Options._field_defaults

# What every loss takes; what some take, and what fixes those; what each call of an object may give.
EVERY = tuple(name for name, row in ROWS.items() if not row.of)
SOME = tuple(name for name, row in ROWS.items() if row.of)
EACH_CALL = tuple(name for name, row in ROWS.items() if not row.fixes)


def for_the_call(keywords: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The options among the keywords of a call, and the other keywords."""
    given = {name: keywords[name] for name in EACH_CALL if name in keywords}
    return given, {name: value for name, value in keywords.items() if name not in given}
