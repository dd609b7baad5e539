"""From a call to its graph: the kernel is run once on arrays that record what is done to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...backends.library import LIBRARIES
from ...call.gradients import value_and_gradients
from ...call.prepare import prepare
from ...call.prepared import Prepared
from ...call.reduction import divisor, reduced
from ...settings import precision
from .arrays import Recorded
from .facts import Facts, Given, Inputs
from .graph import Graph, numbers_of
from .library import LIBRARY
from .nodes import NUMBER, WHOLE, Node, NotTraced, Refused, array_input, number_input
from .recording import Recording, recording
from .scalars import Number
from .simplify import simplified

# A call meets recorded arrays by their type, as it meets any library's.
LIBRARIES[Recorded] = LIBRARY


def trace(facts: Facts, inputs: Inputs) -> Graph:
    """The graph of a whole call: checks of labels, masks, kernel, stated gradients, weights and reduction.

    Of the inputs only numbers and lengths are read, to answer what the kernel asks of them. NotTraced if the kernel
    does what the graph has no word for.
    """
    nodes = {name: _input(name, given) for name, given in _given(facts)}
    try:
        with precision("default"), recording(_known(nodes, inputs), facts.floating, facts.index, facts.wide) as made:
            outputs = _recorded(facts, nodes, inputs)
            return _graph(nodes, outputs, made)
    except NotTraced:
        raise
    except Exception as error:  # whatever a kernel does with arrays that hold no numbers
        raise NotTraced(f"{type(error).__name__}: {error}") from error


def _given(facts: Facts) -> list[tuple[str, Given]]:
    """What comes with each call, by name."""
    named = [*zip(facts.spec.arrays, facts.arrays, strict=True), *facts.params, *facts.options._asdict().items()]
    return [(name, given) for name, given in named if isinstance(given, Given)]


def _input(name: str, given: Given) -> Node:
    return number_input(name) if given.dtype == NUMBER else array_input(name, given.dtype, given.rank)


def _known(nodes: Mapping[str, Node], inputs: Inputs) -> dict[Node, Any]:
    """The numbers and the lengths of the call at hand."""
    known = numbers_of(nodes, inputs)
    return {x: int(n) if x.dtype == WHOLE else n for x, n in known.items()}


def _recorded(facts: Facts, nodes: Mapping[str, Node], inputs: Inputs) -> dict[str, Node]:
    """The outputs of a call on recorded arrays."""

    def found(name: str, value: Any) -> Any:
        if not isinstance(value, Given):
            return value
        return inputs[name] if value.dtype == NUMBER else Recorded(nodes[name])

    spec = facts.spec
    arrays = tuple(found(name, x) for name, x in zip(spec.arrays, facts.arrays, strict=True))
    params = {name: found(name, x) for name, x in facts.params}
    options = type(facts.options)(*(found(name, x) for name, x in facts.options._asdict().items()))
    try:
        p = _with_numbers(prepare(spec, arrays, params, options), nodes)
    except (TypeError, ValueError) as error:
        raise Refused(f"the call is wrong: {error}") from error
    value, grads = _differentiated(p, arrays, params, facts)
    outputs = {"value": value, **{f"gradient of {_name(p, i)}": g for i, g in grads.items()}}
    if p.poison is not None:
        outputs["valid"] = p.xp.all(p.poison)
    return {name: x.node for name, x in outputs.items()}


def _with_numbers(p: Prepared, nodes: Mapping[str, Node]) -> Prepared:
    """The call with recorded numbers in place of those at hand, of which it is noted that they are in their domain."""
    numbers = {name: Number(x) for name, x in nodes.items() if x.is_scalar}
    for name, number in numbers.items():
        assert number in p.spec.domain[name].interval  # type: ignore[operator]  # it passes for a float
    return p._replace(params={**p.params, **numbers})


def _differentiated(p: Prepared, arrays: Any, params: Any, facts: Facts) -> tuple[Recorded, dict[int | str, Recorded]]:
    if not facts.wanted:
        loss = p.spec.kernel(p.xp, *p.arrays, **p.params)
        return reduced(p, loss, divisor(p)), {}
    value, grads = value_and_gradients(p, arrays, params, facts.wanted)
    return value, grads


def _name(p: Prepared, argument: int | str) -> str:
    return p.spec.arrays[argument] if isinstance(argument, int) else argument


def _graph(nodes: Mapping[str, Node], outputs: dict[str, Node], made: Recording) -> Graph:
    shapes = {name: made.canonical_shape(x.shape) for name, x in nodes.items() if not x.is_scalar}
    return Graph(nodes, simplified(outputs, made.canonical), made.guards, shapes)
