"""A remark is said exactly when what it says is so: on random networks and formulas, at every grain.

When it is so is stated here anew, from NumPy's numbers and from the curves of the activations themselves.
"""

import math
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.config import Formula
from generator.engine.expression import parse_expression
from generator.engine.network import Layer
from generator.engine.operations.table import OPS
from generator.script import Script
from tests.engine.operations.oracles import curve_of, slope_of
from tests.engine.random_networks import networks
from tests.example import Example
from tests.expression.trees import Formula as RandomFormula
from tests.expression.trees import formulas
from tests.lesson.content import NARRATION
from tests.lesson.expected import shown
from tests.lesson.in_v8 import data_of
from tests.lesson.passes import Pass

REMARKS = """(data, grain) => {
  const model = derive(data, { ...firstChoices(data), grain });
  const name = (index) => model.graph.nodes[index].name;
  return model.lesson.steps.map((step) => ({
    kind: step.kind, phase: step.phase, focus: step.focus.map(name), of: step.of < 0 ? null : name(step.of),
    remarks: model.explain(step).remarks.map((remark) => spokenSentence(model, remark)).sort(),
  }));
}"""

# --- what the sentences speak of: curves and their slopes, by JAX

SATURATING = [
    name for name, operation in OPS.items() if not operation.joint and operation.saturates != (None, None)
]
CURVES = {name: curve_of(name) for name in SATURATING}
SLOPES = {name: slope_of(name) for name in SATURATING}


@cache
def dips(name: str) -> bool:
    """Whether the curve goes below what it comes to far on the left."""
    return bool(name in CURVES and CURVES[name](np.linspace(-8, 0, 801)).min() < CURVES[name](-40.0) - 1e-6)


@pytest.mark.parametrize("name", CURVES)
def test_the_slopes_of_this_test_are_those_of_its_curves(name: str) -> None:
    z = np.linspace(-6, 6, 241) + 0.01
    difference = (CURVES[name](z + 1e-6) - CURVES[name](z - 1e-6)) / 2e-6
    np.testing.assert_allclose(SLOPES[name](z), difference, atol=1e-8)


GRID = np.linspace(-40, 40, 16001)


@cache
def on_grid(name: str) -> tuple[Any, Any]:
    """The heights of the curve, and how steep it is there."""
    return CURVES[name](GRID), np.abs(SLOPES[name](GRID))


def levels_off(name: str, z: float) -> bool:
    """The curve is nearly flat at z, is flatter further out, and is so since it left its steepest place.

    On the way inwards that place is looked for as far as 0 or, where the curve dips, as far as its lowest point.
    """
    heights, sizes = on_grid(name)
    here = abs(float(SLOPES[name](z)))
    lowest = GRID[np.argmin(heights)] if dips(name) and z < 0 else 0.0
    outwards = sizes[z <= GRID] if z > 0 else sizes[z >= GRID][::-1]
    between = sizes[(min(z, lowest) <= GRID) & (max(z, lowest) >= GRID)]
    if dips(name) and lowest < z < 0:
        return False  # between the lowest point and 0 the curve goes down into its dip
    return bool(here < 0.1 and np.all(np.diff(outwards) <= 0) and here <= between.max(initial=here) / 2)


def is_near_its_lowest_point(name: str, z: float) -> bool:
    return bool(abs(SLOPES[name](z)) < 0.05 and CURVES[name](z) - on_grid(name)[0].min() < 0.01)


# --- what must be said of a step


def said(template: str, at: Pass, **names: Any) -> str:
    filled = template
    for name, found in names.items():
        if isinstance(found, str):
            filled = filled.replace(f"{{{name}.value}}", shown(at.value[found]))
            filled = filled.replace(f"{{{name}}}", at.symbol(found))
        else:
            filled = filled.replace(f"{{{name}}}", str(found))
    return filled


def expected_remarks(at: Pass, step: dict[str, Any], grain: str, reads: Callable[[str], int]) -> list[str]:
    words = NARRATION["remark"]
    found: list[str] = []
    backward_step, focus = step["kind"] == "gradient", step["focus"]
    if step["kind"] == "parameters":
        found += [
            said(words["sum_over_uses"], at, self=self, count=reads(self))
            for self in focus
            if reads(self) > 1
        ]
    if backward_step:
        if len(focus) == 1 and reads(focus[0]) > 1:
            found.append(said(words["sum_over_uses"], at, self=focus[0], count=reads(focus[0])))
        found += _about_predictions(at, focus[0], grain)
        found += _about_neurons(at, focus)
        found += _about_kinks(at, focus)
    if (
        at.node[at.loss].op == "cce"
        and not at.targets_add_up()
        and (step["kind"] == "leaves" or step["of"] == at.loss)
    ):
        found.append(said(words["no_shares"], at, self=at.loss))
    numbers = at.value if step["phase"] == "forward" else at.gradient
    infinite = [name for name in focus if name in numbers and math.isinf(numbers[name])]
    # The gradient of a prediction is not needed where the pair's own form goes from the loss to the pre-activation.
    stepped_over = [name for name in infinite if step["phase"] == "backward" and at.is_canonical(name)]
    if stepped_over:
        found.append(said(words["overflow"], at, self=stepped_over[0]))
    if any(name not in stepped_over for name in infinite):
        found.append(words["infinite"])
    if any(name in numbers and math.isnan(numbers[name]) for name in focus):
        found.append(words["undefined"])
    return sorted(found)


