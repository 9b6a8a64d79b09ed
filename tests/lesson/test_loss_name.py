"""The loss is called what the network calls it, wherever it is named."""

import re
from typing import Any

import pytest

from generator.config import Formula
from generator.script import Script
from tests.example import Example
from tests.lesson.in_v8 import data_of
from tests.lesson.networks import network

ALL = """(data, tools, grains) => {
  const said = [];
  const first = firstChoices(data);
  for (const grain of grains) for (const tool of tools) {
    const { steps } = sceneOf(data, first.source, grain).lesson;
    const shown = tool === "" && grain !== "inputs" ? steps.map((_, k) => k + 1) : [1 + (steps.length >> 1)];
    for (const step of shown) {
      const model = derive(data, { ...first, grain, tool, step });
      const drawn = { ...LIVE_REGIONS, ...(step === 1 && tool === "" ? PRINT_REGIONS : {}) };
      for (const [region, view] of Object.entries(drawn)) said.push([`${grain} ${tool} ${step} ${region}`, toMarkup(opened(view(model)))]);
      said.push([`${grain} ${tool} ${step} announced`, announcement(model)]);
      if (tool !== "") continue;
      for (const what of ["latex", "mathml", "slide"]) {
        const { text, below } = takenOf(model, what, "") ?? { text: "" };
        said.push([`${grain} ${step} as ${what}`, below ? toMarkup(below) : text]);
      }
    }
  }
  const model = derive(data, first);
  for (const kind of ["loss", "error", "descent"]) said.push([`figure ${kind}`, toMarkup(figureView(model, { kind, options: {} }))]);
  for (const what of ["toml", "json", "csv", "python", "numpy", "torch", "jax"]) said.push([`as ${what}`, takenOf(model, what, "").text]);
  for (const key of [false, true]) {
    const sheet = worksheetView(derive(data, { ...first, tool: "practice", level: 3, paper: "worksheet" }), key);
    said.push([`worksheet ${key}`, toMarkup(sheet)]);
  }
  return said;
}"""
TOOLS = ["", "nudge", "paths", "practice", "bugs", "train", "take"]


def network_named(names: dict[str, str], loss: str = "mse", outputs: int = 1) -> Example:
    made = network([2, 2, outputs], loss=loss, output="sigmoid")
    return Example(made.inputs, made.target, made.layers, made.loss, names)


def spoken(markup: str) -> str:
    """What is read and heard of it: its text, its labels, what fields hold."""
    attributes = re.findall(r'(?:aria-label|title|placeholder|alt|value)="([^"]*)"', markup)
    return "\n".join([re.sub(r"<[^>]*>", "\x1f", markup), *attributes])


def others(said: list[list[str]]) -> dict[str, str]:
    """Where the loss is called L all the same, and in what words."""
    found = {}
    for where, markup in said:
        text = spoken(markup) if "<" in markup else markup
        # An example for anybody, and the places that [names] renames.
        text = re.sub(r'L = \(tanh.*|\[names\]\nL|"L":', "", text)
        if wrong := re.search(r"(?<![\w$&])(?:∂|Δ|\\partial )?(?:L|dL(?:_d\w+)?)(?![\w′'])", text):
            found[where] = text[max(0, wrong.start() - 30) : wrong.end() + 30].replace("\x1f", "·")
    return found


@pytest.mark.parametrize(
    ("subject", "grains"),
    [
        (network_named({"L": "E"}), ["neurons", "layers"]),
        (network_named({"L": "E_total", "w11": "v", "w12": "v"}, outputs=2), ["operations", "layers"]),
        (network_named({"L": "E"}, loss="bce", outputs=2), ["layers"]),
        (Formula("E = (w*x - 1)^2 + b", {"w": 0.5, "x": 2.0, "b": 1.0}), ["neurons"]),
    ],
    ids=["E", "E_total, tied", "by layers", "a formula"],
)
def test_nothing_calls_it_by_another_name(script: Script, subject: Any, grains: list[str]) -> None:
    said = script.call(ALL, data_of(subject), TOOLS, grains)
    assert len(said) > 60
    assert set(others(said).values()) == set(), others(said)
    assert any("E" in spoken(markup) for _, markup in said)


def test_a_network_that_says_nothing_calls_it_l(script: Script) -> None:
    """So that the look-out above is known to see it."""
    found = others(script.call(ALL, data_of(network_named({})), ["", "nudge", "paths"], ["layers"]))
    kinds = {where.split(" ")[-1] for where in found}
    assert {
        "graph",
        "legend",
        "tools",
        "panel",
        "table",
        "latex",
        "mathml",
        "slide",
        "python",
        "numpy",
    } <= kinds


TAKEN = "(data) => takenOf(derive(data, firstChoices(data)), 'numpy', '').text"


@pytest.mark.parametrize(("name", "said"), [("E", "E"), ("W1", "L"), ("lambda", "lambda_"), ("x", "L")])
def test_a_program_calls_it_so_where_nothing_else_has_that_name(script: Script, name: str, said: str) -> None:
    """Run, it computes the page's numbers: its asserts hold them."""
    text = script.call(TAKEN, data_of(network_named({"L": name, **({} if name != "x" else {"x1": "size"})})))
    assert f"\n{said} = (" in text
    assert f"\nd{said}_dW1 = " in text
    exec(text, {})  # noqa: S102 - our own
