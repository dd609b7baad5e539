"""B9: every loss on PyTorch's distributed tensors, cut along the batch and along the classes, with its gradients."""

from __future__ import annotations

from typing import Any

import pytest

from fresh_process import free_port

from ..suite import meshes
from ..suite.exceptions import left_out
from ..suite.generic import MECHANISMS, NAMES

ROWS_MEET = left_out("a batch that is cut is not moved")

pytestmark = pytest.mark.xdist_group("meshes")


@pytest.fixture(scope="module")
def found(full: bool, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    return meshes.found(NAMES if full else list(MECHANISMS), free_port(), tmp_path_factory.mktemp("meshes"))


EVERY = [pytest.param(name, marks=[] if name in MECHANISMS else [pytest.mark.full]) for name in NAMES]


@pytest.mark.parametrize("cut", meshes.CUTS)
@pytest.mark.parametrize("loss", EVERY)
def test_B9_value_and_gradients_are_those_of_one_process(loss: str, cut: str, found: Any) -> None:
    assert found[loss][cut]["wrong"] == []


@pytest.mark.parametrize("loss", EVERY)
def test_B9_where_rows_do_not_meet_nothing_of_a_batch_is_moved(loss: str, found: Any) -> None:
    moved = found[loss]["rows"]["moved"]
    assert moved == {} or loss in ROWS_MEET


def test_B9_a_softmax_over_pieces_moves_sums_alone(found: Any) -> None:
    assert set(found["softmax_cross_entropy"]["classes"]["moved"]) == {"all_reduce"}
