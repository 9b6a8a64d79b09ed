"""The page's script beside Python: one for all pages of a build, none of which depends on what was asked before."""

import shutil
import threading
from pathlib import Path

import pytest

from generator import config
from generator.errors import BuildError
from generator.places import Places
from generator.site.content import words_of
from generator.site.one_page import Surroundings, rendered
from generator.site.scripts import PageScript
from tests.project import CONTENT, ROOT, project

PLACES = Places(project(), project() / "content")


def test_a_page_is_the_same_whatever_was_asked_before() -> None:
    words = words_of(PLACES, "interface")
    site = config.read_site(CONTENT / "site.toml")
    one, other = (
        config.read_network(CONTENT / "networks" / f"{name}.toml") for name in ("xor", "rosenbrock")
    )
    with PageScript(PLACES) as script:
        first, between, again = (
            rendered(PLACES, script, site, [file], words, Surroundings("it.html")).text
            for file in (one, other, one)
        )
    assert first == again != between


def test_nobody_waits_for_what_is_asked() -> None:
    """In order, one after the other, and beside this thread."""
    with PageScript(PLACES) as script:
        asked = script.about({"numbers": [1, 2]})
        answers = [asked.ask(f"(data, k) => [data.numbers, k, {k}]", k) for k in range(3)]
        assert [answer.result() for answer in answers] == [[[1, 2], k, k] for k in range(3)]
        assert asked.call("(data) => data.numbers.length") == 2
        assert [thread.name for thread in threading.enumerate() if thread.name.startswith("V8")] == ["V8_0"]
    assert not any(thread.name.startswith("V8") for thread in threading.enumerate())


def test_a_fault_is_told_to_whoever_asks(tmp_path: Path) -> None:
    with PageScript(PLACES) as script:
        thrown = script.about({}).ask('() => { throw new Error("no such thing"); }')
        with pytest.raises(BuildError, match="no such thing"):
            thrown.result()
    shutil.copytree(
        ROOT / "templates", tmp_path / "templates", ignore=shutil.ignore_patterns("scripts", "fonts")
    )
    (tmp_path / "templates" / "frame.js").unlink()
    with (
        PageScript(Places(tmp_path, CONTENT)) as script,
        pytest.raises(BuildError, match=r"templates/frame\.js: .*make script"),
    ):
        script.about({}).call("firstFrame")


def test_what_nobody_waits_for_any_more_is_not_computed() -> None:
    slow = "() => { const end = Date.now() + 300; while (Date.now() < end); return 1; }"
    with PageScript(PLACES) as script:
        asked = script.about({})
        answers = [asked.ask(slow) for _ in range(20)]
        assert answers[0].result() == 1
    assert answers[-1].cancelled()