def _about_predictions(at: Pass, z: str, grain: str) -> list[str]:
    prediction = at.activation_of(z)
    if prediction is None or not at.is_canonical(prediction):
        return []
    operands, count = at.parents[at.loss], len(at.targets)
    target = operands[operands.index(prediction) + count]
    error = at.value[prediction] - at.value[target]
    if at.node[at.loss].op == "bce":
        name, claimed = ("canonical", error) if count == 1 else ("canonical_mean", error / count)
    elif at.targets_add_up() and grain != "layers":
        name, claimed = "canonical_classes", error
    else:
        return []
    # What the sentence says comes to what the gradient is.
    assert at.gradient[z] == pytest.approx(claimed, rel=1e-9, abs=1e-12)
    return [said(NARRATION["remark"][name], at, child=prediction, target=target, count=count)]


def _about_neurons(at: Pass, focus: list[str]) -> list[str]:
    """Of one neuron its sentence; of several, how many of the layer there are."""
    pairs = [(z, a) for z in focus if (a := at.activation_of(z)) is not None]
    of_kind: dict[str, Callable[[str, str, float], bool]] = {
        "saturated": lambda op, a, z: op in CURVES and not at.is_canonical(a) and levels_off(op, z),
        "lowest": lambda op, _, z: dips(op) and is_near_its_lowest_point(op, z),
        "falling": lambda op, _, z: dips(op) and bool(SLOPES[op](z) < 0),
        "switched_off": lambda op, _, z: op == "relu" and z < 0,
    }
    found = []
    for name, holds in of_kind.items():
        such = [(z, a) for z, a in pairs if holds(at.node[a].op, a, at.value[z])]
        if len(such) == 1:
            found.append(said(NARRATION["remark"][name], at, self=such[0][0], child=such[0][1]))
        elif such:
            found.append(said(NARRATION["remark"][f"{name}_several"], at, count=len(such), total=len(focus)))
    return found


