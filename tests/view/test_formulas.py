"""Formulas: how each operation is written, and that the numbers in them come to what is said."""

import math
import re

import pytest
from hypothesis import example, given, settings

from generator.config import Formula, read_network
from generator.engine.operations.table import OPS
from generator.script import Script
from tests.engine.random_networks import networks
from tests.example import Example, example_of
from tests.lesson.content import CONTENT, LEAVES, NARRATION, NETWORK, STEPS, WORDS
from tests.lesson.expected import computed
from tests.lesson.in_v8 import Explained, explained
from tests.lesson.networks import network

VANISHING = example_of(read_network(CONTENT / "networks" / "vanishing.toml"))


def derivation(script: Script, made: Example, number: int) -> list[str]:
    """Left side and lines of the first formula of a step."""
    return explained(script, made)[number - 1].derivations[0]


# By hand, for the original lesson: the number of a step, and its formula in symbols and in numbers.
ORIGINAL = {
    2: ["z₁", "w₁₁ x₁ + w₁₂ x₂ + b₁", "0.5 × 0.6 + (−0.3) × (−0.4) + 0.1", "0.5200"],
    3: ["h₁", "tanh(z₁)", "tanh(0.5200)", "0.4777"],
    7: ["ŷ", "1/(1 + e^−z₃)", "1/(1 + e^−0.6869)", "0.6653"],
    8: ["L", "−y ln(ŷ) − (1 − y) ln(1 − ŷ)", "−1 × ln(0.6653) − (1 − 1) × ln(1 − 0.6653)", "0.4076"],
    9: ["∂L/∂ŷ", "1 · (−y/ŷ + (1 − y)/(1 − ŷ))", "1 × (−1/0.6653 + (1 − 1)/(1 − 0.6653))", "−1.5031"],
    10: ["∂L/∂z₃", "∂L/∂ŷ · ∂ŷ/∂z₃", "∂L/∂ŷ · ŷ (1 − ŷ)", "−1.5031 × 0.6653 × (1 − 0.6653)", "−0.3347"],
    11: ["∂L/∂w₃₁", "∂L/∂z₃ · ∂z₃/∂w₃₁", "∂L/∂z₃ · h₁", "−0.3347 × 0.4777", "−0.1599"],
    12: ["∂L/∂h₁", "∂L/∂z₃ · ∂z₃/∂h₁", "∂L/∂z₃ · w₃₁", "−0.3347 × 0.4", "−0.1339"],
    13: ["∂L/∂z₁", "∂L/∂h₁ · ∂h₁/∂z₁", "∂L/∂h₁ · (1 − h₁^2)", "−0.1339 × (1 − 0.4777^2)", "−0.1033"],
    14: ["∂L/∂w₁₁", "∂L/∂z₁ · ∂z₁/∂w₁₁", "∂L/∂z₁ · x₁", "−0.1033 × 0.6", "−0.0620"],
}  # fmt: skip


@pytest.mark.parametrize("number", ORIGINAL)
def test_a_step_of_the_original(script: Script, number: int) -> None:
    assert derivation(script, NETWORK, number) == ORIGINAL[number]


def test_a_step_for_several_parameters_has_a_formula_for_each(script: Script) -> None:
    found = explained(script, NETWORK)[10].derivations
    assert [lines[0] for lines in found] == ["∂L/∂w₃₁", "∂L/∂w₃₂", "∂L/∂b₃"]
    assert found[2] == ["∂L/∂b₃", "∂L/∂z₃ · ∂z₃/∂b₃", "∂L/∂z₃ · 1", "−0.3347 × 1", "−0.3347"]


def test_relu_and_the_mean_squared_error(script: Script) -> None:
    made = Example((1.0,), (2.0,), network((1, 1), output="relu", loss="mse").layers, "mse")
    steps = explained(script, made, {"w11": 0.5, "b1": 0.25})
    assert steps[2].derivations == [["ŷ", "max(0, z₁)", "max(0, 0.7500)", "0.7500"]]
    assert steps[3].derivations == [["L", "(ŷ − y)^2", "(0.7500 − 2)^2", "1.5625"]]
    assert steps[4].derivations == [["∂L/∂ŷ", "1 · 2 (ŷ − y)", "1 × 2 × (0.7500 − 2)", "−2.5000"]]
    chain = "∂L/∂ŷ · ∂ŷ/∂z₁"
    (slope,) = steps[5].derivations
    assert slope[:2] == ["∂L/∂z₁", chain]
    assert "1 if z₁ > 0" in slope[2]
    assert "0 if z₁ ≤ 0" in slope[2]
    assert slope[-1] == "−2.5000"


