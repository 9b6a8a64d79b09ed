"""A mistake anywhere in what a build reads is one sentence, which begins with the file and the line."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.errors import BuildError, ContentError
from generator.places import Places
from generator.site import building
from tests.project import copy_project, project

ROOT = Path(__file__).resolve().parents[2]
NETWORK = "content/networks/original.toml"
FOOTER = "templates/sections/footer.html.jinja"

Change = Callable[[Path], None]


def line_added(file: str, text: str) -> Change:
    def change(root: Path) -> None:
        path = root / file
        before = path.read_text(encoding="utf-8").rstrip("\n")
        path.write_text(f"{before}\n{text}\n", encoding="utf-8")

    return change


def replaced(file: str, pattern: str, text: str) -> Change:
    def change(root: Path) -> None:
        path = root / file
        before = path.read_text(encoding="utf-8")
        after = re.sub(pattern, lambda _: text, before, count=1, flags=re.MULTILINE)
        assert after != before, f"{file}: {pattern} is not there"
        path.write_text(after, encoding="utf-8")

    return change


def removed(file: str) -> Change:
    return lambda root: (root / file).unlink()


def last_line(file: str) -> int:
    return (project() / file).read_text(encoding="utf-8").rstrip("\n").count("\n") + 1


def line_of(file: str, pattern: str) -> int:
    text = (project() / file).read_text(encoding="utf-8")
    found = re.search(pattern, text, re.MULTILINE)
    assert found is not None, pattern
    return text.count("\n", 0, found.start()) + 1


AFTER_FOOTER = f"{FOOTER}, line {last_line(FOOTER) + 1}: "
MISTAKES: dict[str, tuple[Change, str, str]] = {
    "a list of tables of no known name": (replaced(NETWORK, r"^\[\[layers\]\]", "[[layer]]"), f"{NETWORK}, line {line_of(NETWORK, '^.{2}layers')}: ", "'layer': found an unknown key"),
    "a table within one of no known name": (line_added(NETWORK, "[a.b]\nc = 1"), f"{NETWORK}, line {last_line(NETWORK) + 1}: ", "'a': found an unknown key"),
    "an article that is not there": (replaced(NETWORK, r"^article = .*", 'article = "artikel.md"'), f"{NETWORK}, line {line_of(NETWORK, '^article')}: ", "article.md"),
    "a template that is not there": (removed("templates/page.html.jinja"), "templates/page.html.jinja: ", "there is no templates/page.html.jinja"),
    "a section that is not there": (removed(FOOTER), f"templates/page.html.jinja, line {line_of('templates/page.html.jinja', 'footer')}: ", f"there is no {FOOTER}"),
    "a statement that is none": (line_added(FOOTER, "{% if %}"), AFTER_FOOTER, "Expected an expression"),
    "a name that is none": (line_added(FOOTER, "{{ nobody }}"), AFTER_FOOTER, "'nobody' is undefined"),
    "a word that is missing": (line_added(FOOTER, "{{ words.none.such }}"), AFTER_FOOTER, "none"),
    "a filter that is none": (line_added(FOOTER, "{{ 1 | nofilter }}"), AFTER_FOOTER, "nofilter"),
    "a division by nothing": (line_added(FOOTER, "{{ 1 // 0 }}"), AFTER_FOOTER, "ZeroDivisionError"),
    "a sum of what cannot be added": (line_added(FOOTER, "{{ site + 1 }}"), AFTER_FOOTER, "TypeError"),
    "a loop over a number": (line_added(FOOTER, "{% for x in 3 %}{% endfor %}"), AFTER_FOOTER, "TypeError"),
    "a style sheet that is not there": (removed("templates/styles/print.css"), "templates/styles/print.css: ", "cannot be read"),
    "a font that is not there": (line_added("templates/styles/print.css", '@font-face { src: url("../fonts/none.woff2"); }'), f"templates/styles/print.css, line {last_line('templates/styles/print.css') + 1}: ", "templates/fonts/none.woff2"),
    "a script that is not there": (removed("templates/page.js"), "templates/page.js: ", "make script"),
    "a script that is none": (line_added("templates/page.js", "const const;"), f"templates/page.js, line {last_line('templates/page.js') + 1}: ", "cannot be run"),
    "a script that throws": (line_added("templates/frame.js", "exported.firstFrame = () => { null.x };"), f"templates/frame.js, line {last_line('templates/frame.js') + 1}, column ", "failed in firstFrame: TypeError: "),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_it_is_said_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    change, where, what = MISTAKES[name]
    copy_project(tmp_path, "content", "templates")
    monkeypatch.chdir(tmp_path)
    change(tmp_path)
    with pytest.raises((BuildError, ContentError)) as caught:
        building.build(Places(tmp_path, tmp_path / "content"), network=None, output=tmp_path / "page.html")
    sentence = str(caught.value)
    assert sentence.startswith(where)
    assert what in sentence
    assert "\n" not in sentence
    assert str(tmp_path) not in sentence, "the whole way to the project is nobody's concern"
    assert not (tmp_path / "page.html").exists()
