"""By which engine claims are tested: with a loss of each mechanism as users' calls go, and all of them by --full."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import unilosses

from ..suite.generic import MECHANISMS, NAMES


@pytest.fixture(autouse=True)
def _engine(request: pytest.FixtureRequest, full: bool) -> Iterator[None]:
    """To compile a program for each call of each loss takes longer than all else; what is compiled has its own tests.

    Which loss a test is of, it says itself by its parameter `name`; tests of no loss go as users' calls do.
    """
    name = request.node.callspec.params.get("name") if hasattr(request.node, "callspec") else None
    if full or name not in NAMES or name in MECHANISMS:
        yield
        return
    with unilosses.engine("reference"):
        yield
