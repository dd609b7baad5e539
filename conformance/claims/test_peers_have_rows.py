"""No user of the installed peers misses a loss: each of theirs is named in the table, or left out with a reason."""

from __future__ import annotations

import re

import pytest

from unilosses.compat.peers import names

from ..suite.peers import INSTALLED, LEFT_OUT, LISTS


def named(peer: str) -> set[str]:
    """The peer's names of our losses; remarks stand in parentheses."""
    return {name for text in names(peer).values() for name in re.findall(r"\w+", re.sub(r"\([^()]*\)", "", text))}


@pytest.mark.parametrize("peer", INSTALLED)
def test_every_loss_of_a_peer_has_a_row(peer: str) -> None:
    theirs = set(LISTS[peer]())
    assert theirs, "the peer's list is empty"
    assert theirs - named(peer) - LEFT_OUT[peer].keys() == set()


@pytest.mark.parametrize("peer", INSTALLED)
def test_what_is_left_out_exists_and_has_no_row(peer: str) -> None:
    assert LEFT_OUT[peer].keys() <= set(LISTS[peer]())
    assert not LEFT_OUT[peer].keys() & named(peer)


def test_a_missing_row_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(names("optax"), "huber")
    assert "huber_loss" not in named("optax")
