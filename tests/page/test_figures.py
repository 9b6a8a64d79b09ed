"""What the article's live figures show: against NumPy, by hand, and on the page as a person tries them."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from playwright.sync_api import expect

from generator.script import Script
from tests.engine.random_networks import networks
from tests.example import Example
from tests.lesson.content import NETWORK, WORDS
from tests.lesson.expected import computed, shown
from tests.lesson.in_v8 import data_of
from tests.lesson.networks import network
from tests.page.lesson import Lesson

STUDY = """(data, kind, options, choices) => {
  const { graph, pass, state } = derive(data, firstChoices(data));
  const study = FIGURES[kind].study({ graph, ...pass }, options, { ...state.figures, ...choices });
  return { ...study, names: graph.nodes.map(({ name }) => name) };
}"""


def study(
    script: Script, kind: str, *, made: Example = NETWORK, options: Any = None, **choices: Any
) -> dict[str, Any]:
    found: dict[str, Any] = script.call(STUDY, data_of(made), kind, options or {}, choices)
    return found


def sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def test_the_bend_is_tanh_with_its_slope(script: Script) -> None:
    found = study(script, "bend", options={"node": "h2"})
    assert [found["names"][found[key]] for key in ("of", "along", "weight")] == ["h2", "z2", "w21"]
    assert found["slider"] == "b2"
    at = np.array([sample["at"] for sample in found["curve"]])
    np.testing.assert_allclose([sample["value"] for sample in found["curve"]], np.tanh(at), rtol=1e-12)
    np.testing.assert_allclose(
        [sample["value"] for sample in found["slopes"]], 1 / np.cosh(at) ** 2, rtol=1e-9
    )
    assert found["point"]["at"] == pytest.approx(-0.54)
    assert found["step"]["up"] == pytest.approx(math.tanh(-0.54 + 0.1) - math.tanh(-0.54))


def test_a_sure_and_wrong_prediction_has_these_slopes(script: Script) -> None:
    """By hand: −1/ŷ and 2(ŷ − 1) at ŷ = 0.01; for y = 0, 1/(1 − ŷ) and 2ŷ."""
    losses = study(script, "loss", prediction=0.01, target=1)["losses"]
    assert losses["bce"]["slope"] == pytest.approx(-100)
    assert losses["mse"]["slope"] == pytest.approx(-1.98)
    assert losses["bce"]["value"] == pytest.approx(-math.log(0.01))
    losses = study(script, "loss", prediction=0.75, target=0)["losses"]
    assert losses["bce"]["slope"] == pytest.approx(4)
    assert losses["mse"]["slope"] == pytest.approx(1.5)
    for sample in losses["bce"]["curve"]:
        assert sample["value"] == pytest.approx(-math.log(1 - sample["at"]))


def test_prediction_minus_target_is_the_product(script: Script) -> None:
    """By hand at z = −6, y = 1: −404 × 0.0025 = −0.998; the squared error −0.005."""
    found = study(script, "error", logit=-6, target=1)["losses"]
    assert found["bce"]["loss"] == pytest.approx(-404.4, abs=0.1)
    assert found["bce"]["sigmoid"] == pytest.approx(0.002467, abs=1e-6)
    assert found["bce"]["product"] == pytest.approx(sigmoid(-6) - 1)
    assert found["mse"]["product"] == pytest.approx(-0.00492, abs=1e-5)
    for sample in study(script, "error", target=0)["losses"]["bce"]["products"]:
        assert sample["value"] == pytest.approx(sigmoid(sample["at"]), rel=1e-9)


def test_figures_begin_with_the_lessons_own_prediction(script: Script) -> None:
    numbers = computed()
    assert study(script, "loss")["at"] == pytest.approx(numbers.values["yhat"])
    assert study(script, "loss")["target"] == 1
    assert study(script, "error")["at"] == pytest.approx(numbers.values["z3"])


def test_the_chain_of_w11_is_the_articles_formula(script: Script) -> None:
    v, g = computed().values, computed().gradients
    links = study(script, "chain", options={"from": "w11"})["links"]
    factors = [v["yhat"] - v["y"], v["w31"], 1 - v["h1"] ** 2, v["x1"]]
    assert [link["local"] for link in links] == pytest.approx(factors, rel=1e-9)
    assert [link["soFar"] for link in links] == pytest.approx([g["z3"], g["h1"], g["z1"], g["w11"]], rel=1e-9)


@settings(max_examples=15)
@given(made=networks("gentle", losses=("mse", "bce", "huber"), least_hidden=1))
def test_paths_add_up_to_the_gradient(script: Script, made: Example) -> None:
    numbers = computed(network=made)
    found = study(script, "paths", made=made, options={"from": "x1"})
    assert found["total"] == pytest.approx(numbers.gradients["x1"], rel=1e-6, abs=1e-9)
    assert sum(part["product"] for part in found["parts"]) + found["rest"] == pytest.approx(
        found["total"], rel=1e-9, abs=1e-12
    )
    ends = 0.0
    for part in found["parts"]:
        assert part["before"] == pytest.approx(ends, rel=1e-9, abs=1e-12)
        ends += part["product"]


def test_the_two_paths_of_x1(script: Script) -> None:
    parts = study(script, "paths", options={"from": "x1"})["parts"]
    assert [round(part["product"], 3) for part in parts] == [-0.052, -0.061]


@pytest.mark.parametrize("width", [1, 2, 3, 5])
def test_the_closed_form_of_costs_counts_as_the_ledger_counts(script: Script, width: int) -> None:
    made = network((width, width, width, width, 1))
    call = """(data, width) => {
      const { leaves, forward, ways } = ledgerOf(derive(data, firstChoices(data)).graph);
      const counted = [BigInt(leaves), forward.multiplications, ways.backward.multiplications, ways.finite.multiplications];
      const { slopes, forward: one, backward, finite } = countOf(width);
      return [counted.map(Number), [slopes, one, backward, finite]];
    }"""
    counted, closed = script.call(call, data_of(made), width)
    assert closed == counted
    assert closed[0] == sum(node.op == "leaf" and node.role != "target" for node in made.graph.nodes)


def test_differences_cost_7_times_as_much_here_and_5100_times_as_much_there(script: Script) -> None:
    """19 multiplications back and 8 forward here; 15,403 and 7,552 for 50→50→50→50→1."""
    found = study(script, "cost", width=50)
    assert (found["own"]["forward"], found["own"]["backward"], found["own"]["slopes"]) == (8, 8 + 19, 11)
    assert round(found["own"]["finite"] / found["own"]["backward"]) == 7
    assert found["chosen"]["count"] == {
        "slopes": 7751, "forward": 7552, "backward": 7552 + 15403, "finite": 7751 * (2 * 7552 + 1),
    }  # fmt: skip
    assert round(found["ratio"], -1) == 5100


# --- on the page


def figure(lesson: Lesson, kind: str) -> Any:
    return lesson.page.get_by_role("figure", name=WORDS["figures"]["names"][kind])


def test_updates_go_down_the_valley_or_out_of_it(script: Script) -> None:
    """By hand: of L = ½(2w − 2)² each update multiplies the distance to the bottom, w = 1, by 1 − 4η."""
    for rate in (0.1, 0.25, 0.45, 0.55):
        path = study(script, "descent", rate=rate)["path"]
        assert [step["at"] for step in path] == pytest.approx(
            [1 - 2 * (1 - 4 * rate) ** k for k in range(11)]
        )
        assert [step["value"] for step in path] == pytest.approx([2 * (step["at"] - 1) ** 2 for step in path])


def test_each_question_is_answered_by_trying(lesson: Lesson) -> None:
    bend, chain, paths = (figure(lesson, kind) for kind in ("bend", "chain", "paths"))
    bend.get_by_role("slider").fill("3")
    far = computed({"b1": 3.0})
    expect(bend).to_contain_text(shown(1 - far.values["h1"] ** 2))
    expect(bend).to_contain_text("2.97×10⁻⁴")  # ∂L/∂w₁₁
    assert lesson.values()["b1"] == 3
    bend.get_by_role("button", name="Reset").click()
    assert lesson.values()["b1"] == 0.1

    chain.get_by_role("slider").fill("0")
    rows = [row.split() for row in chain.locator("tbody").inner_text().splitlines() if row.strip()]
    assert "0.0000" in str(rows)
    expect(chain.locator("tr.stop")).to_have_count(1)
    chain.get_by_role("button", name="Reset").click()

    paths.get_by_role("slider").fill("0.4")
    turned = computed({"w21": 0.4})
    by_z1 = turned.gradients["z1"] * turned.values["w11"]
    by_z2 = turned.gradients["z2"] * turned.values["w21"]
    assert by_z1 < 0 < by_z2
    expect(paths).to_contain_text(shown(by_z1))
    expect(paths).to_contain_text(shown(by_z2))


def test_what_is_chosen_in_a_figure_alone_leaves_the_lesson_as_it_is(lesson: Lesson) -> None:
    before = lesson.values()
    loss, error, cost = (figure(lesson, kind) for kind in ("loss", "error", "cost"))
    loss.get_by_role("slider").fill("0.01")
    expect(loss).to_contain_text("−100.0000")
    loss.get_by_role("button", name="0", exact=True).click()
    expect(loss).to_contain_text(shown(1 / 0.99))
    error.get_by_role("slider").fill("-6")
    error.get_by_role("button", name="1", exact=True).click()
    expect(error).to_contain_text(shown(sigmoid(-6) - 1))
    cost.get_by_role("slider").fill("8")
    expect(cost).to_contain_text("7\u202f751")
    descent = figure(lesson, "descent")
    descent.get_by_role("slider").fill("0.25")
    expect(descent).to_contain_text("w = 1.0000")
    descent.get_by_role("slider").fill("0.55")
    expect(descent).to_contain_text(shown(1 - 2 * 1.2**10))
    assert lesson.values() == before


def test_beside_another_network_figures_stand_still(lesson: Lesson) -> None:
    assert lesson.page.evaluate("backprop.set({ network: 'dead-relu' })")
    expect(figure(lesson, "bend").get_by_role("slider")).to_have_count(0)
    expect(figure(lesson, "bend")).to_contain_text(shown(computed().gradients["w11"]))


def test_slopes_without_an_end_are_drawn(lesson: Lesson) -> None:
    """Afterwards the console must have stayed silent."""
    for leaves in ({"b3": -700.0}, {"b3": -800.0}, {"w11": 1e6, "x1": 1e6}, {"b1": -1e6}):
        assert lesson.page.evaluate("leaves => backprop.set({ leaves })", leaves)
        expect(figure(lesson, "loss").locator("svg").first).to_be_attached()
