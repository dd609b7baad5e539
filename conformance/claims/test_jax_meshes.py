"""B14: every loss on a mesh of JAX's devices, cut along the batch, along the classes and both, with its gradients.

Compiled, where the mesh's axes are the compiler's and where they are explicit; in pieces, by `shard_map`; eagerly; and
in two processes.
"""

from __future__ import annotations

from typing import Any

import pytest

from fresh_process import free_port

from ..suite import jax_meshes
from ..suite.generic import MECHANISMS, NAMES
from ..suite.jax_meshes import CUTS

pytestmark = pytest.mark.xdist_group("jax_meshes")

# How it is evaluated, and the cuts: in pieces, each piece has all its classes, or they are left to the compiler.
MANNERS = {"auto": CUTS, "explicit": CUTS, "shard_map": ("rows", "both"), "eager": ("both",)}
FEW_MANNERS = {"explicit": ("both",), "shard_map": ("rows",)}
FEW = [name for name in MECHANISMS if name != "ctc"]  # which takes a while to compile


def settings() -> list[Any]:
    return [
        pytest.param(
            name, manner, cut, marks=[] if name in FEW and cut in FEW_MANNERS.get(manner, ()) else [pytest.mark.full]
        )
        for name in NAMES
        for manner, cuts in MANNERS.items()
        for cut in cuts
    ]


@pytest.fixture(scope="module")
def found(full: bool) -> dict[str, Any]:
    names, manners = (NAMES, MANNERS) if full else (FEW, FEW_MANNERS)
    return jax_meshes.found(names, manners, free_port())


@pytest.fixture(scope="module")
def found_by_two() -> dict[str, Any]:
    return jax_meshes.found(NAMES, {"auto": ("both",)}, free_port(), processes=2)


@pytest.fixture(scope="module")
def moved() -> dict[str, Any]:
    return jax_meshes.bytes_moved(free_port())


@pytest.mark.parametrize(("name", "manner", "cut"), settings())
def test_B14_value_and_gradients_are_those_of_one_device(name: str, manner: str, cut: str, found: Any) -> None:
    assert found[name][manner][cut] == []


@pytest.mark.full
@pytest.mark.parametrize("name", NAMES)
def test_B14_value_and_gradients_in_two_processes(name: str, found_by_two: Any) -> None:
    assert found_by_two[name]["auto"]["both"] == []


@pytest.mark.parametrize("labels", ["indices", "distributions"])
@pytest.mark.parametrize("what", ["value", "gradient"])
def test_a_softmax_over_pieces_moves_what_optax_moves(labels: str, what: str, moved: Any) -> None:
    ours, theirs = moved[labels][what], moved[f"{labels}, optax"][what]
    assert ours.keys() == {"all-reduce"}
    assert ours["all-reduce"] <= 2 * theirs["all-reduce"]


def test_a_vocabulary_in_pieces_is_not_gathered(moved: Any) -> None:
    """A few numbers a row, and the gradient by the hidden layer, to which every piece adds."""
    rows, _, features = jax_meshes.ROWS_CLASSES_FEATURES
    few = 8 * 4 * rows
    assert moved["linear"]["value"].keys() == moved["linear"]["gradient"].keys() == {"all-reduce"}
    assert moved["linear"]["value"]["all-reduce"] <= few
    assert moved["linear"]["gradient"]["all-reduce"] <= few + 4 * rows * features


def test_what_is_wrong_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another expectation is an objection, in value and gradient."""
    plain = jax_meshes._expected

    def other(s: Any, shards: int) -> Any:
        value, gradients = plain(s, shards)
        return value * (1 + 1e-9), [None if g is None else g + 1e-9 for g in gradients]

    monkeypatch.setattr(jax_meshes, "PARTS", (1, 1))
    assert jax_meshes.wrong("huber", "auto", "rows") == []
    monkeypatch.setattr(jax_meshes, "_expected", other)
    said = jax_meshes.wrong("huber", "auto", "rows")
    assert [x.partition(":")[0] for x in said] == ["value", "gradient of pred", "gradient of target"]
