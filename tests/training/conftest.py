"""Training in V8, loaded once."""

import pytest

from generator.script import Script
from tests.bundled import bundled


@pytest.fixture(scope="session")
def script() -> Script:
    return Script(bundled("tests/training/entry.js"))
