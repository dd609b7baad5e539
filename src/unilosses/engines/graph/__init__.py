"""The graph of a call: recorded once for its facts, whatever the numbers and the lengths are."""

from .facts import Facts, Given, Inputs, split
from .graph import Graph, numbers_of
from .memory import graph_of
from .nodes import NUMBER, TRUTH, WHOLE, Node, NotTraced
from .trace import trace

__all__ = [
    "NUMBER",
    "TRUTH",
    "WHOLE",
    "Facts",
    "Given",
    "Graph",
    "Inputs",
    "Node",
    "NotTraced",
    "graph_of",
    "numbers_of",
    "split",
    "trace",
]
