"""The tool "nudge" in V8, loaded once."""

import pytest

from tests.nudge.nudging import Nudging


@pytest.fixture(scope="session")
def nudging() -> Nudging:
    return Nudging()