@pytest.mark.parametrize(
    ("text", "slopes"),
    [
        ("x^w", {"x": "w x^(w − 1)", "w": "L ln(x) if x > 0, 0 if x ≤ 0"}),
        ("w*relu(x)", {"x": "1 if x > 0, 0 if x ≤ 0"}),
        ("w*abs(x)", {"x": "1 if x > 0, 0 if x = 0, −1 if x < 0"}),
        ("w*elu(x)", {"x": "1 if x > 0, e^x if x ≤ 0"}),
        (
            "2*max(x, w)",
            {"x": "1 if x > w, 0.5 if x = w, 0 if x < w", "w": "1 if w > x, 0.5 if w = x, 0 if w < x"},
        ),
    ],
)
def test_every_piece_of_a_slope_has_its_value_and_its_condition(
    script: Script, text: str, slopes: dict[str, str]
) -> None:
    found = explained(script, Formula(f"L = {text}", {"x": 0.5, "w": 2.0}))
    lines = {lines[0]: lines for step in found for lines in step.derivations}
    for name, slope in slopes.items():
        symbols = next(line for line in lines[f"∂L/∂{name}"][1:] if slope in line)
        assert symbols.endswith(f" · {slope}")


def test_several_outputs_are_a_mean(script: Script) -> None:
    made = network((1, 2), output="identity", loss="mse")
    steps = explained(script, made)
    assert steps[5].derivations[0][1] == "1/2 ((ŷ₁ − y₁)^2 + (ŷ₂ − y₂)^2)"
    assert [step.derivations[0][0] for step in steps[6:8]] == ["∂L/∂ŷ₁", "∂L/∂z₁"]


def test_a_node_with_several_children_shows_the_sum_over_them(script: Script) -> None:
    made = network((1, 1, 3))
    (sums,) = [
        step for step in explained(script, made) if step.derivations and step.derivations[0][0] == "∂L/∂h₁"
    ]
    assert sums.derivations[0][1] == "∂L/∂z₂ · ∂z₂/∂h₁ + ∂L/∂z₃ · ∂z₃/∂h₁ + ∂L/∂z₄ · ∂z₄/∂h₁"
    assert any("3" in remark for remark in sums.remarks)


# --- the numbers in a formula come to the result

FUNCTIONS = {"tanh": math.tanh, "ln": math.log, "e": math.e, "max": max, "sqrt": math.sqrt}


