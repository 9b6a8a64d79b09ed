"""The lesson of 2→2→1 seen as layers, and as single operations: every formula with its numbers, worked out by hand."""

from dataclasses import replace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from generator.script import Script
from tests.lesson.content import NETWORK
from tests.lesson.in_v8 import data_of

jax.config.update("jax_enable_x64", True)

WRITTEN = """(data, grain) => {
  const model = derive(data, { ...firstChoices(data), grain });
  return model.lesson.steps.map((step) => model.explain(step).derivations.map(({ left, lines }) =>
    [formulaText(left), ...lines.map(({ name, formula }) => `${name}: ${formulaText(formula)}`)]));
}"""

# The step, and of each formula its left side, its symbols, its numbers and what they come to.
LAYERS = {
    2: [("z⁽¹⁾", "W⁽¹⁾ x + b⁽¹⁾", "[0.5, −0.3; −0.4, 0.5] [0.6; −0.4] + [0.1; −0.1]", "[0.5200; −0.5400]")],
    3: [("h⁽¹⁾", "tanh(z⁽¹⁾)", "tanh([0.5200; −0.5400])", "[0.4777; −0.4930]")],
    4: [("z⁽²⁾", "W⁽²⁾ h⁽¹⁾ + b⁽²⁾", "[0.4, −0.6] [0.4777; −0.4930] + [0.2]", "[0.6869]")],
    5: [("ŷ", "σ(z⁽²⁾)", "σ([0.6869])", "[0.6653]")],
    6: [("L", "−y ln(ŷ) − (1 − y) ln(1 − ŷ)", "−1 × ln(0.6653) − (1 − 1) × ln(1 − 0.6653)", "0.4076")],
    7: [("∂L/∂ŷ", "1 · (−y/ŷ + (1 − y)/(1 − ŷ))", "1 × (−1/0.6653 + (1 − 1)/(1 − 0.6653))", "−1.5031")],
    8: [("δ⁽²⁾", "∂L/∂ŷ ⊙ σ′(z⁽²⁾)", "[−1.5031] ⊙ [0.2227]", "[−0.3347]")],
    9: [
        ("∂L/∂W⁽²⁾", "δ⁽²⁾ h⁽¹⁾ᵀ", "[−0.3347] [0.4777, −0.4930]", "[−0.1599, 0.1650]"),
        ("∂L/∂b⁽²⁾", "δ⁽²⁾", "", "[−0.3347]"),
    ],
    10: [("∂L/∂h⁽¹⁾", "W⁽²⁾ᵀ δ⁽²⁾", "[0.4; −0.6] [−0.3347]", "[−0.1339; 0.2008]")],
    11: [("δ⁽¹⁾", "∂L/∂h⁽¹⁾ ⊙ tanh′(z⁽¹⁾)", "[−0.1339; 0.2008] ⊙ [0.7718; 0.7570]", "[−0.1033; 0.1520]")],
    12: [
        ("∂L/∂W⁽¹⁾", "δ⁽¹⁾ xᵀ", "[−0.1033; 0.1520] [0.6, −0.4]", "[−0.0620, 0.0413; 0.0912, −0.0608]"),
        ("∂L/∂b⁽¹⁾", "δ⁽¹⁾", "", "[−0.1033; 0.1520]"),
    ],
}  # fmt: skip

# Every product, and every sum of two.
OPERATIONS = {
    2: [("p₁₁", "w₁₁ x₁", "0.5 × 0.6", "0.3000")],
    3: [("p₁₂", "w₁₂ x₂", "−0.3 × (−0.4)", "0.1200")],
    4: [("s₁₂", "p₁₁ + p₁₂", "0.3000 + 0.1200", "0.4200")],
    5: [("z₁", "s₁₂ + b₁", "0.4200 + 0.1", "0.5200")],
    9: [("s₂₂", "p₂₁ + p₂₂", "−0.2400 + (−0.2000)", "−0.4400")],
    13: [("p₃₂", "w₃₂ h₂", "−0.6 × (−0.4930)", "0.2958")],
    15: [("z₃", "s₃₂ + b₃", "0.4869 + 0.2", "0.6869")],
    21: [("∂L/∂s₃₂", "∂L/∂z₃ · 1", "−0.3347 × 1", "−0.3347")],
    23: [("∂L/∂w₃₁", "∂L/∂p₃₁ · h₁", "−0.3347 × 0.4777", "−0.1599")],
    24: [("∂L/∂h₁", "∂L/∂p₃₁ · w₃₁", "−0.3347 × 0.4", "−0.1339")],
    25: [("∂L/∂z₁", "∂L/∂h₁ · (1 − h₁^2)", "−0.1339 × (1 − 0.4777^2)", "−0.1033")],
    31: [("∂L/∂w₁₂", "∂L/∂p₁₂ · x₂", "−0.1033 × (−0.4)", "0.0413")],
    35: [("∂L/∂z₂", "∂L/∂h₂ · (1 − h₂^2)", "0.2008 × (1 − (−0.4930)^2)", "0.1520")],
    40: [("∂L/∂p₂₂", "∂L/∂s₂₂ · 1", "0.1520 × 1", "0.1520")],
}  # fmt: skip


