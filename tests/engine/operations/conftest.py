"""The two languages, each loaded once."""

from tests.expression.conftest import javascript, language, python

__all__ = ["javascript", "language", "python"]