POWER_OF_TEN = re.compile("×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
PLAIN_EXPONENT = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def evaluated(text: str) -> float:
    """The value of a formula's line of numbers, such as `0.5 × 0.6 + (−0.3) × (−0.4) + 0.1`."""
    plain = POWER_OF_TEN.sub(lambda power: f"e{power[1].translate(PLAIN_EXPONENT)}", text)
    python = plain.replace("−", "-").replace("×", "*").replace("·", "*").replace("^", "**")
    python = re.sub(r"(?<=[\d)]) \(", "*(", python)  # as in 1/2 (…)
    assert re.fullmatch(r"[\d.()+\-*/, a-z]+", python), text
    return float(eval(python, {"__builtins__": {}}, FUNCTIONS))  # noqa: S307 - of our own formulas, letters checked


def numbers_agree(step: Explained) -> None:
    for left, *_, numbers, result in step.derivations:
        if "if" in numbers or "×10" in result:
            continue
        assert evaluated(numbers) == pytest.approx(evaluated(result), rel=2e-3, abs=1e-3), (
            left,
            numbers,
            result,
        )


@pytest.mark.parametrize(
    "leaves",
    [
        {},
        {"x1": -1.25, "x2": 0.75, "y": 0.35, "w11": 1.5, "w12": -0.05, "b1": 0.4, "w31": -1.4, "b3": -0.5},
        {"x1": -2, "w11": -0.7, "w21": 0.9, "w32": 1.1, "b3": 0.3, "y": 0},
    ],
)
def test_the_numbers_of_every_step_come_to_its_result(script: Script, leaves: dict[str, float]) -> None:
    steps = explained(script, NETWORK, leaves)
    numbers = computed(leaves)
    for expected, step in zip(STEPS, steps, strict=True):
        numbers_agree(step)
        for name, derived in zip(expected.values, step.derivations, strict=False):
            assert evaluated(derived[-1]) == pytest.approx(numbers.values[name], abs=6e-5)
        for name, derived in zip(expected.gradients, step.derivations, strict=False):
            assert evaluated(derived[-1]) == pytest.approx(numbers.gradients[name], abs=6e-5)


@pytest.mark.parametrize(
    "made",
    [
        network((3, 2, 2), activation="sigmoid", seed=5),
        network((2, 3, 1), output="identity", loss="mse", seed=9),
    ],
)
def test_the_numbers_of_other_networks_do_too(script: Script, made: Example) -> None:
    for step in explained(script, made):
        numbers_agree(step)


@settings(max_examples=25)
@given(network=networks("gentle", losses=("mse", "mae", "huber", "bce")))
@example(network=VANISHING)
def test_a_product_can_be_computed_with_a_pencil(script: Script, network: Example) -> None:
    """From the digits that are shown comes what is shown, however small: each has three at least."""
    seen = 0
    for step in explained(script, network):
        for left, *_, numbers, result in step.derivations:
            factors = re.fullmatch(r"[\d.()−×⁻⁰¹²³⁴⁵⁶⁷⁸⁹ ]+", numbers)
            # Not 1 − h², which has fewer digits than h where h is near 1.
            if left.startswith("∂") and factors and "1 − " not in numbers:
                seen += 1
                # A difference of near numbers has what is left of their four decimals.
                lost = 2e-4 if " − " in numbers else 1e-300
                assert evaluated(numbers) == pytest.approx(evaluated(result), rel=0.02, abs=lost), (
                    left,
                    numbers,
                    result,
                )
    assert seen > 0


# --- everything has its words


PLAIN = [name for name, operation in OPS.items() if operation.base is None]
"""Those that have words of their own."""


def test_every_operation_can_be_written_and_has_its_words(script: Script) -> None:
    assert set(script.call("() => Object.keys(OPS)")) == set(OPS) == set(script.call("() => OPERATION_NAMES"))
    assert set(PLAIN) <= set(WORDS["operation"])
    for name in PLAIN:
        assert NARRATION["operation"][name]["forward"].strip(), name
        assert NARRATION["operation"][name]["backward"].strip(), name


def test_every_remark_has_its_words(script: Script) -> None:
    assert set(script.call("() => REMARK_NAMES")) == {*NARRATION["remark"], "kink"}


def test_no_words_lie_idle() -> None:
    assert set(NARRATION["operation"]) == set(PLAIN)


REMARKS = {
    "canonical": ({}, 10),
    "saturated": ({"b1": 3}, 13),
    "overflow": ({"b3": -800}, 9),
}


@pytest.mark.parametrize("name", REMARKS)
def test_a_remark_is_made_when_it_is_true_and_only_then(script: Script, name: str) -> None:
    leaves, number = REMARKS[name]
    beginning = NARRATION["remark"][name].partition("{")[0]
    said = explained(script, NETWORK, leaves)[number - 1].remarks
    assert any(remark.startswith(beginning) for remark in said)
    if leaves:
        assert not any(
            remark.startswith(beginning) for remark in explained(script, NETWORK)[number - 1].remarks
        )


@pytest.mark.parametrize(("bias", "name"), [(-2, "switched_off"), (0, "kink")])
def test_relu_is_remarked_on_where_it_blocks(script: Script, bias: float, name: str) -> None:
    made = network((1, 1, 1), activation="relu")
    (step,) = [
        step
        for step in explained(script, made, {"w11": 0, "b1": bias})
        if step.derivations and step.derivations[0][0] == "∂L/∂z₁"
    ]
    words = NARRATION["operation"]["relu"][name] if name == "kink" else NARRATION["remark"][name]
    ending = words.rpartition("}")[2]
    assert any(remark.endswith(ending) for remark in step.remarks)


def test_no_sentence_is_left_unfilled(script: Script) -> None:
    for leaves in ({}, {"b1": 50.0}, {"b3": -800.0}, dict.fromkeys(LEAVES, 0.0)):
        for step in explained(script, NETWORK, leaves):
            for text in (
                step.title,
                step.why,
                *step.remarks,
                *(line for lines in step.derivations for line in lines),
            ):
                assert text.strip()
                assert not re.search(r"\{|\}|NaN|undefined|null|\[object", text), text
