"""A shortened script says what the long one said."""

import re

import pytest
from py_mini_racer import MiniRacer

from generator.names import Place, name_variables
from generator.script import Script, join_scripts, minify
from generator.shorten import shorten
from tests.page.content import ROOT

# Each is a program whose last expression is a text; what it says may not depend on how it is written.
PROGRAMS = {
    "parameters and shorthand": "function f(first, second) { return { first, sum: first + second }; }\nJSON.stringify(f(1, 2));",
    "patterns with defaults": (
        "function f({ left, right: other = 5, ...remaining }, [head, , ...tail] = [7, 8, 9]) {"
        " return { left, other, remaining, head, tail }; }\nJSON.stringify(f({ left: 1, extra: 2 }));"
    ),
    "default in shorthand": "const f = ({ missing = 4, given }) => missing * given;\nString(f({ given: 3 }));",
    "properties of the same name": "const f = (value) => { const box = { value: 1 }; return box.value + value; };\nString(f(2));",
    "templates": "const f = (name) => `<${name}> ${`inner ${name}`}`;\nf('x');",
    "closures and loops": (
        "function f(items) { let total = 0; for (const [index, item] of items.entries()) total += index * item;"
        " for (let index = 0; index < 3; index += 1) total += index; return () => total; }\nString(f([5, 6, 7])());"
    ),
    "nested functions and catch": (
        "function outer(argument) { function inner(other) { try { return other.missing.deep; }"
        " catch (problem) { return problem instanceof TypeError && argument; } } return inner({}); }\nString(outer('caught'));"
    ),
    "globals that are not bound": "const f = (number) => Math.max(number, [1, 2].length);\nString(f(1));",
    "top-level names": "const count = 3;\nfunction f(count_) { return count + count_; }\nString(f(1));",
    "classes": (
        "class Box { constructor(held) { this.held = held; } get twice() { return 2 * this.held; } }\n"
        "class Lid extends Box {}\nString(new Lid(4).twice);"
    ),
    "generators, async functions and functions with names of their own": (
        "function* f(first, second) { yield first; yield second; }\nasync function g(given) { return await given; }\n"
        "const h = function again(count) { return count ? again(count - 1) + 1 : 0; };\nString([...f(1, h(2))]) + typeof g(3).then;"
    ),
    "more names than letters": (
        "function f() { " + " ".join(f"const name{i} = {i};" for i in range(120)) + " return "
        + " + ".join(f"name{i}" for i in range(120)) + "; }\nString(f());"
    ),
    "more functions than letters": (
        "\n".join(f"function part{i}(given) {{ return {i} * given; }}" for i in range(120))
        + "\nString(" + " + ".join(f"part{i}(2)" for i in range(120)) + ");"
    ),
    "arrow without parentheses": "const f = word => word + word;\nf('ab');",
    "arrows after a word": (
        "function f() { return(word)=>word + 1; }\nconst g = async(word)=>word, h = async (word) => (word + 1);\nString(f()(1)) + typeof g(2).then + typeof h(3).then;"
    ),
    "arrow with parentheses": "const f = (word) => (word + word), g = () => ({}).missing ?? 5, h = (a) => (a, 6);\nf('ab') + g() + h();",
    "methods and labels of objects": "const f = (speed) => ({ speed() { return speed; }, 'fast': speed }).speed();\nString(f(9));",
    "numbers where they are used": (
        "const SIZE = 4, HALF = 0.5;\nconst WIDTH = 7;\nconst f = (given) => `${WIDTH - -WIDTH} ${given.WIDTH} ${given - WIDTH}`;"
        "\nJSON.stringify([f({ WIDTH }), SIZE * HALF, WIDTH + 1]);"
    ),
    "numbers with properties": "const WIDTH = 7;\nWIDTH.toFixed(1) + WIDTH;",
    "a number that a function hides": "const width = 7;\nconst f = () => width;\nfunction g(width) { return width; }\nString(f() + g(1));",
    "declarations in a row": (
        "function f(given) { const first = given; let second = first + 1; second += 1; const { third } = { third: 3 };"
        " const [fourth] = [4]; if (second) { const fifth = 5; return [first, second, third, fourth, fifth,]; } }\nJSON.stringify(f(1,));"
    ),
    "holes in lists": "const f = () => [1, , ,];\nString(f().length) + [,].length;",
    "a block's last semicolon": "function f(x) { for (;;) { if (x > 3) break; x += 1; } do x += 1; while (x < 9); { ; } return x; }\nString(f(0));",
    "a function for each turn": "const f = () => { const made = []; for (const i of [1, 2]) made.push(() => i); return made.map((each) => each()); };\nString(f());",
}  # fmt: skip


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_a_program_says_the_same(program: str) -> None:
    short = shorten(program).page
    assert len(short) <= len(program)
    assert MiniRacer().eval(short) == MiniRacer().eval(program)


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_what_is_shortened_can_be_shortened_again(program: str) -> None:
    assert MiniRacer().eval(shorten(shorten(program).page).page) == MiniRacer().eval(program)


