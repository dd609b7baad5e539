"""The pytest plugin of unilosses: a fixture that checks a loss against the truth, and a marker for its arguments.

It is a package beside `unilosses` because pytest imports its plug-ins at every start, and an import of
`unilosses.anything` imports all losses and NumPy. Nothing is imported here until a test asks for the fixture.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

MARKER = "unilosses(like, **keywords): arguments of assert_conforms for this test"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", MARKER)


@pytest.fixture
def assert_conforms(request: pytest.FixtureRequest) -> Callable[..., None]:
    """`unilosses.verify.assert_conforms`, with the arguments of the test's marker `unilosses` as defaults.

    The innermost marker wins where a class or a module has one too.
    """
    from unilosses import verify

    defaults: dict[str, Any] = {}
    for marker in reversed(list(request.node.iter_markers("unilosses"))):
        if len(marker.args) > 1:
            raise pytest.UsageError(f"the marker unilosses takes one argument, the loss; got {marker.args}")
        defaults |= dict(zip(("like",), marker.args, strict=False)) | marker.kwargs

    def check(function: Any, **keywords: Any) -> None:
        __tracebackhide__ = True
        verify.assert_conforms(function, **{**defaults, **keywords})

    return check
