"""Every activation and every loss in a lesson: formulas that come to what is said, plots, and remarks that are true."""

import re
from typing import Any

import numpy as np
import pytest

from generator.engine.network import Layer
from generator.engine.operations.table import OPS
from generator.script import Script
from tests.example import Example
from tests.expression.written import evaluated
from tests.lesson.content import NARRATION, WORDS
from tests.lesson.expected import computed
from tests.lesson.in_v8 import Explained, data_of, explained

HIDDEN = [name for name, operation in OPS.items() if operation.kind == "activation" and not operation.joint]
LOSSES = [name for name, operation in OPS.items() if operation.kind == "loss" and operation.base is None]
TARGETS = {"cce": (0.25, 0.75), "hinge": (1.0, -1.0)}


def made(activation: str, loss: str) -> Example:
    """2→2→2, with numbers on both sides of every kink."""
    output = (OPS[loss].requires or ("identity",))[0]
    return Example(
        (0.8, -1.2),
        TARGETS.get(loss, (0.0, 1.0)),
        (
            Layer(activation, ((0.9, 0.4), (-0.7, 1.1)), (0.1, -0.2)),
            Layer(output, ((0.6, -1.3), (1.4, 0.5)), (0.3, -0.1)),
        ),
        loss,
    )


def single(activation: str, z: float, *, loss: str = "mse", target: float = 0.5) -> Example:
    """1→1→1 in which the hidden pre-activation is z, and the output twice the activation."""
    layers = (Layer(activation, ((z,),), (0.0,)), Layer("identity", ((2.0,),), (0.0,)))
    return Example((1.0,), (target,), layers, loss)


# --- formulas

LINES = """(data) => {
  const model = derive(data, firstChoices(data));
  return model.lesson.steps.map((step) => ({
    phase: step.phase, focus: step.focus.map((index) => model.graph.nodes[index].name), ...model.explain(step),
  }));
}"""


@pytest.mark.parametrize(
    ("activation", "loss"), [(each, "mse") for each in HIDDEN] + [("tanh", each) for each in LOSSES]
)
def test_the_numbers_of_every_formula_come_to_numpys(script: Script, activation: str, loss: str) -> None:
    network = made(activation, loss)
    numbers, checked = computed(network=network), 0
    for step in script.call(LINES, data_of(network)):
        known = numbers.values if step["phase"] == "forward" else numbers.gradients
        for name, derivation in zip(step["focus"], step["derivations"], strict=False):
            lines = {line["name"]: line["formula"] for line in derivation["lines"]}
            assert evaluated(lines["numbers"]) == pytest.approx(known[name], rel=1e-9, abs=1e-12), name
            checked += 1
    # z, h or ŷ of four neurons and L; backward all but L, and twelve parameters.
    assert checked == 9 + 8 + 12


def test_a_logit_of_softmax_hears_from_all_predictions(script: Script) -> None:
    steps = explained(script, made("tanh", "cce"))
    (share,) = [step for step in steps if step.derivations and step.derivations[0][0] == "ŷ₂"]
    assert share.derivations[0][1] == "e^z₄/(e^z₃ + e^z₄)"
    (logit,) = [step for step in steps if step.derivations and step.derivations[0][0] == "∂L/∂z₄"]
    assert logit.derivations[0][1:3] == [
        "∂L/∂ŷ₁ · ∂ŷ₁/∂z₄ + ∂L/∂ŷ₂ · ∂ŷ₂/∂z₄",
        "∂L/∂ŷ₁ · (−ŷ₁ ŷ₂) + ∂L/∂ŷ₂ · ŷ₂ (1 − ŷ₂)",
    ]


# --- remarks

WHOLE = re.compile(r"\{[^}]*\}")


def says(step: Explained, words: str) -> bool:
    """Whether a sentence of narration.toml is among the remarks, whatever its {names} stand for."""
    pattern = ".+".join(re.escape(part) for part in WHOLE.split(words))
    return any(re.fullmatch(pattern, remark) for remark in step.remarks)


def step_of(script: Script, network: Example, gradient: str) -> Explained:
    (step,) = [
        step
        for step in explained(script, network)
        if step.derivations and step.derivations[0][0] == f"∂L/∂{gradient}"
    ]
    return step


KINKS = [
    ("relu", single("relu", 0.0), "z₁"),
    ("leaky_relu", single("leaky_relu", 0.0), "z₁"),
    ("mae", single("identity", 0.25, loss="mae"), "ŷ"),
    ("hinge", single("identity", 0.5, loss="hinge", target=1.0), "ŷ"),
    ("hinge", single("identity", -0.5, loss="hinge", target=-1.0), "ŷ"),
]
BESIDE = [
    ("relu", single("relu", 1e-9), "z₁"),
    ("leaky_relu", single("leaky_relu", -1e-9), "z₁"),
    ("mae", single("identity", 0.26, loss="mae"), "ŷ"),
    ("hinge", single("identity", 0.5, loss="hinge", target=-1.0), "ŷ"),
]


@pytest.mark.parametrize(("op", "network", "gradient"), KINKS)
def test_on_a_kink_it_is_said_what_is_taken(script: Script, op: str, network: Example, gradient: str) -> None:
    assert says(step_of(script, network, gradient), NARRATION["operation"][op]["kink"])


@pytest.mark.parametrize(("op", "network", "gradient"), BESIDE)
def test_beside_a_kink_it_is_not(script: Script, op: str, network: Example, gradient: str) -> None:
    assert not says(step_of(script, network, gradient), NARRATION["operation"][op]["kink"])


