"""Scripts in V8: what goes in, what comes out, and what is said when they throw."""

import pytest

from generator.errors import BuildError
from generator.script import Script

SAME = "var exported = { same: (value) => value };"


def test_what_a_script_throws_is_a_build_error_with_its_own_words() -> None:
    script = Script('var exported = { fail() { throw new Error("no such thing"); } };')
    with pytest.raises(BuildError, match=r"fail.*no such thing"):
        script.call("fail")


def test_a_script_that_does_not_even_begin_is_a_build_error() -> None:
    with pytest.raises(BuildError, match="cannot be run"):
        Script("var exported = ;")


def test_a_later_script_sees_what_an_earlier_one_left() -> None:
    assert (
        Script("globalThis.shipped = [3];", "var exported = { three: () => shipped[0] };").call("three") == 3
    )


def test_numbers_that_json_lacks_travel_both_ways() -> None:
    script = Script(SAME)
    numbers = [float("inf"), -float("inf"), 0.1, 1e300, 5e-324]
    assert script.call("same", numbers) == numbers
    assert script.call("same", [float("nan")])[0] != script.call("same", [float("nan")])[0]
    assert script.call("() => new Float64Array([1, 0 / 0, 1 / 0])")[2] == float("inf")
