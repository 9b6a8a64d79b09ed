"""The two languages, each loaded once."""

import pytest

from tests.expression.languages import JavaScriptLanguage, Language, PythonLanguage


@pytest.fixture(scope="session")
def python() -> PythonLanguage:
    return PythonLanguage()


@pytest.fixture(scope="session")
def javascript() -> JavaScriptLanguage:
    return JavaScriptLanguage()


@pytest.fixture(scope="session", params=["python", "javascript"])
def language(request: pytest.FixtureRequest) -> Language:
    """Each language in turn."""
    either: Language = request.getfixturevalue(request.param)
    return either