def _about_kinks(at: Pass, focus: list[str]) -> list[str]:
    found = []
    for name in focus:
        for reader in at.readers[name]:
            op, operands = at.node[reader].op, at.parents[reader]
            own = at.value[name]
            if op in ("mae", "hinge"):
                partner = at.value[operands[operands.index(name) + len(operands) // 2]]
                is_kink = own == partner if op == "mae" else own * partner == 1
            elif op in ("minimum", "maximum"):
                is_kink = sum(at.value[operand] == own == at.value[reader] for operand in operands) > 1
            else:
                is_kink = op in ("relu", "leaky_relu", "abs") and own == 0
            if is_kink:
                found.append(said(NARRATION["operation"][op]["kink"], at, self=name, child=reader))
                break
    return found


# --- random networks and formulas


ROUNDED_ALIKE = frozenset(
    {
        "weighted_sum",
        "add",
        "subtract",
        "multiply",
        "divide",
        "negate",
        "identity",
        "relu",
        "leaky_relu",
        "abs",
        "minimum",
        "maximum",
    }
)
"""Of the same operands these give the same number to the last digit in any language; exponentials and the like do not."""


def is_the_same_everywhere(at: Pass, name: str) -> bool:
    """Whether NumPy and JavaScript agree on a number to the last digit, so that it is 0 in both or in neither."""
    op, parents = at.node[name].op, at.parents[name]
    if op == "leaf":
        return True
    if op == "weighted_sum":
        # What is multiplied by 0 does not matter.
        pairs = zip(parents[:-1:2], parents[1::2], strict=True)
        parents = [each for pair in pairs for each in pair if all(at.value[one] != 0 for one in pair)]
    if op not in ROUNDED_ALIKE and any(at.value[parent] != 0 for parent in parents):
        return False
    return all(is_the_same_everywhere(at, parent) for parent in parents)


def is_clear_of_kinks(at: Pass) -> bool:
    """No sum that two roundings bring to 0, or to another's number, in one language only, decides on a kink."""
    for name in at.node:
        for reader in at.readers[name]:
            op = at.node[reader].op
            partners = [at.value[other] for other in at.parents[reader] if other != name]
            near = {"relu": [0.0], "leaky_relu": [0.0], "abs": [0.0], "hinge": [1.0, -1.0]}.get(
                op, partners if op in ("mae", "minimum", "maximum") else []
            )
            if any(abs(at.value[name] - limit) <= 1e-12 for limit in near) and not is_the_same_everywhere(
                at, name
            ):
                return False
    return True


def clear_of_limits(at: Pass) -> bool:
    """No slope is within rounding of one of the limits: there, either may be said."""
    if not is_clear_of_kinks(at):
        return False
    for name, node in at.node.items():
        activation = at.activation_of(name)
        if activation is None or (op := at.node[activation].op) not in CURVES:
            continue
        z, slope = at.value[name], abs(float(SLOPES[op](at.value[name])))
        limits = (0.1, 0.05) if dips(op) else (0.1,)
        # The rule rounds where what dips has fallen to half of its steepest slope.
        edges = -(OPS[op].saturates[0] or 0) if dips(op) else math.inf
        if (
            any(abs(slope - limit) < 1e-6 for limit in limits)
            or abs(abs(z) - edges) < 0.02
            or 0 < abs(z) < 1e-12
        ):
            return False
        del node
    return True


def hold_against(
    script: Script, subject: Example | Formula, at: Pass, grain: str, reads: Callable[[str], int]
) -> None:
    for step in script.call(REMARKS, data_of(subject), grain):
        if grain == "operations" and step["of"] is not None and step["of"] not in at.node:
            continue  # a product or a part of a sum, which no remark but that on infinities is about
        assert step["remarks"] == expected_remarks(at, step, grain, reads), (step, grain)


def hold_network(script: Script, network: Example) -> None:
    at = Pass(network.graph, network.leaves)
    if not clear_of_limits(at):
        return
    for grain in ("neurons", "layers", "operations"):
        hold_against(script, network, at, grain, lambda name: len(at.readers[name]))


def chain(activation: str, z: float, loss: str = "mse") -> Example:
    """1→2→1 whose first hidden neuron has the sum z, and whose second −z."""
    output = (OPS[loss].requires or ("identity",))[0]
    layers = (Layer(activation, ((z,), (-z,)), (0.0, 0.0)), Layer(output, ((0.7, -0.4),), (0.1,)))
    return Example((1.0,), (1.0,), layers, loss)


@pytest.mark.parametrize("activation", [*CURVES, "relu", "leaky_relu", "identity"])
def test_along_every_activation_what_is_said_is_so(script: Script, activation: str) -> None:
    for z in (
        0.0,
        0.3,
        0.62,
        0.75,
        0.9,
        1.05,
        1.3,
        1.55,
        1.7,
        2.0,
        2.1,
        2.3,
        2.41,
        3.0,
        4.0,
        4.2,
        6.0,
        30.0,
        800.0,
    ):
        hold_network(script, chain(activation, z))


def rounded_to_zero(a: float) -> Example:
    """gelu(a) − gelu(−a) is a, so that the sum of the second layer is 0 up to its last rounding."""
    hidden = Layer("gelu", ((a,), (-a,)), (0.0, 0.0))
    return Example((1.0,), (0.0,), (hidden, Layer("relu", ((1.0, -1.0),), (-a,))), "mse")


def test_where_rounding_decides_on_a_kink_nothing_is_expected() -> None:
    """The page speaks of its own numbers there, which may be −2e−16 where NumPy has 0."""
    for a in (-1.36104, 0.78486, 1.09375):
        network = rounded_to_zero(a)
        assert not clear_of_limits(Pass(network.graph, network.leaves))
    # A sum that is 0 in every language is looked at.
    for z in (0.0, 0.5):
        layers = (Layer("relu", ((z,), (-z,)), (-z, 0.0)), Layer("identity", ((0.7, -0.4),), (0.1,)))
        network = Example((1.0,), (1.0,), layers, "mse")
        assert clear_of_limits(Pass(network.graph, network.leaves))


@settings(max_examples=15)
@given(network=networks("gentle"))
@example(network=chain("tanh", 0.2, "bce"))
def test_on_random_networks_what_is_said_is_so(script: Script, network: Example) -> None:
    hold_network(script, network)


@settings(max_examples=15)
@given(network=networks("extreme"))
def test_on_extreme_networks_what_is_said_is_so(script: Script, network: Example) -> None:
    hold_network(script, network)


@settings(max_examples=25)
@given(formula=formulas(st.sampled_from([0.0, 1.0, -1.0, 0.5]) | st.floats(-3, 3)))
@example(formula=RandomFormula((), "L = x*x + relu(a)*tanh(a)", {"x": 3.0, "a": 0.0}))
def test_on_random_formulas_what_is_said_is_so(script: Script, formula: RandomFormula) -> None:
    parsed = parse_expression(formula.text)
    at = Pass(parsed.graph, {**parsed.constants, **formula.leaves})
    if clear_of_limits(at):
        subject = Formula(formula.text, formula.leaves)
        hold_against(script, subject, at, "operations", lambda name: len(at.readers[name]))
