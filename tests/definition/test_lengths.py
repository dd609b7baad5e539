"""Losses are short: how many lines of code kernels, derivatives and helpers take, without docstrings and comments."""

from __future__ import annotations

import ast
import io
import tokenize
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import unilosses
from unilosses.definition.catalogue import LOSSES

FILES = sorted((Path(unilosses.__file__).parent / "losses").rglob("*.py"))
NO_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}

KERNEL, DERIVATIVE = 5, 6
SHORT = 75  # so many losses at least are within both
BODIES, ALL = 1300, 3000


def is_docstring(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def lines_of_code(text: str, tree: ast.Module) -> set[int]:
    """The numbers of the lines with code, those of a bracket that spans several lines among them."""
    found: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in NO_CODE:
            found.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef):
            for first in filter(is_docstring, node.body[:1]):
                found.difference_update(range(first.lineno, (first.end_lineno or 0) + 1))
    return found


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Those of the module and of its classes."""
    for node in tree.body:
        own = node.body if isinstance(node, ast.ClassDef) else [node]
        yield from (inner for inner in own if isinstance(inner, ast.FunctionDef))


def length(function: ast.FunctionDef, code: set[int]) -> int:
    """The lines of its body."""
    first, *rest = function.body
    start = rest[0] if rest and is_docstring(first) else first
    return len(code & set(range(start.lineno, (function.end_lineno or 0) + 1)))


def measured() -> tuple[dict[str, int], Counter[str], int, int]:
    """The lines of each kernel, of each loss's derivatives, of all functions, and of all files."""
    kernels: dict[str, int] = {}
    derivatives: Counter[str] = Counter()
    bodies = everything = 0
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        tree = ast.parse(text)
        code = lines_of_code(text, tree)
        everything += len(code)
        for function in functions(tree):
            lines = length(function, code)
            bodies += lines
            for decorator in map(ast.unparse, function.decorator_list):
                name, _, what = decorator.partition(".")
                if what in ("partials", "vjp"):
                    derivatives[name] += lines
                elif decorator.startswith(("loss(", "penalty(")):
                    kernels[function.name] = lines
    return kernels, derivatives, bodies, everything


def test_losses_are_short() -> None:
    kernels, derivatives, _, _ = measured()
    assert kernels.keys() == LOSSES.keys()
    beyond = {
        name: f"{lines} lines of kernel, {derivatives[name]} of derivative"
        for name, lines in kernels.items()
        if lines > KERNEL or derivatives[name] > DERIVATIVE
    }
    assert len(kernels) - len(beyond) >= SHORT, beyond


def test_the_code_of_all_losses_is_short() -> None:
    *_, bodies, everything = measured()
    assert bodies <= BODIES
    assert everything <= ALL


def test_lines_are_counted_without_docstrings_comments_and_blank_lines() -> None:
    text = """def f(x):
    '''A docstring

    of three lines.'''
    # a comment

    y = [
        x,
    ]
    return y
"""
    tree = ast.parse(text)
    code = lines_of_code(text, tree)
    assert code == {1, 7, 8, 9, 10}
    (function,) = functions(tree)
    assert length(function, code) == 4
