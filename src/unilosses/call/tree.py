"""Nested dicts, lists and tuples of arrays, flattened and put together again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..backends.library import is_number


def leaves(tree: Any, path: str) -> list[tuple[str, Any]]:
    """The arrays of a tree with their paths, in the tree's own order; None holds nothing."""
    if tree is None:
        return []
    if isinstance(tree, Mapping):
        return [leaf for key, branch in tree.items() for leaf in leaves(branch, f"{path}[{key!r}]")]
    if isinstance(tree, list | tuple):
        return [leaf for i, branch in enumerate(tree) for leaf in leaves(branch, f"{path}[{i}]")]
    return [(path, tree)]


def rebuild(tree: Any, next_leaf: Callable[[], Any]) -> Any:
    """A tree of the same structure with other leaves, taken in order."""
    if tree is None:
        return None
    if isinstance(tree, Mapping):
        return {key: rebuild(branch, next_leaf) for key, branch in tree.items()}
    if isinstance(tree, list | tuple):
        branches = [rebuild(branch, next_leaf) for branch in tree]
        if isinstance(tree, tuple) and hasattr(tree, "_fields"):
            return type(tree)(*branches)
        return type(tree)(branches)
    return next_leaf()


def matching(tree: Any, other: Any, name: str, path: str) -> list[Any]:
    """The leaves of `other`, one for each leaf of `tree`: a number or None serves all, a tree must have its keys."""
    paths = [p for p, _ in leaves(tree, path)]
    if other is None or is_number(other):
        return [other] * len(paths)
    if not isinstance(other, Mapping | list | tuple):
        if paths == [path]:
            return [other]
        raise ValueError(
            f"{name} is one array, but {path} is a tree of {len(paths)}: pass a tree of the same structure"
        )
    found = leaves(other, path)
    if [p for p, _ in found] != paths:
        raise ValueError(
            f"{name} must have the structure of {path}, with leaves {paths}; it has {[p for p, _ in found]}"
        )
    return [leaf for _, leaf in found]