@pytest.mark.parametrize(
    ("grain", "by_hand", "count"), [("layers", LAYERS, 13), ("operations", OPERATIONS, 42)]
)
def test_every_formula_by_hand(script: Script, grain: str, by_hand: dict[int, Any], count: int) -> None:
    written = script.call(WRITTEN, data_of(NETWORK), grain)
    assert len(written) == count
    for step, formulas in by_hand.items():
        found = written[step - 1]
        assert len(found) == len(formulas)
        for (left, *lines), (name, symbols, numbers, result) in zip(found, formulas, strict=True):
            assert left == name
            said = [f"symbols: {symbols}", *([f"numbers: {numbers}"] if numbers else []), f"result: {result}"]
            chain = [line for line in lines if line.startswith("chain: ")]
            assert [line for line in lines if line not in chain] == said, step
            # By operations, a gradient is first what comes from above times what it does there.
            assert len(chain) == (grain == "operations" and step > 18)
    for step in {1, count}:
        assert written[step - 1] == []


SHARED = """(data) => {
  const model = derive(data, { ...firstChoices(data), grain: "layers" });
  return model.lesson.steps.filter(({ kind }) => kind === "parameters").map((step) => {
    const { derivations, why } = model.explain(step);
    const results = derivations.map(({ left, lines }) => {
      const { formula } = lines.at(-1);
      const rows = formula.type === "matrix" ? formula.rows : [[formula]];
      return [formulaText(left), rows.map((row) => row.map(({ number }) => number))];
    });
    return { results, focus: step.focus.map((index) => model.graph.nodes[index].name), said: JSON.stringify(why) };
  });
}"""


def test_of_shared_numbers_each_place_is_shown_and_the_sum_is_jaxs(script: Script) -> None:
    """v stands in both layers and twice in one neuron, b at both hidden neurons: one gradient each, in the first layer."""
    names = {"w21": "v", "w22": "v", "w31": "v", "b1": "b", "b2": "b"}
    shared = replace(NETWORK, names=names)
    leaves = shared.leaves
    x, y = jnp.array(NETWORK.inputs), NETWORK.target[0]

    def loss(p: Any, w1: Any, b1: Any, w2: Any) -> Any:
        """Of the parameters by name, and by place, which adds zeros."""
        whole = jnp.array([[p["w11"], p["w12"]], [p["v"], p["v"]]]) + w1
        h = jnp.tanh(whole @ x + p["b"] + b1)
        z = (jnp.array([p["v"], p["w32"]]) + w2) @ h + p["b3"]
        return -y * jax.nn.log_sigmoid(z) - (1 - y) * jax.nn.log_sigmoid(-z)

    parameters = {name: leaves[name] for name in ("w11", "w12", "v", "b", "w32", "b3")}
    zeros = (jnp.zeros((2, 2)), jnp.zeros(2), jnp.zeros(2))
    by_name, w1, b1, w2 = jax.grad(loss, argnums=(0, 1, 2, 3))(parameters, *zeros)
    last, first = script.call(SHARED, data_of(shared))
    assert last["focus"] == ["w32", "b3"]
    assert first["focus"] == ["w11", "w12", "b", "v"]
    expected = {
        "∂L/∂W⁽²⁾": w2[None, :], "∂L/∂b⁽²⁾": [[by_name["b3"]]],
        "∂L/∂W⁽¹⁾": w1, "∂L/∂b⁽¹⁾": b1[:, None], "∂L/∂b": [[by_name["b"]]], "∂L/∂v": [[by_name["v"]]],
    }  # fmt: skip
    found = dict(last["results"] + first["results"])
    assert found.keys() == expected.keys()
    for name, numbers in expected.items():
        assert np.allclose(found[name], np.asarray(numbers), rtol=1e-12, atol=1e-15), name
    [plain] = {each["said"] for each in script.call(SHARED, data_of(NETWORK))}
    for step in (first, last):
        assert "several places" in step["said"]
        assert "several places" not in plain
