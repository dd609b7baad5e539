"""What the tests of the oracle share."""

import pytest
from mpmath import mp


@pytest.fixture
def sixty_digits():
    # mpmath rounds to the working precision in every operation, abs() included.
    with mp.workdps(60):
        yield
