"""The graph of a call: recorded once for its facts, whatever the numbers and the lengths are."""

from .facts import COTANGENT, Facts, Given, Inputs, split
from .graph import Graph, numbers_of
from .nodes import NUMBER, TRUTH, WHOLE, Node, NotTraced, Refused

__all__ = [
    "COTANGENT",
    "NUMBER",
    "TRUTH",
    "WHOLE",
    "Facts",
    "Given",
    "Graph",
    "Inputs",
    "Node",
    "NotTraced",
    "Refused",
    "numbers_of",
    "split",
]
