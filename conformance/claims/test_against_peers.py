"""Every loss beside every installed peer that has it: the same numbers, or a difference with a reason."""

from __future__ import annotations

import re

import numpy as np
import pytest

from unilosses.compat import peers_of
from unilosses.definition.registry import specs

from ..proofs.comparison import Comparison, Data, module_of
from ..suite.peers import INSTALLED, LISTS
from ..suite.proofs import COMPARISONS

# float64; Keras's NumPy backend and its casts compute in float32.
RELATIVE = {"torch": 1e-12, "optax": 1e-12, "sklearn": 1e-12, "keras": 2e-6}


@pytest.fixture(scope="module")
def data() -> Data:
    return Data()


@pytest.mark.parametrize("pair", [pytest.param(c, id=c.id) for c in COMPARISONS if c.peer in INSTALLED])
def test_same_numbers_at_the_peers_defaults(pair: Comparison, data: Data) -> None:
    theirs = np.asarray(pair.theirs(getattr(module_of(pair.peer), pair.name), data))
    ours = np.asarray(pair.ours(data))
    assert theirs.shape == ours.shape
    close = bool(np.allclose(ours, theirs, rtol=RELATIVE[pair.peer], atol=RELATIVE[pair.peer] * np.abs(theirs).max()))
    assert close != bool(pair.because), np.abs(ours - theirs).max()


def test_every_loss_of_an_installed_peer_is_compared() -> None:
    compared = {(c.loss, c.peer, c.name) for c in COMPARISONS}
    missing = [
        (spec.name, peer, name)
        for spec in specs().values()
        for peer in INSTALLED
        if spec.kernel.__module__.startswith("unilosses.losses.")
        for name in re.findall(r"[\w.]+", re.sub(r"\([^()]*\)", "", peers_of(spec.name).get(peer, "")))
        if name in LISTS[peer]() and (spec.name, peer, name) not in compared
    ]
    assert missing == []
