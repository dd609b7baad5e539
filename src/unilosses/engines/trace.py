"""From a call to its graph: the kernel is run once on arrays that record what is done to them."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from functools import reduce
from typing import Any

from ..backends.library import LIBRARIES
from ..call.gradients import value_and_gradients
from ..call.prepare import prepare
from ..call.prepared import Prepared
from ..call.reduction import divisor, reduced
from ..settings import precision
from .derivative import pullback, pushforward
from .graph import COTANGENT, NUMBER, WHOLE, Facts, Given, Graph, Inputs, Node, NotTraced, Refused, numbers_of
from .graph.arrays import Recorded
from .graph.dtypes import FLOATING
from .graph.library import LIBRARY
from .graph.nodes import array_input, number_input
from .graph.recording import Recording, recording
from .graph.scalars import Number
from .graph.simplify import simplified

# The name of the input along which a gradient is differentiated, where rows are more than their elements.
DIRECTION = "direction"

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
            outputs = _recorded(facts, nodes, inputs, made)
            return _graph(nodes, outputs, made)
    except NotTraced:
        raise
    except Exception as error:  # whatever a kernel does with arrays that hold no numbers
        raise NotTraced(f"{type(error).__name__}: {error}") from error


def _given(facts: Facts) -> list[tuple[str, Given]]:
    """What comes with each call, by name."""
    named = [*zip(facts.spec.arrays, facts.arrays, strict=True), *facts.params, *facts.options._asdict().items()]
    if facts.cotangent is not None:
        named.append((COTANGENT, facts.cotangent))
    if facts.hessian and facts.spec.event_ndim:
        named.append((DIRECTION, facts.arrays[0]))
    return [(name, given) for name, given in named if isinstance(given, Given)]


def _input(name: str, given: Given) -> Node:
    return number_input(name) if given.dtype == NUMBER else array_input(name, given.dtype, given.rank)


def _known(nodes: Mapping[str, Node], inputs: Inputs) -> dict[Node, Any]:
    """The numbers and the lengths of the call at hand."""
    known = numbers_of(nodes, inputs)
    return {x: int(n) if x.dtype == WHOLE else n for x, n in known.items()}


def _recorded(facts: Facts, nodes: Mapping[str, Node], inputs: Inputs, made: Recording) -> dict[str, Node]:
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
    outputs = _outputs(p, facts, nodes, arrays, params)
    conditions = [*made.conditions, *([] if p.poison is None else [p.poison])]
    if conditions and facts.cotangent is None:
        outputs["valid"] = reduce(operator.and_, map(p.xp.all, conditions))
    return {name: x.node for name, x in outputs.items()}


def _with_numbers(p: Prepared, nodes: Mapping[str, Node]) -> Prepared:
    """The call with recorded numbers in place of those at hand, of which it is noted that they are in their domain."""
    numbers = {name: Number(x) for name, x in nodes.items() if x.is_scalar}
    for name, number in numbers.items():
        assert number in p.spec.domain[name].interval  # type: ignore[operator]  # it passes for a float
    return p._replace(params={**p.params, **numbers})


def _outputs(
    p: Prepared, facts: Facts, nodes: Mapping[str, Node], arrays: tuple[Any, ...], params: dict[str, Any]
) -> dict[str, Recorded]:
    """The value and what is wanted beside it."""
    names = {i: facts.spec.arrays[i] if isinstance(i, int) else i for i in facts.wanted}
    grads: dict[int | str, Any] = {}
    along = None if facts.cotangent is None else Recorded(nodes[COTANGENT])
    if names and facts.stated:
        value, grads = value_and_gradients(p, arrays, params, facts.wanted, along)
    else:
        value = reduced(p, p.spec.kernel(p.xp, *p.arrays, **p.params), divisor(p))
    rest = [nodes[name] for i, name in names.items() if i not in grads]
    found = dict(zip(rest, _unstated(value, rest, along), strict=True)) if rest else {}
    outputs = {"value": value} if along is None else {}
    outputs |= {f"gradient of {name}": grads[i] if i in grads else found[nodes[name]] for i, name in names.items()}
    if facts.hessian:
        outputs["hessian"] = _hessian(facts, nodes, outputs[f"gradient of {facts.spec.arrays[0]}"])
    return outputs


def _unstated(value: Recorded, arrays: list[Node], along: Recorded | None) -> list[Recorded]:
    """The gradients that the loss does not state: those of the graph."""
    for x in arrays:
        if x.dtype not in FLOATING:
            raise NotTraced(f"{x['name']} is no array of floating-point numbers to differentiate by")
    found = pullback(value.node, arrays, LIBRARY.xp.ones_like(value) if along is None else along)
    return [_or_zero(g, x) for g, x in zip(found, arrays, strict=True)]


def _hessian(facts: Facts, nodes: Mapping[str, Node], gradient: Recorded) -> Recorded:
    """The gradient's derivative along a direction: where elements are by themselves, the diagonal of the Hessian."""
    first = nodes[facts.spec.arrays[0]]
    direction = Recorded(nodes[DIRECTION]) if DIRECTION in nodes else LIBRARY.xp.ones_like(Recorded(first))
    (found,) = pushforward([gradient.node], {first: direction})
    return _or_zero(found, first)


def _or_zero(found: Recorded | None, x: Node) -> Recorded:
    zero: Recorded = LIBRARY.xp.zeros_like(Recorded(x))
    return zero if found is None else found


def _graph(nodes: Mapping[str, Node], outputs: dict[str, Node], made: Recording) -> Graph:
    shapes = {name: made.canonical_shape(x.shape) for name, x in nodes.items() if not x.is_scalar}
    return Graph(nodes, simplified(outputs, made.canonical), made.guards, shapes)
