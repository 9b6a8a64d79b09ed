"""What `make mutants` plants: mistakes that leave a module readable, at places that are found by its syntax tree."""

import ast
from pathlib import Path

import pytest

from tests.mutants.__main__ import sample
from tests.mutants.folders import FOLDERS
from tests.mutants.planting import sites_in_python, sites_of

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


@pytest.mark.parametrize("path", sorted((ROOT / "generator").rglob("*.py")), ids=lambda path: path.name)
def test_every_mistake_in_python_can_be_read(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for site in sites_in_python(text)[::7]:
        assert site.planted(text) != text
        ast.parse(site.planted(text))


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
