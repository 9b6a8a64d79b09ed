"""The joiner: one script from many modules, and a mistake in them with file and line."""

from pathlib import Path

import pytest

from generator.errors import BuildError
from generator.script import Script, join_scripts, minify


def write(folder: Path, **modules: str) -> Path:
    """Modules by their names; __ stands for a folder."""
    for name, text in modules.items():
        path = folder / (name.replace("__", "/") + ".js")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_modules_come_in_the_order_of_their_imports_each_once(tmp_path: Path) -> None:
    write(
        tmp_path,
        main='import { two } from "./parts/two.js";\nimport { one } from "./one.js";\nexport const sum = one + two;\n',
        one="export const one = 1;\n",
        parts__two='import { one } from "../one.js";\nexport const two = one + one;\n',
    )
    text = join_scripts(tmp_path)
    assert [line for line in text.splitlines() if line] == [
        "const one = 1;",
        "const two = one + one;",
        "const sum = one + two;",
    ]
    assert Script(minify(text)).call("() => sum") == 3


def test_an_import_may_run_over_several_lines(tmp_path: Path) -> None:
    write(
        tmp_path,
        main='import {\n  one,\n  two,\n} from "./one.js";\nconst sum = one + two;\n',
        one="export const one = 1;\nexport const two = 2;\n",
    )
    assert Script(join_scripts(tmp_path)).call("() => sum") == 3


def test_functions_and_classes_can_be_exported(tmp_path: Path) -> None:
    write(
        tmp_path,
        main='import { twice, Box, later } from "./parts.js";\nconst made = new Box(twice(2));\n',
        parts="export function twice(x) { return 2 * x; }\nexport class Box { constructor(held) { this.held = held; } }\nexport async function later() {}\n",
    )
    assert Script(join_scripts(tmp_path)).call("() => made.held") == 4


MISTAKES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "a circle": (
        {"main": 'import { a } from "./a.js";\n', "a": '// first\nimport { b } from "./b.js";\nexport const a = 1;\n', "b": '\n\nimport { a } from "./a.js";\nexport const b = 1;\n'},
        ("b.js, line 3", "circle", "a.js -> b.js -> a.js"),
    ),
    "a module that imports itself": ({"main": 'import { a } from "./main.js";\nexport const a = 1;\n'}, ("main.js, line 1", "circle")),
    "an unknown name": ({"main": '\nimport { b } from "./a.js";\n', "a": "export const a = 1;\n"}, ("main.js, line 2", "a.js", "'b'")),
    "a private name": ({"main": 'import { a } from "./a.js";\n', "a": "const a = 1;\n"}, ("main.js, line 1", "a.js", "'a'")),
    "a name twice": ({"main": 'import { a } from "./a.js";\nconst b = 1;\n', "a": "export const a = 1;\n\nfunction b() {}\n"}, ("main.js, line 2", "'b'", "a.js, line 3")),
    "a missing module": ({"main": '\n\nimport { a } from "./nowhere.js";\n'}, ("main.js, line 3", "nowhere.js")),
    "a default export": ({"main": 'import { a } from "./a.js";\n', "a": "\nexport default 1;\nexport const a = 1;\n"}, ("a.js, line 2", "export default")),
    "a list of exports": ({"main": "const a = 1;\nexport { a };\n"}, ("main.js, line 2", "export { a }")),
    "an export of another module": ({"main": 'export { a } from "./a.js";\n', "a": "export const a = 1;\n"}, ("main.js, line 1",)),
    "everything under one name": ({"main": '\nimport * as a from "./a.js";\n', "a": "export const a = 1;\n"}, ("main.js, line 2",)),
    "a default import": ({"main": 'import a from "./a.js";\n', "a": "export const a = 1;\n"}, ("main.js, line 1",)),
    "an import under another name": ({"main": 'import { a as b } from "./a.js";\n', "a": "export const a = 1;\n"}, ("main.js, line 1", "a as b")),
    "an import for its effect": ({"main": 'import "./a.js";\n', "a": "export const a = 1;\n"}, ("main.js, line 1",)),
    "an import while running": ({"main": 'const a = 1;\nconst b = import("./a.js");\n', "a": "export const a = 1;\n"}, ("main.js, line 2", "import(")),
    "a package": ({"main": 'import { a } from "lodash";\n'}, ("main.js, line 1",)),
    "destructuring at the top": ({"main": "const { a } = { a: 1 };\n"}, ("main.js, line 1", "destructuring")),
    "a let that is exported": ({"main": "export let a = 1;\n"}, ("main.js, line 1",)),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_names_file_and_line(tmp_path: Path, name: str) -> None:
    modules, fragments = MISTAKES[name]
    with pytest.raises(BuildError) as caught:
        join_scripts(write(tmp_path, **modules))
    for fragment in fragments:
        assert fragment in str(caught.value)


def test_words_in_comments_and_texts_are_no_module_syntax(tmp_path: Path) -> None:
    write(
        tmp_path,
        main='/* export default is not taken, nor import("x") */\nconst said = "import and export";\n// export { a }\n',
    )
    assert Script(join_scripts(tmp_path)).call("() => said") == "import and export"


def test_what_a_script_throws_is_a_build_error_with_its_own_words() -> None:
    script = Script('function fail() { throw new Error("no such thing"); }')
    with pytest.raises(BuildError, match=r"fail.*no such thing"):
        script.call("fail")


def test_numbers_that_json_lacks_travel_both_ways() -> None:
    script = Script("const same = value => value;")
    numbers = [float("inf"), -float("inf"), 0.1, 1e300, 5e-324]
    assert script.call("same", numbers) == numbers
    assert script.call("same", [float("nan")])[0] != script.call("same", [float("nan")])[0]
    assert script.call("() => new Float64Array([1, 0 / 0, 1 / 0])")[2] == float("inf")
