"""Every operation, and everything that can be wrong with a formula, has its words, and formulas that are true."""

import math
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from generator.engine import tokens
from generator.engine.expression import FUNCTIONS, MOST_OPERATIONS
from generator.engine.operations.table import OPS
from generator.font import CORE, MATH_ITALICS, missing_characters, read_blocks
from tests.engine.operations.oracles import OPERANDS
from tests.expression.cases import REFUSED
from tests.expression.languages import JavaScriptLanguage
from tests.expression.written import evaluated

CONTENT = Path(__file__).resolve().parents[2] / "content"
KINKS = [
    ("abs", [0.0]), ("relu", [0.0]), ("leaky_relu", [0.0]), ("elu", [0.0]), ("mae", [0.5, 0.5]), ("huber", [1.5, 0.5]),
    ("hinge", [1.0, 1.0]), ("minimum", [2.0, 2.0]), ("maximum", [2.0, 2.0]), ("power", [-2.0, 2.0]), ("power", [0.0, 2.0]),
]  # fmt: skip


def table(file: str, name: str) -> dict[str, Any]:
    with (CONTENT / file).open("rb") as source:
        found: dict[str, Any] = tomllib.load(source)[name]
    return found


def test_every_operation_has_its_words_and_its_formula(javascript: JavaScriptLanguage) -> None:
    narrated = table("narration.toml", "operation")
    assert set(OPS) == set(javascript.call("writtenNames"))
    plain = {name: operation for name, operation in OPS.items() if operation.base is None}
    assert set(plain) == set(narrated) == set(table("interface.toml", "operation"))
    for name, operation in plain.items():
        with_use = {"use"} if operation.kind in ("activation", "loss") else set()
        with_kink = {"kink"} if operation.kink is not None else set()
        at_output = {"forward_output"} if name == "sigmoid" else set()
        assert set(narrated[name]) == {"forward", "backward"} | with_use | with_kink | at_output, name


def test_a_sign_is_mathematics_and_no_word_for_readers(javascript: JavaScriptLanguage) -> None:
    """A letter, a mark, or a function's name as formulas have it; ReLU or Huber are names, and stand with the words."""
    signs = javascript.call("writtenSigns")
    assert len(signs) > 10
    usual = {"id", "tanh", "ln", *FUNCTIONS}
    assert [sign for sign in signs if len(sign) > 1 and sign not in usual] == []


def test_what_is_wrong_is_said_alike_in_both_places() -> None:
    assert table("interface.toml", "expression") == tokens._SENTENCES
    assert {case["code"] for case in REFUSED} | {"long", "many"} == set(tokens._SENTENCES)


def test_a_sentence_has_all_it_mentions() -> None:
    for case in REFUSED:
        mentioned = set(re.findall(r"{(\w+)}", tokens._SENTENCES[case["code"]]))
        assert mentioned <= {"found", "expected"} & set(case), case


def test_grammar_and_limits_are_the_same(javascript: JavaScriptLanguage) -> None:
    expected = [dict(FUNCTIONS), MOST_OPERATIONS, tokens.LARGEST, tokens.LONGEST]
    assert javascript.call("grammarLimits") == expected
    assert set(FUNCTIONS.values()) <= set(OPS)


def _letters(formula: Any) -> set[str]:
    """What a formula shows as a single letter: the browser makes these italic."""
    if isinstance(formula, list):
        return {letter for part in formula for letter in _letters(part)}
    if not isinstance(formula, dict):
        return set()
    own = {str(formula[key]) for key in ("text", "name") if len(str(formula.get(key, ""))) == 1}
    return own | {letter for part in formula.values() for letter in _letters(part)}


def test_the_font_has_every_letter(javascript: JavaScriptLanguage) -> None:
    shown = {
        letter for op in OPS for letter in _letters(javascript.call("writtenFormulas", op, OPERANDS[op][0]))
    }
    assert shown >= {"e", "π", "σ"}
    italic = [MATH_ITALICS[letter] for letter in [*sorted(shown), *tokens.GREEK]]
    assert missing_characters("".join(italic), read_blocks()[CORE]) == []


def _tame(operands: Any) -> bool:
    """Far from where the plain form of a formula overflows or cancels, or is 0/0 as 0·0⁻¹ is."""
    return all(1e-5 < abs(operand) < 20 or operand == 1 for operand in operands)


@pytest.mark.parametrize(
    ("op", "operands"),
    [
        *((op, list(operands)) for op in OPS for operands in OPERANDS[op] if _tame(operands)),
        *KINKS,
    ],
    ids=str,
)
def test_what_is_written_is_what_is_computed(
    javascript: JavaScriptLanguage, op: str, operands: list[float]
) -> None:
    written = javascript.call("writtenFormulas", op, operands)
    computed = javascript.apply(op, operands)
    # Only the derivatives by the predictions of a loss are ever written.
    count = len(operands) // 2 if OPS[op].kind == "loss" else len(operands)
    for formula, number in list(zip(written, computed, strict=True))[: count + 1]:
        assert math.isclose(evaluated(formula), number, rel_tol=1e-9, abs_tol=1e-9), (op, operands)
