"""Templates are kept once they have been read, and read again once they have changed."""

from pathlib import Path

import pytest

from generator.errors import BuildError
from generator.page import prepare, render_sheet


def test_a_template_that_has_changed_is_read_again(tmp_path: Path) -> None:
    template = tmp_path / "worksheet.html.jinja"
    for text in ("one {{ title }}", "two {{ title }}"):
        template.write_text(text, encoding="utf-8")
        made = render_sheet(tmp_path, title="A < B", language="en", style="", sheet="")
        assert made.lstrip("\ufeff") == text.replace("{{ title }}", "A &lt; B")


def test_a_mistake_is_found_when_templates_are_read_ahead(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    (folder / "sections").mkdir(parents=True)
    (folder / "page.html.jinja").write_text("as it should be", encoding="utf-8")
    prepare(folder)
    (folder / "sections" / "head.html.jinja").write_text("\n{% if %}", encoding="utf-8")
    with pytest.raises(BuildError, match=r"^templates/sections/head\.html\.jinja, line 2: "):
        prepare(folder)
