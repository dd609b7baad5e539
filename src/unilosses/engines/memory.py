"""Graphs by the facts of their calls, so that a call finds the one that was recorded for it before."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from .graph import Facts, Graph, Inputs, NotTraced, Refused
from .trace import trace

# So many facts are remembered, the last ones used; and for each so many graphs, which differ by their guards.
FACTS, GUARDED = 512, 32

_GRAPHS: OrderedDict[Facts, list[Graph] | NotTraced] = OrderedDict()
_LOCK = Lock()


def graph_of(facts: Facts, inputs: Inputs) -> Graph:
    """The graph for a call; NotTraced, the same for all calls of these facts, if there is none."""
    with _LOCK:
        known = _GRAPHS.setdefault(facts, [])
        _GRAPHS.move_to_end(facts)
        if len(_GRAPHS) > FACTS:
            _GRAPHS.popitem(last=False)
    if isinstance(known, NotTraced):
        raise known
    for graph in known:
        if graph.holds(inputs):
            return graph
    try:
        graph = trace(facts, inputs)
    except Refused:
        raise
    except NotTraced as error:
        _GRAPHS[facts] = NotTraced(str(error))
        raise
    known.insert(0, graph)
    del known[GUARDED:]
    return graph
