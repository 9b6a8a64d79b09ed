"""The page's scripts are what their sources give, and a mistake in these is said with file and line."""

import json
import shutil
from pathlib import Path

import pytest

from generator import bundle
from generator.errors import BuildError
from generator.script import Script
from tests.project import copy_bundler

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """What the bundler makes of the sources, now."""
    made: dict[str, str] = json.loads(bundle.run_bundler(ROOT, "build"))
    return made


@pytest.mark.parametrize("name", bundle.TEXTS)
def test_the_committed_scripts_are_what_the_sources_give(texts: dict[str, str], name: str) -> None:
    committed = (ROOT / "templates" / name).read_text(encoding="utf-8")
    made = (
        committed.split("\n", 1)[1] if name == "frame.js" else committed
    )  # its first line is about the sources
    assert made == texts[name], "run `make script`, and commit what it writes"
    assert not bundle.is_stale(ROOT)


def test_what_the_build_asks_for_does_not_travel_with_the_page(texts: dict[str, str]) -> None:
    assert "traceText" not in texts["page.js"]
    assert len(texts["frame.js"]) < 0.05 * len(texts["page.js"])


def test_the_build_computes_with_what_is_shipped(texts: dict[str, str]) -> None:
    """A shipped script whose derivatives are wrong gives wrong numbers to the build."""
    script = Script(texts["page.js"], texts["frame.js"])
    functions = set(script.call("() => Object.keys(exported)"))
    assert {"allNumbers", "plainNumbers", "firstFrame"} <= functions
    assert script.call("() => shipped.length") > 5
    broken = Script(
        texts["page.js"] + ";shipped.fill(() => { throw new Error('shipped') });", texts["frame.js"]
    )
    for function in ("allNumbers", "plainNumbers", "firstFrame", "traceText"):
        with pytest.raises(BuildError, match="shipped"):
            broken.call(function, {"networks": {"a": {}}, "opens": "a", "words": {}, "narration": {}})


def project(folder: Path) -> Path:
    """A checkout with modules, their scripts and the bundler, and nothing else."""
    shutil.copytree(ROOT / "templates", folder / "templates")
    copy_bundler(folder)
    return folder


def test_a_change_of_a_module_makes_the_scripts_stale_until_they_are_made_again(tmp_path: Path) -> None:
    root = project(tmp_path)
    assert not bundle.is_stale(root)
    bundle.bundle(root)
    module = root / "templates" / "scripts" / "view" / "format.js"
    module.write_text(module.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")
    assert bundle.is_stale(root)
    assert bundle.bundle(root) == [root / "templates" / "frame.js"], (
        "the page's script says the same as before"
    )
    assert not bundle.is_stale(root)
    (root / "templates" / "scripts" / "new.js").write_text("export const a = 1;\n", encoding="utf-8")
    assert bundle.is_stale(root), "a module that is new counts too"


MISTAKES = {
    "a word that is none": ("\n\nconst const = 1;\n", "templates/scripts/store.js, line 3"),
    "a name that is not exported": ('\nimport { nobody } from "./model.js";\nnobody();\n', "templates/scripts/store.js, line 2"),
    "a module that is not there": ('import { a } from "./nowhere.js";\na();\n', "nowhere.js"),
    "a circle": ('import { derive } from "./model.js";\nexport const createStore = derive;\n', "ircular"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_a_module_is_one_sentence_and_writes_nothing(tmp_path: Path, name: str) -> None:
    root = project(tmp_path)
    text, fragment = MISTAKES[name]
    if name == "a circle":
        model = root / "templates" / "scripts" / "model.js"
        model.write_text(
            f'import {{ createStore }} from "./store.js";\ncreateStore();\n{model.read_text(encoding="utf-8")}',
            encoding="utf-8",
        )
    (root / "templates" / "scripts" / "store.js").write_text(text, encoding="utf-8")
    before = {file: (root / "templates" / file).read_bytes() for file in bundle.TEXTS}
    with pytest.raises(BuildError) as caught:
        bundle.bundle(root)
    assert fragment in str(caught.value)
    assert "\n" not in str(caught.value)
    assert {file: (root / "templates" / file).read_bytes() for file in bundle.TEXTS} == before


def test_without_node_it_says_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "find_node", lambda: None)
    assert not bundle.can_bundle(ROOT)
    with pytest.raises(BuildError, match=r"needs Node.*make script"):
        bundle.bundle(tmp_path)
