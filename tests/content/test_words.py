"""The page's words are held against what it has room for: any line that is missing, and any name that is not known."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from generator.engine.operations.table import OPS
from generator.script import Script
from generator.words import FACETS, Room, read_room, read_words
from tests.bundled import bundled
from tests.content.cases import answer

ROOT = Path(__file__).resolve().parents[2]
FILES = ("interface", "narration")


def room_of(name: str) -> Path:
    return ROOT / "templates" / "words" / f"{name}.toml"


def complaint(tmp_path: Path, text: str, room: str = 'a = "self. count"\n[b]\nc = ""\n') -> str:
    """What is said about words, after the name of their file."""
    (tmp_path / "room.toml").write_text(room, encoding="utf-8")
    (tmp_path / "it.toml").write_text(text, encoding="utf-8")
    _, sentence = answer(lambda: read_words(tmp_path / "it.toml", read_room(tmp_path / "room.toml")))
    return sentence.partition("it.toml")[2]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a = 'x'\n[b]\nc = 'y'\n", ""),
        ("a = '{self} {self.value} {self.slope} {count}'\n[b]\nc = 'y'\n", ""),
        ("\n[b]\nc = 'y'\n", ", line 1: found no 'a', expected every word that the page has"),
        ("a = 'x'\n[b]\n", ", line 2: 'b': found no 'c', expected every word that the page has"),
        (
            "a = 'x'\n[b]\nc = 'y'\nd = 'z'\n",
            ", line 4: 'b.d': found an unknown word, expected c; what words there are, templates/words/it.toml lists",
        ),
        (
            "a = 'x'\n[b]\nk = 'y'\n",
            ", line 3: 'b.k': found an unknown word, expected c; what words there are, templates/words/it.toml lists",
        ),
        ("a = 'x'\nb = 'y'\n", ", line 2: 'b': found the text \"y\", expected a table with c"),
        ("a = 'x'\n[b]\nc = 3\n", ", line 3: 'b.c': found the number 3, expected a text"),
        ("a = 'x'\n[b]\nc = ' '\n", ", line 3: 'b.c': found an empty text, expected a word or a sentence"),
        ("a = 'x'\n[b]\nc = '{x}'\n", ", line 3: 'b.c': found {x}, expected no name in braces here"),
        *(
            (f"a = '{wrong}'\n[b]\nc = 'y'\n", f", line 1: 'a': found {wrong}, expected ")
            for wrong in ("{slef}", "{self.valeu}", "{count.value}", "{}", "{ self }", "{foo.bar}", "{", "}")
        ),
    ],
)
def test_what_is_said_about_words(tmp_path: Path, text: str, sentence: str) -> None:
    said = complaint(tmp_path, text)
    assert said.startswith(sentence)
    assert bool(said) == bool(sentence)


def test_a_kind_stands_for_each_of_its_names_and_adds_up_with_them(tmp_path: Path) -> None:
    room = '["<operation>"]\na = "one"\n["<loss>"]\na = "two"\n[tanh]\na = "three"\n'
    losses = [name for name, operation in OPS.items() if operation.kind == "loss" and operation.base is None]

    def words(**changed: str) -> str:
        return "".join(
            f"[{name}]\na = '{changed.get(name, 'x')}'\n"
            for name, operation in OPS.items()
            if operation.base is None
        )

    assert complaint(tmp_path, words(add="{one}", tanh="{one} {three}", mse="{one} {two}"), room) == ""
    assert "found {two}, expected {one} or {three}" in complaint(tmp_path, words(tanh="{two}"), room)
    assert "mse" in losses
    assert "no 'cce'" in complaint(tmp_path, words().replace("[cce]\na = 'x'\n", ""), room)


# The project's own words.

EVERY = 5
"""All lines are read by the same rules: each time the whole file is read, so that some of them tell of all."""


def lines_of(name: str) -> list[str]:
    return (ROOT / "content" / f"{name}.toml").read_text(encoding="utf-8").split("\n")


def said_of(tmp_path: Path, name: str, room: Room, lines: list[str]) -> str:
    changed = tmp_path / f"{name}.toml"
    changed.write_text("\n".join(lines), encoding="utf-8")
    return answer(lambda: read_words(changed, room))[1]


@pytest.mark.parametrize("name", FILES)
def test_no_line_can_be_taken_away(tmp_path: Path, name: str) -> None:
    lines, room = lines_of(name), read_room(room_of(name))
    said = [number for number, line in enumerate(lines) if line and not line.startswith("#")]
    for number in said[::EVERY]:
        line = lines[number]
        sentence = said_of(tmp_path, name, room, lines[:number] + lines[number + 1 :])
        assert re.search(rf"{name}\.toml, line \d+", sentence), f"without line {number + 1}: {line}"


@pytest.mark.parametrize("name", FILES)
def test_no_name_can_be_misspelt(tmp_path: Path, name: str) -> None:
    lines, room = lines_of(name), read_room(room_of(name))
    names = [
        (number, found)
        for number, line in enumerate(lines)
        if not line.startswith("#")
        for found in re.finditer(r"\{(\w+(?:\.\w+)?)\}", line)
    ][::EVERY]
    assert len(names) > 20
    for changed, (number, found) in enumerate(names):
        line = lines[number]
        ways = (f"{found[1]}x", f"{found[1]}.valu", found[1].swapcase(), f" {found[1]}")
        worse = f"{line[: found.start(1)]}{ways[changed % len(ways)]}{line[found.end(1) :]}"
        sentence = said_of(tmp_path, name, room, [*lines[:number], worse, *lines[number + 1 :]])
        assert f"{name}.toml, line {number + 1}: " in sentence, worse


def keys(table: dict[str, Any]) -> set[str]:
    return set(table).union(*(keys(entry) for entry in table.values() if isinstance(entry, dict)))


@pytest.mark.parametrize("name", FILES)
def test_every_word_that_is_listed_is_used(name: str) -> None:
    """By its own name somewhere in scripts, templates or the build."""
    sources = [*(ROOT / "templates").rglob("*.js*"), *(ROOT / "templates").rglob("*.jinja")]
    text = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (*sources, *(ROOT / "generator").rglob("*.py"))
        if path.name != "page.js"
    )
    listed = keys(tomllib.loads(room_of(name).read_text(encoding="utf-8")))
    # A script puts the first or the last part of such a name to another.
    named = {
        key.removeprefix("most_").removesuffix("_how").removesuffix("_several")
        for key in listed
        if not key.startswith("<")
    }
    unknown = named - set(re.findall(r"\w+", text))
    assert [one for one in sorted(unknown) if not re.search(rf"\b{re.escape(one)}\b", text)] == []


def test_a_facet_that_there_is_not_is_one_sentence_that_names_it() -> None:
    script = Script(bundled("tests/lesson/entry.js", minified=True))
    for facet in ("slop", "constructor", "toString", "__proto__"):
        with pytest.raises(
            Exception, match=rf"\{{self\.{facet}\}}.*symbol, value, gradient, slope"
        ) as caught:
            script.call("template => sentence(template, { self: 0 })", f"Raise {{self.{facet}}}.")
        assert "TypeError" not in str(caught.value)


def test_the_facets_are_those_that_the_page_fills_in() -> None:
    source = (ROOT / "templates/scripts/lesson/sentences.js").read_text(encoding="utf-8")
    (table,) = re.findall(r"const FACETS = \{(.*?)\n\};", source, re.DOTALL)
    assert set(re.findall(r"^  (\w+):", table, re.MULTILINE)) == set(FACETS)
