"""A formula's names are anybody's: none of them means anything to the page itself, and constants are none."""

from typing import Any

import pytest
from playwright.sync_api import expect

from generator.script import Script
from tests.browser import OpenPage
from tests.lesson.content import WORDS
from tests.page.lesson import Lesson

INHERITED = [
    "constructor", "toString", "hasOwnProperty", "valueOf", "isPrototypeOf", "toLocaleString", "propertyIsEnumerable",
]  # fmt: skip
FIELDS = [
    "step",
    "speed",
    "formula",
    "rate",
    "seed",
    "grain",
    "neuron",
    "numbers",
    "level",
    "digits",
    "size",
    "loss",
]
OTHERS = [
    "x", "y", "L2", "last", "tool", "of", "from", "preset", "net", "f", "w", "v", "keys", "answer", "notice", "length",
    "name", "prototype", "c1", "v1", "leaf", "then",
]  # fmt: skip

DRAWN = """(data, names) => names.map((name) => {
  const { choices, answer } = choicesOf(data, `f=L=(${name}*2-1)^2%2B${name}&v=0.75`);
  const faults = answer.refusal || answer.left.length > 0 ? [answer] : [];
  const { lesson, firstOf } = sceneOf(data, choices.source, choices.grain);
  const first = firstOf();
  const last = lesson.steps.length;
  const every = lesson.steps.map((_, k) => k + 1);
  for (const tool of ["", ...Object.keys(TOOLS)]) for (const step of tool ? [1, last] : every) {
    const state = { ...firstChoices(data), ...choices, tool, step };
    const model = derive(data, state);
    for (const [region, view] of Object.entries(LIVE_REGIONS)) {
      try { toMarkup(opened(view(model))); } catch (error) { faults.push(`${tool} ${step} ${region}: ${error}`); }
    }
    const again = choicesOf(data, addressOf(data, state)).choices;
    if (again.leaves[name] !== 0.75 || again.step !== step || again.tool !== tool) faults.push(again);
  }
  return { faults, leaves: Object.keys(first), steps: lesson.steps.length };
})"""


@pytest.mark.parametrize("name", [*INHERITED, *FIELDS, *OTHERS])
def test_a_formula_may_have_any_name(script: Script, page_data: dict[str, Any], name: str) -> None:
    """Every step with every tool is drawn, and the address opens it again."""
    (found,) = script.call(DRAWN, page_data, [name])
    assert found["faults"] == []
    assert found["leaves"] == [name], "the numbers in it are none that one could choose"
    assert found["steps"] > 3


NAMED = """(data, names, grains) => {
  const faults = [];
  const network = { ...data.networks["meeting-paths"].network, names };
  const data_ = { ...data, networks: { ...data.networks, named: { ...data.networks["meeting-paths"], network } } };
  for (const grain of grains) {
    const { choices } = choicesOf(data_, `preset=named&grain=${grain}`);
    const { lesson, firstOf } = sceneOf(data_, choices.source, choices.grain);
    const leaf = Object.keys(firstOf())[4];
    const last = lesson.steps.length;
    const every = lesson.steps.map((_, k) => k + 1);
    for (const orientation of ["broad", "wide", "tall"]) for (const tool of ["", ...Object.keys(TOOLS)]) for (const step of tool || orientation !== "broad" ? [1, last] : every) {
      const leaves = { ...firstOf(), [leaf]: 0.75 };
      const state = { ...firstChoices(data_), ...choices, leaves, alive: true, tool, step, orientation };
      const model = derive(data_, state);
      for (const [region, view] of Object.entries(LIVE_REGIONS)) {
        try { toMarkup(view(model)); } catch (error) { faults.push(`${grain} ${tool} ${step} ${region}: ${error}`); }
      }
      const { choices: again, answer } = choicesOf(data_, addressOf(data_, state));
      if (answer.left.length > 0 || again.leaves[leaf] !== 0.75 || again.step !== step || again.tool !== tool) faults.push(answer);
    }
    const { nodes } = lesson.graph;
    const own = new Set(Object.values(names));
    for (const name of own) if (nodes.filter((node) => node.name === name).length !== 1) faults.push(name);
    const controls = toMarkup(LIVE_REGIONS.controls(derive(data_, { ...firstChoices(data_), ...choices })));
    for (const { name, op, role } of nodes) {
      const sliders = controls.split(`type="range" name="${name}"`).length - 1;
      if (op === "leaf" && role !== "constant" && sliders !== 1) faults.push(`${sliders} sliders for ${name}`);
    }
  }
  return faults;
}"""