def test_no_name_is_left_long_but_properties_and_globals() -> None:
    short = shorten(
        "function exported(parameter) { const local = parameter.member; return { local, other: Math.abs(local) }; }"
        "\nexported(window);"
    )
    assert set(re.findall(r"\w\w+", short.page)) == {
        "function", "let", "return", "member", "local", "other", "Math", "abs", "window",
    }  # fmt: skip
    assert short.names.keys() == {"exported"}


def test_what_the_page_never_calls_is_set_apart() -> None:
    short = shorten(
        "const SIDES = 3;\nconst shared = () => 2;\nfunction asked() { return shared() + SIDES + later(); }\n"
        "function later() { return 5; }\nfunction used() { return shared() * SIDES; }\nused();"
    )
    assert "3" in short.page
    assert "5" not in short.page
    assert len(short.page) < 80
    script = Script(short)
    assert [script.call(name) for name in ("asked", "used", "shared", "() => SIDES", "() => asked() - later()")] == [
        10, 6, 2, 3, 5,
    ]  # fmt: skip
    # The page's part needs nothing of the rest.
    assert MiniRacer().eval(short.page) == 6


def test_names_of_an_expression_that_is_called_are_its_own() -> None:
    script = Script(minify("const model = 1;\nfunction twice(given) { return 2 * given; }\ntwice(model);"))
    assert script.call("(model) => { const e = 3; return twice(model) + e; }", 4) == 11
    assert script.call("() => [1, 2].map((t) => twice(t) + Math.abs(-model))") == [3, 5]


def test_no_name_takes_one_that_is_used_from_outside() -> None:
    program = "const a = 1;\nfunction f(long) { return a + long + e + t; }\nvar e = 5, t = 6;\nString(f(2));"
    assert MiniRacer().eval(shorten(program).page) == "14"
    outside = "function long(given) { return e + given; }\nfunction other() { return long(1) + t; }\nString(other());"
    assert MiniRacer().eval("globalThis.e = 5; globalThis.t = 6;" + shorten(outside).page) == "12"


def test_each_variable_is_its_own_and_takes_the_first_name_that_is_free() -> None:
    # function outer(first) { return world + inner((second) => first + second); } function inner(third) { … }
    text = "outer first world inner second first second inner third"
    declares = (True, True, False, False, True, False, False, True, True)
    places, position = [], 0
    for name, is_declared in zip(text.split(), declares, strict=True):
        places.append(Place(position, position + len(name), name, is_declared))
        position += len(name) + 1
    functions = [(6, 44), (24, 44), (50, 55)]
    meanings = name_variables(len(text), functions, places)
    assert [scope and scope.variables[place.name] for place, scope in meanings] == [
        "e", "e", None, "t", "t", "e", "t", "t", "e",
    ]  # fmt: skip


def test_an_assignment_declares_nothing() -> None:
    program = (
        "function f(items) { let low = 9, high = 0, last;"
        " items.forEach((item) => { [high, low] = [Math.max(high, item), Math.min(low, item)]; ({ last } = { last: item }); });"
        " for (last of [last]) low += 0; return [low, high, last]; }\nJSON.stringify(f([3, 5, 4]));"
    )
    assert MiniRacer().eval(shorten(program).page) == "[3,5,4]"


def test_the_page_s_script_becomes_a_third_smaller() -> None:
    joined = join_scripts(ROOT / "templates" / "scripts")
    import rjsmin

    before = rjsmin.jsmin(joined)
    assert len(minify(joined).page) < 2 / 3 * len(before)


def test_a_script_is_shortened_alike_every_time() -> None:
    joined = join_scripts(ROOT / "templates" / "scripts")
    assert minify(joined) == minify(joined)
