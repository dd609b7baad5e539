"""With what a loss is evaluated: its graph, derivatives of the graph, and what evaluates one.

facts, inputs = split(spec, arrays, params, options, wanted=(0,))
graph = graph_of(facts, inputs)  # recorded once for these facts and for numbers that answer its guards alike
evaluate(graph, xp, inputs)  # {"value": ..., "gradient of pred": ...}
"""

from .graph import Facts, Graph, Inputs, Node, NotTraced, split
from .interpreter import evaluate, values_of
from .memory import graph_of
from .trace import DIRECTION, trace

__all__ = [
    "DIRECTION",
    "Facts",
    "Graph",
    "Inputs",
    "Node",
    "NotTraced",
    "evaluate",
    "graph_of",
    "split",
    "trace",
    "values_of",
]
