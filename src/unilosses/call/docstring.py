"""The docstring of a public function: the kernel's, and what the definition says by itself, so that no loss repeats it.

A kernel's docstring has a summary, and sections under headings of their own. From the definition come the arguments
with their types, the options, the errors of all losses, and the shapes of element-wise losses and of those with class
labels; what a kernel says under these headings comes after.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Iterator
from functools import cache
from typing import Any

from ..definition.definition import LossSpec
from ..definition.kinds import Item, Kind, Shape
from ..definition.options import EVERY, ROWS

EVERY_LOSS = "Arguments that every loss takes"
ORDER = (
    "Formula",
    "Arguments",
    "Shapes",
    "Domain",
    "Subgradient",
    "Errors",
    "See also",
    "Example",
    "Source",
    EVERY_LOSS,
)
APART = ("Source", EVERY_LOSS)  # with an empty line before them
HEADING = re.compile(r"^([A-Z][\w ]*)\n(?= {4}\S)", flags=re.MULTILINE)

# The shape of an array beside the first.
SHAPES = {
    Shape.FIRST: "array in the shape of {first}",
    Shape.ROWS: "array in the shape of {first} without `axis`",
    Shape.LEADING: "array in the shape of {first}, or of its leading axes",
    Shape.OWN: "array",
    Shape.FREE: "array",
}
OF_LABELS = (
    "{first}: (..., C) with the classes along `axis`. labels: class indices, without that axis, or one coefficient per "
    "class, in the same shape. The unreduced loss has the shape without the class axis."
)
LEADING = "that shape, or its leading axes (one number per sample), with length 1 where it repeats; or a number."
# What is never an array.
SINGLE = {Item.STRING: "str", Item.BOOL: "bool", Item.INTEGER: "int", Item.FUNCTION: "function"}


def docstring(spec: LossSpec) -> str:
    """The whole docstring of a loss."""
    lead, *parts = HEADING.split(inspect.cleandoc(spec.kernel.__doc__ or ""))
    sections = {title: body.rstrip() for title, body in zip(parts[::2], parts[1::2], strict=True)}
    sections.setdefault("Arguments", "\n".join(filled(line, 8) for line in arguments(spec)))
    for title, stated in (("Shapes", shapes(spec)), ("Errors", errors(spec))):
        if stated:
            sections[title] = filled(" ".join([stated, *sections.get(title, "").split()]))
    sections[EVERY_LOSS] = options()
    titles = sorted(sections, key=lambda title: ORDER.index(title) if title in ORDER else len(ORDER) - 2)
    text = [("\n" if title in APART else "") + f"{title}\n{sections[title]}" for title in titles]
    return "\n".join([lead.rstrip() + "\n" if lead else "", *text]).lstrip("\n") + "\n"


def sections(text: str) -> dict[str, str]:
    """The bodies of a docstring's sections by their headings."""
    _, *parts = HEADING.split(text)
    return {title: textwrap.dedent(body).strip() for title, body in zip(parts[::2], parts[1::2], strict=True)}


def filled(text: str, further: int = 4) -> str:
    """Text of a section: four spaces, or `further` where a line goes on."""
    if len(text) <= 112:
        return f"    {text}"
    return textwrap.fill(text, 116, initial_indent=" " * 4, subsequent_indent=" " * further)


def arguments(spec: LossSpec) -> Iterator[str]:
    """Each argument but the options of every loss: name, type with shape, default, and what it may be."""
    first, *others = spec.arrays
    yield f"{first} ({_first(spec)}): {spec.domain[first]}"
    for name in others:
        yield f"{name} ({_array(spec.domain[name], first)}): {spec.domain[name]}"
    for name, default in spec.params.items():
        yield _parameter(name, default, spec.domain[name], str(spec.domain[name]))
    for name, default in spec.options.items():
        row = ROWS[name]
        yield _parameter(name, default, row.kind_for(spec.event_ndim) or Kind(row.words), row.words)


def _first(spec: LossSpec) -> str:
    if spec.penalty:
        return "array, or dicts, lists and tuples of arrays"
    return {0: "array of any shape", 1: "array, contracted along `axis`"}.get(spec.event_ndim, "array")


def _array(kind: Kind, first: str) -> str:
    """The type of an array beside the first."""
    text = SHAPES[kind.shape].format(first=first)
    if kind.labels == "class" and kind.classes_of is None:
        text = f"integers in the shape of {first} without `axis`, or an array in its shape"
    return f"{text}, or a number" if kind.numbers else text


def _parameter(name: str, default: Any, kind: Kind, words: str) -> str:
    single = "" if kind.shape is not Shape.NONE else SINGLE.get(kind.item, "")
    several = [*["number"] * kind.numbers, "array", *["sequence"] * kind.sequences]
    shown = f'"{default}"' if isinstance(default, str) else repr(default)
    return f"{name} ({single or _listed(several, 'or')}, default {shown})" + ("" if single == "bool" else f": {words}")


def shapes(spec: LossSpec) -> str:
    """The shapes of an element-wise loss, or of one of class labels; "" for others, which explain theirs."""
    first, *others = spec.arrays
    if spec.event_ndim == 1 and others == ["labels"] and spec.domain["labels"].labels == "class":
        text = [OF_LABELS.format(first=first)]
    elif spec.event_ndim == 0 and not spec.penalty:
        same = [name for name in others if spec.domain[name].shape is not Shape.LEADING]
        numbers = [name for name in same if spec.domain[name].numbers]
        text = [f"{', '.join([first, *same])}: {'the same' if same else 'any'} shape{_may(numbers)}."]
        text += [f"{name}: {LEADING}" for name in others if name not in same]
        text.append("The unreduced loss has that shape.")
    else:
        return ""
    each = [name for name in (*spec.params, *spec.options) if _of_classes(spec, name)]
    if spec.has_labels and each:
        text.append(f"{', '.join(each)}: a number, or one value for each class along `axis`.")
    return " ".join(text)


def _may(names: list[str]) -> str:
    numbers = "numbers" if names[1:] else "a number"
    return f" ({_listed(names, 'and')} may be {numbers})" if names else ""


def _of_classes(spec: LossSpec, name: str) -> bool:
    kind = spec.domain[name] if name in spec.params else ROWS[name].kind
    return kind is not None and kind.shape is Shape.CLASSES and kind.numbers


def errors(spec: LossSpec) -> str:
    """What is refused, by every loss with such arguments."""
    kinds = [spec.domain[name] for name in spec.arrays]
    wrong = ["a tree without an array" if spec.penalty else "shapes that do not fit"]
    if any(kind.labels == "class" for kind in kinds):
        wrong.append("a label that is no class (NaN in its row where the host cannot read labels)")
    if spec.has_signed_labels:
        wrong.append("a label that its encoding has not (NaN in its element where the host cannot read labels)")
    if spec.params:
        wrong.append("a parameter outside its domain")
    return f"ValueError: {_listed(wrong, 'or')}. TypeError: an array whose dtype or library does not fit."


def _listed(words: list[str], last: str) -> str:
    *most, end = words
    return f"{', '.join(most)}{',' if most[1:] else ''} {last} {end}" if most else end


@cache
def options() -> str:
    """The options of every loss."""
    return "\n".join(filled(f"{name}: {ROWS[name].words}", 8) for name in EVERY)