PLACES = ["x1", "x2", "y", "w11", "w12", "b1", "z1", "h1", "w31", "b3", "z3", "w51", "yhat", "L"]
OWN = [*INHERITED, *(name for name in (*FIELDS, *OTHERS) if len(name) < 13)]


@pytest.mark.parametrize("first", range(0, len(OWN), len(PLACES)))
def test_the_quantities_of_a_network_may_have_any_names(
    script: Script, page_data: dict[str, Any], first: int
) -> None:
    """Every step with every tool is drawn, and the address opens it again; two places share a weight."""
    names = dict(zip(PLACES, [name[:12] for name in (OWN + OWN)[first:]], strict=False))
    names |= {"w22": names["w12"], "w41": names["w12"]}
    assert script.call(NAMED, page_data, names, ["neurons", "inputs", "operations"]) == []


SLIDERS = """data => Object.keys(data.networks).map((preset) => {
  const source = presetSource(data, preset);
  const state = { ...firstChoices(data), source, grain: usualGrain(source.network), leaves: sceneOf(data, source).firstOf(), tool: "nudge" };
  const { graph } = sceneOf(data, source);
  const markup = toMarkup(LIVE_REGIONS.controls(derive(data, state)));
  return {
    constants: graph.nodes.filter(({ role }) => role === "constant").map(({ name }) => name),
    leaves: Object.keys(state.leaves), markup,
  };
})"""


def test_no_constant_has_a_slider_a_plot_or_a_place_among_the_leaves(
    script: Script, page_data: dict[str, Any]
) -> None:
    offered = script.call(SLIDERS, page_data)
    assert any(one["constants"] for one in offered), "else this shows nothing"
    for one in offered:
        assert set(one["constants"]).isdisjoint(one["leaves"])
        for name in one["constants"]:
            assert f'name="{name}"' not in one["markup"]
            assert f'data-leaf="{name}"' not in one["markup"]


def test_the_pages_own_fields_are_not_taken_over(open_page: OpenPage) -> None:
    """A slider of a formula's `step` and the one that walks through the steps stand side by side."""
    page = open_page(hash="f=L=(step*2-speed)^2%2Bformula*seed")
    lesson = Lesson(page)
    for name in ("step", "speed", "formula", "seed"):
        expect(lesson.slider(name)).to_have_count(1)
    lesson.slider("step").fill("1.75")
    assert lesson.state()["leaves"]["step"] == 1.75
    assert lesson.state()["step"] == 1
    lesson.scrubber.fill("3")
    assert lesson.state()["step"] == 3
    assert lesson.state()["leaves"]["step"] == 1.75
    lesson.speed.select_option("fast")
    assert lesson.state()["leaves"]["speed"] == 1.5
    assert page.evaluate("document.querySelectorAll('[name]:not(meta)').length") == 4, (
        "only leaves have names"
    )
    assert page.evaluate("backprop.set({ leaves: { c1: 3 } })") is False
    lesson.notice_says(WORDS["notice"]["key"].format(found="c1", expected="step, speed, formula, seed"))


@pytest.mark.parametrize("hash_", ["preset=rosenbrock&step=3&tool=nudge", "f=L=(w*x-y)^2&step=3&tool=nudge"])
def test_nudging_works_where_a_formula_has_numbers(open_page: OpenPage, hash_: str) -> None:
    page = open_page(hash=hash_)
    Lesson(page).is_without_notice()
    expect(page.locator(".spark")).to_have_count(len(page.evaluate("Object.keys(backprop.state().leaves)")))
