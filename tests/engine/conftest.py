"""The two engines, each loaded once."""

import pytest

from tests.engine.engines import Engine, JavaScriptEngine, javascript_text, shipped_python


@pytest.fixture(scope="session")
def python() -> Engine:
    return shipped_python()


@pytest.fixture(scope="session")
def javascript() -> Engine:
    return JavaScriptEngine(javascript_text())


@pytest.fixture(scope="session", params=["python", "javascript"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn."""
    either: Engine = request.getfixturevalue(request.param)
    return either
