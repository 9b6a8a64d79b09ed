"""Shortened names mean what the long ones meant."""

import pytest
from py_mini_racer import MiniRacer

from generator.script import join_scripts, minify
from generator.shorten import shorten_names
from tests.page.content import ROOT

# Each is a program whose last expression is a text; what it says may not depend on the names within.
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
    "top-level names stay": "const count = 3;\nfunction f(count_) { return count + count_; }\nString(f(1));",
    "more names than letters": (
        "function f() { " + " ".join(f"const name{i} = {i};" for i in range(120)) + " return "
        + " + ".join(f"name{i}" for i in range(120)) + "; }\nString(f());"
    ),
    "arrow without parentheses": "const f = word => word + word;\nf('ab');",
    "methods and labels of objects": "const f = (speed) => ({ speed() { return speed; }, 'fast': speed }).speed();\nString(f(9));",
}  # fmt: skip


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_a_program_says_the_same(program: str) -> None:
    short = shorten_names(program)
    assert len(short) <= len(program)
    assert MiniRacer().eval(short) == MiniRacer().eval(program)


def test_local_names_are_short_and_others_stay() -> None:
    short = shorten_names(
        "function exported(parameter) { const local = parameter.member; return { local, other: local }; }"
    )
    assert short == "function exported(b) { const a = b.member; return { local:a, other: a }; }"


def test_no_local_name_takes_one_that_is_used_from_outside() -> None:
    program = "const a = 1;\nfunction f(long) { return a + long + b; }\nvar b = 5;\nString(f(2));"
    assert MiniRacer().eval(shorten_names(program)) == "8"


def test_the_page_s_script_becomes_a_tenth_smaller() -> None:
    joined = join_scripts(ROOT / "templates" / "scripts")
    import rjsmin

    before = rjsmin.jsmin(joined)
    assert len(minify(joined)) < 0.9 * len(before)
