"""Trees of arrays: flattened in order, put together again, matched leaf by leaf."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, NamedTuple

import numpy as np
import pytest

import unilosses
from unilosses.call.tree import leaves, matching, rebuild


class Layer(NamedTuple):
    weight: Any
    bias: Any


TREES: list[Any] = [
    1,
    [],
    None,
    (1, 2),
    {"b": 1, "a": [2, (3, None)]},
    OrderedDict(z=1, a=Layer(2, 3)),
    [Layer(1, {"x": None, "y": 2})],
]


@pytest.mark.parametrize("tree", TREES, ids=repr)
def test_rebuilding_from_its_own_leaves_gives_the_tree_back(tree: Any) -> None:
    flat = iter([leaf for _, leaf in leaves(tree, "p")])
    again = rebuild(tree, lambda: next(flat))
    assert again == tree
    assert list(flat) == []


def test_named_tuples_stay_what_they_are() -> None:
    assert isinstance(rebuild(Layer(1, 2), lambda: 0), Layer)


def test_leaves_come_in_the_tree_s_own_order_with_their_paths() -> None:
    tree = {"b": 1, "a": [2, (3, None)]}
    assert leaves(tree, "params") == [("params['b']", 1), ("params['a'][0]", 2), ("params['a'][1][0]", 3)]


def test_a_number_or_none_matches_every_leaf() -> None:
    assert matching([1, 2], 0.5, "weight", "params") == [0.5, 0.5]
    assert matching([1, 2], None, "weight", "params") == [None, None]


def test_a_tree_matches_leaf_by_leaf() -> None:
    assert matching({"a": 1, "b": [2]}, {"a": 10, "b": [20]}, "weight", "params") == [10, 20]


def test_a_single_array_matches_a_single_array() -> None:
    x = np.ones(2)
    assert matching(np.zeros(2), x, "weight", "params") == [x]


@pytest.mark.parametrize("other", [[1], {"a": 1}, {"a": 1, "c": [2]}])
def test_another_structure_is_refused_by_name(other: Any) -> None:
    with pytest.raises(ValueError, match="weight must have the structure of params"):
        matching({"a": 1, "b": [2]}, other, "weight", "params")


def test_one_array_for_a_tree_is_refused() -> None:
    with pytest.raises(ValueError, match="weight is one array, but params is a tree of 2"):
        matching([1, 2], np.ones(2), "weight", "params")


def test_penalties_walk_trees() -> None:
    tree = {"dense": Layer(np.asarray([1.0, -2.0]), np.asarray([3.0])), "none": None}
    assert float(unilosses.l1_penalty(tree)) == 6.0
    assert float(unilosses.l1_penalty(tree, reduction="mean")) == 2.0
    unreduced = unilosses.l1_penalty(tree, reduction="none")
    assert isinstance(unreduced["dense"], Layer)
    assert unreduced["dense"].weight.tolist() == [1.0, 2.0]
    assert unreduced["none"] is None
    value, gradient = unilosses.value_and_grad(unilosses.l2_penalty)(tree)
    assert float(value) == 14.0
    assert gradient["dense"].bias.tolist() == [6.0]
    assert gradient["none"] is None


def test_penalties_take_weights_and_masks_as_trees() -> None:
    tree = {"a": np.asarray([1.0, -2.0]), "b": np.asarray([3.0])}
    weight = {"a": np.asarray([1.0, 0.0]), "b": 2.0}
    assert float(unilosses.l1_penalty(tree, weight=weight)) == 7.0
    where = {"a": np.asarray([False, True]), "b": np.asarray([True])}
    assert float(unilosses.l1_penalty(tree, where=where, reduction="mean")) == 2.5


def test_a_tree_of_two_precisions_is_added_up_in_the_wider() -> None:
    tree = [np.asarray([0.5], dtype=np.float32), np.asarray([1.0 + 2.0**-40])]
    value, gradient = unilosses.value_and_grad(unilosses.l1_penalty)(tree)
    assert unilosses.l1_penalty(tree) == value == 1.5 + 2.0**-40
    assert value.dtype == np.float64
    assert [g.dtype for g in gradient] == [np.float32, np.float64]


@pytest.mark.parametrize("tree", [[], {}, None, {"a": [None]}], ids=repr)
def test_a_penalty_of_nothing_is_an_error(tree: Any) -> None:
    with pytest.raises(ValueError, match="holds no array"):
        unilosses.l2_penalty(tree)
