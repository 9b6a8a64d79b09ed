"""What `make mutants` plants: mistakes that leave a module readable, at places that are found by its syntax tree."""

import ast
import json
from pathlib import Path

import pytest

from generator.bundle import run_bundler
from generator.script import Script
from tests.mutants.__main__ import sample
from tests.mutants.folders import FOLDERS
from tests.mutants.planting import sites_in_python, sites_of
from tests.mutants.reaching import PROCESSES, Reach

ROOT = Path(__file__).resolve().parents[2]


def planted(path: Path) -> set[str]:
    return {site.planted(text) for _, text, sites in sites_of([path]) for site in sites}


def test_in_python(tmp_path: Path) -> None:
    path = tmp_path / "one.py"
    path.write_text('"""Σ."""\nσ = "𝜎" if a - 1 < b else f"{c}"\n', encoding="utf-8")
    assert planted(path) == {
        f'"""Σ."""\nσ = {value}\n'
        for value in (
            '"" if a - 1 < b else f"{c}"',
            '"𝜎" if a + 1 < b else f"{c}"',
            '"𝜎" if a - 2 < b else f"{c}"',
            '"𝜎" if a - 1 <= b else f"{c}"',
            '(f"{c}") if a - 1 < b else ("𝜎")',
        )
    }


def test_what_a_record_may_do_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "one.py"
    path.write_text("@dataclass(frozen=True)\nclass One:\n    a: bool = True\n", encoding="utf-8")
    assert planted(path) == {"@dataclass(frozen=True)\nclass One:\n    a: bool = False\n"}


def test_in_javascript(tmp_path: Path) -> None:
    path = tmp_path / "one.js"
    path.write_text(
        'import "./two.js";\nconst 𝜎 = [a && !b, -1];\nif (c) draw(d, e ? 2 : "𝜎", {});\n', encoding="utf-8"
    )
    first, second = "const 𝜎 = [a && !b, -1];", 'if (c) draw(d, e ? 2 : "𝜎", {});'
    assert planted(path) == {
        *(
            f'import "./two.js";\n{line}\n{second}\n'
            for line in (
                "const 𝜎 = [a || !b, -1];",
                "const 𝜎 = [a && b, -1];",
                "const 𝜎 = [a && !b, +1];",
                "const 𝜎 = [a && !b, -2];",
                "const 𝜎 = [ -1];",
                "const 𝜎 = [a && !b, ];",
            )
        ),
        *(
            f'import "./two.js";\n{first}\n{line}\n'
            for line in (
                'if (!(c)) draw(d, e ? 2 : "𝜎", {});',
                "if (c) ;",
                'if (c) draw(d, e ? ("𝜎") : (2), {});',
                'if (c) draw(d, e ? 3 : "𝜎", {});',
                'if (c) draw(d, e ? 2 : "", {});',
                "if (c) draw(d, undefined, {});",
            )
        ),
    }


def test_what_only_forbids_something_is_left_as_it_is() -> None:
    text = "@dataclass(frozen=True)\nclass A:\n    b: int\n\nc = zip(d, e, strict=True)\nf = g(h=True)\n"
    assert [site.planted(text) for site in sites_in_python(text)] == [text.replace("h=True", "h=False")]


@pytest.mark.parametrize("path", sorted((ROOT / "generator").rglob("*.py")), ids=lambda path: path.name)
def test_every_mistake_in_python_can_be_read(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for site in sites_in_python(text):
        planted = site.planted(text)
        assert planted != text
        # One of eleven is parsed, which takes time; and every negation, whose parentheses are a trap.
        if site.start % 11 == 0 or "negation" in site.what:
            ast.parse(planted)


def test_the_same_seed_plants_the_same() -> None:
    (folder,) = [folder for folder in FOLDERS if folder.name == "engine-in-python"]
    assert sample(folder, 5, 1) == sample(folder, 5, 1) != sample(folder, 5, 2)


def test_every_source_has_a_folder_and_every_folder_its_tests() -> None:
    sources = {*ROOT.glob("generator/**/*.py"), *ROOT.glob("templates/scripts/**/*.js")}
    assert sources == {path for folder in FOLDERS for path in folder.sources(ROOT)}
    assert [
        test
        for folder in FOLDERS
        for test in (*folder.pure, *folder.in_a_browser)
        if not (ROOT / test).exists()
    ] == []


def test_nothing_in_the_place_of_nothing_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "one.js"
    path.write_text("f(a, {}, null, g);\nexport const b = { c: null, d: false, e };\n", encoding="utf-8")
    whats = {site.what for _, _, sites in sites_of([path]) for site in sites}
    assert whats == {"a call is not made", "an argument is lost: g", "a property is lost: e", "false is true"}


def test_only_those_are_asked_that_come_to_the_mistake(tmp_path: Path) -> None:
    for name, text in {
        "templates/scripts/table.js": "export const TABLE = [1];\nexport const f = () => 1;\n",
        "templates/scripts/user.js": 'import { TABLE } from "./table.js";\nexport const g = () => TABLE;\n',
        "templates/scripts/other.js": "export const h = () => 2;\n",
        "generator/one.py": "def f():\n    return 1\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    f, g, h = (
        f"templates/scripts/{name} {digest}"
        for name, digest in (("table.js", "f"), ("user.js", "g"), ("other.js", "h"))
    )
    kept = {
        "draws": {"time": "then", "reached": [f, g]},
        "uses": {"time": "then", "reached": [g]},
        "else": {"time": "then", "reached": [h, "generator/one.py f"]},
        "starts": {"time": "then", "reached": [h, PROCESSES]},
    }
    reach = Reach(tmp_path, kept, {"then": [f, g, h]})
    modules = [*kept, "new"]

    def asked(path: str, within: str) -> list[str]:
        return reach.modules_for(modules, path, within)

    assert asked("templates/scripts/table.js", "f") == ["draws", "new"]
    # A table concerns those who use the functions of its module, and of modules that import it.
    assert asked("templates/scripts/table.js", "") == ["draws", "uses", "new"]
    # A function that nobody has seen yet may concern everybody; one that nobody reaches, nobody.
    assert asked("templates/scripts/table.js", "changed") == modules
    assert asked("templates/scripts/page.js", "p") == ["new"]
    assert asked("generator/one.py", "f") == ["else", "starts", "new"]


def test_what_notes_its_functions_does_what_it_does() -> None:
    """Each function that runs is noted, with the digest by which its mistakes are known."""
    entry = "tests/nudge/entry.js"
    made = json.loads(run_bundler(ROOT, "reached", entry))
    script = Script(made["bundles"][entry])
    run = script.call("() => Object.keys(globalThis.$reached).map(Number)")
    names = {name for name, _ in made["functions"]}
    assert {made["functions"][number][0] for number in run} <= names
    path = "templates/scripts/view/format.js"
    (sites,) = [sites for _, _, sites in sites_of([ROOT / path])]
    known = {digest for name, digest in made["functions"] if name == path}
    assert {site.within for site in sites if site.within} <= known
    assert known
