"""Arithmetic of numbers and lengths: what a program computes of its inputs before it looks at an array."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

from .nodes import NUMBER, TRUTH, WHOLE, Node, constant, node

ARITHMETIC: dict[str, Callable[..., Any]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "floor_divide": operator.floordiv,
    "remainder": operator.mod,
    "pow": operator.pow,
    "negative": operator.neg,
    "abs": operator.abs,
}
COMPARISONS: dict[str, Callable[..., Any]] = {
    "equal": operator.eq,
    "not_equal": operator.ne,
    "less": operator.lt,
    "less_equal": operator.le,
    "greater": operator.gt,
    "greater_equal": operator.ge,
}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    name: getattr(math, name) for name in ("exp", "expm1", "log", "log1p", "sqrt", "tanh", "sin", "cos", "floor")
}
SCALAR: dict[str, Callable[..., Any]] = {
    **ARITHMETIC,
    **COMPARISONS,
    **FUNCTIONS,
    "named": lambda found, *arguments: found,
}


def scalar_value(x: Node, known: Mapping[Node, Any]) -> Any:
    """The number that a node of numbers alone stands for, by those of the inputs."""
    if x.op == "constant":
        return x["value"]
    if x in known:
        return known[x]
    return SCALAR[x.op](*[scalar_value(i, known) for i in x.inputs])


def scalar_node(op: str, *inputs: Node) -> Node:
    """The node of an operation on numbers; of constants, it is one."""
    if all(x.op == "constant" for x in inputs):
        return constant(SCALAR[op](*[x["value"] for x in inputs]))
    if op in ("add", "subtract") and all(x.dtype == WHOLE for x in inputs):
        return _linear(op, *inputs)
    if op in COMPARISONS:
        dtype = TRUTH
    else:
        whole = all(x.dtype == WHOLE for x in inputs) and op not in ("divide", *FUNCTIONS)
        dtype = WHOLE if whole else NUMBER
    return node(op, inputs, (), dtype, ())


def _linear(op: str, a: Node, b: Node) -> Node:
    """A sum or a difference of lengths in its one form: 1 + (n - 1) is n."""
    terms: dict[Node, int] = {}
    for x, sign in ((a, 1), (b, 1 if op == "add" else -1)):
        for y, times in _terms(x).items():
            terms[y] = terms.get(y, 0) + sign * times
    one = constant(1)
    fixed = terms.pop(one, 0)
    found: Node | None = None
    for y in sorted((y for y, times in terms.items() if times), key=id):
        term = y if terms[y] == 1 else node("multiply", (constant(terms[y]), y), (), WHOLE, ())
        found = term if found is None else node("add", (found, term), (), WHOLE, ())
    if found is None:
        return constant(fixed)
    return found if not fixed else node("add", (found, constant(fixed)), (), WHOLE, ())


def _terms(x: Node) -> dict[Node, int]:
    """A whole number as a sum of products of a constant and a node; 1 stands for the constant term."""
    if x.op == "constant":
        return {constant(1): x["value"]}
    if x.op == "add":
        first, second = map(_terms, x.inputs)
        return {y: first.get(y, 0) + second.get(y, 0) for y in (*first, *second)}
    if x.op == "multiply" and x.inputs[0].op == "constant":
        return {x.inputs[1]: x.inputs[0]["value"]}
    return {x: 1}