def test_what_is_said_to_be_taken_on_a_kink_is_taken() -> None:
    for op, network, gradient in KINKS:
        taken = computed(network=network).gradients["z1" if gradient == "z₁" else "yhat"]
        assert taken == (pytest.approx(2 * 2 * (0 - 0.5) * 0.01) if op == "leaky_relu" else 0)


@pytest.mark.parametrize(
    ("name", "activation", "z", "is_said"),
    [
        ("lowest", "gelu", -0.75, True),
        ("saturated", "gelu", -0.75, False),
        ("saturated", "gelu", -3.0, True),
        ("falling", "gelu", -3.0, True),
        ("falling", "gelu", 1.0, False),
        ("lowest", "silu", -1.3, True),
        ("falling", "silu", -0.5, False),
        ("saturated", "elu", -4.0, True),
        ("switched_off", "elu", -800.0, False),
        ("switched_off", "relu", -1.0, True),
        ("switched_off", "leaky_relu", -1.0, False),
    ],
)
def test_what_is_special_about_a_slope(
    script: Script, name: str, activation: str, z: float, is_said: bool
) -> None:
    assert says(step_of(script, single(activation, z), "z₁"), NARRATION["remark"][name]) == is_said


def test_prediction_minus_target_is_said_where_it_is_true(script: Script) -> None:
    remark = NARRATION["remark"]
    for loss, gradient, said in (
        ("cce", "z₄", "canonical_classes"),
        ("bce", "z₃", "canonical_mean"),
        ("mse", "z₃", None),
    ):
        step = step_of(script, made("tanh", loss), gradient)
        for name in ("canonical", "canonical_mean", "canonical_classes"):
            assert says(step, remark[name]) == (name == said), (loss, name)
    lopsided = made("tanh", "cce")
    lopsided = Example(lopsided.inputs, (1.0, 0.5), lopsided.layers, "cce")
    assert not says(step_of(script, lopsided, "z₄"), remark["canonical_classes"])
    assert says(explained(script, lopsided)[0], remark["no_shares"])
    assert not says(explained(script, made("tanh", "cce"))[0], remark["no_shares"])


# --- plots

CURVES = """(data) => {
  const model = derive(data, firstChoices(data));
  const name = (index) => model.graph.nodes[index].name;
  return model.lesson.steps.map((step) => model.explain(step).curve).filter(Boolean)
    .map((curve) => ({ ...curve, of: name(curve.of), along: name(curve.along) }));
}"""


def curves(script: Script, network: Example) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = script.call(CURVES, data_of(network))
    return found


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", HIDDEN)
def test_a_plot_is_the_function_and_its_slope(script: Script, activation: str, loss: str) -> None:
    network = made(activation, loss)
    numbers = computed(network=network)
    found = curves(script, network)
    # Both activations of each of the four neurons forward, and backward; the loss over each prediction, backward.
    assert [(curve["of"], curve["along"]) for curve in found].count(("L", "yhat2")) == 1
    assert sum(curve["of"] == "yhat2" for curve in found) == 2
    assert len(found) == 4 + 4 + 2
    for curve in found:
        least, most = curve["reach"]
        point = curve["point"]
        assert point["value"] == pytest.approx(numbers.values[curve["of"]], rel=1e-9)
        assert point["at"] == pytest.approx(numbers.values[curve["along"]])
        assert least <= point["at"] <= most
        for piece in curve["pieces"]:
            at, value, slope = (
                np.array([sample[key] for sample in piece]) for key in ("at", "value", "slope")
            )
            # Within a piece nothing jumps: the trapezoids under the slope add up to the value.
            gained = np.concatenate([[0], np.cumsum(np.diff(at) * (slope[1:] + slope[:-1]) / 2)])
            # A logarithm is steep near 0 and 1: there the trapezoids are off by a part of what they gain.
            steep = OPS[loss].canonical is not None and curve["of"] == "L"
            inside = slice(3, -3) if steep else slice(None)
            np.testing.assert_allclose(
                np.diff(value[inside]),
                np.diff(gained[inside]),
                rtol=0.06 if steep else 0,
                atol=0.01 * np.ptp(value) / len(at) + 2e-3,
            )


def test_a_plot_has_a_gap_where_the_slope_jumps(script: Script) -> None:
    for network, of, jump in (
        (single("relu", 1.0), "h1", 0.0),
        (single("leaky_relu", 1.0), "h1", 0.0),
        (single("identity", 1.0, loss="mae", target=0.7), "L", 0.7),
        (single("identity", 1.0, loss="hinge", target=-1.0), "L", -1.0),
    ):
        (curve, *_) = [curve for curve in curves(script, network) if curve["of"] == of]
        left, right = curve["pieces"]
        assert left[-1]["at"] < jump < right[0]["at"]
        assert right[0]["at"] - left[-1]["at"] < 1e-4
        assert abs(right[0]["slope"] - left[-1]["slope"]) > 0.9
    (curve, *_) = [curve for curve in curves(script, single("elu", 1.0)) if curve["of"] == "h1"]
    assert len(curve["pieces"]) == 1


def test_every_activation_and_loss_says_when_it_is_used_and_how_it_fails() -> None:
    for name, operation in OPS.items():
        if operation.kind in ("activation", "loss") and operation.base is None:
            assert len(NARRATION["operation"][name]["use"].split(". ")) >= 2, name
    assert set(WORDS["losses"]) == set(LOSSES)
