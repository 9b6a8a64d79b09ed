"""The compiled engine, and those it is held against, each loaded once."""

import pytest

from tests.compiled.compiled_engine import CompiledEngine
from tests.engine.engines import Engine, shipped_python


@pytest.fixture(scope="session")
def compiled() -> CompiledEngine:
    return CompiledEngine()


@pytest.fixture(scope="session")
def python() -> Engine:
    return shipped_python()
