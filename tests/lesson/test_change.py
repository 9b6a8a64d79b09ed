"""A gradient in words of change, against what the loss does in NumPy when that one number is moved."""

from itertools import product
from typing import Any

import numpy as np
import pytest

from generator.config import read_network
from generator.engine.graph import Graph, backward, forward
from generator.engine.operations.table import OPS
from generator.script import Script
from tests.example import Example, subject_of
from tests.lesson.content import CONTENT
from tests.lesson.in_v8 import data_of

AMOUNTS = (0.1, 0.01, 0.001, 0.0001)
CHANGES = """(data, leaves) => {
  const first = firstChoices(data);
  const { computed, lesson, graph } = derive(data, { ...first, leaves: { ...first.leaves, ...leaves } });
  return lesson.steps.map((step) => {
    const change = changeOf(computed, step);
    return {
      step: { ...step, focus: step.focus.map((index) => graph.nodes[index].name) },
      change: change && { ...change, of: graph.nodes[change.of].name },
    };
  });
}"""
NETWORKS = sorted(
    path.stem
    for path in (CONTENT / "networks").glob("*.toml")
    if isinstance(subject_of(read_network(path)), Example)
)


@np.errstate(all="ignore")
def loss_where(graph: Graph, values: list[Any], index: int, value: float) -> float:
    """The loss with one node's value another one, whatever it is computed from: all that follows is computed anew."""
    moved = [np.asarray(number, dtype=float) for number in values]
    moved[index] = np.asarray(value)
    for k, node in enumerate(graph.nodes):
        if k > index and node.parents:
            moved[k] = np.asarray(OPS[node.op].forward([moved[parent] for parent in node.parents]))
    return float(moved[-1])


def as_foretold(graph: Graph, values: list[Any], slope: float, index: int, amount: float) -> bool:
    """Whether, moved by so much against its slope, it lowers the loss by about what the slope says."""
    here = float(values[index])
    fall = float(values[-1]) - loss_where(graph, values, index, here - np.sign(slope) * amount)
    return bool(abs(fall - abs(slope) * amount) <= 0.15 * abs(slope) * amount)


@pytest.mark.parametrize(("name", "seed"), [*product(NETWORKS, (0, 1, 2))])
def test_what_is_foretold_happens_or_nothing_is_foretold(script: Script, name: str, seed: int) -> None:
    subject = subject_of(read_network(CONTENT / "networks" / f"{name}.toml"))
    assert isinstance(subject, Example)
    graph, leaves = subject.graph, subject.leaves
    chance = np.random.default_rng(seed)
    drawn = {
        leaf: round(float(value + chance.normal()), 3) if seed else float(value)
        for leaf, value in leaves.items()
        if leaf[0] in "wbx"
    }
    values = forward(graph, leaves | drawn)
    gradients = {
        node.name: float(slope) for node, slope in zip(graph.nodes, backward(graph, values), strict=True)
    }
    index = {node.name: k for k, node in enumerate(graph.nodes)}
    told = 0
    for entry in script.call(CHANGES, data_of(subject), drawn):
        step, change = entry["step"], entry["change"]
        if step["phase"] == "forward":
            assert change is None
            continue
        about = (
            [node for node in index if node[0] in "wb"] if step["kind"] == "summary" else list(step["focus"])
        )
        largest = max(abs(gradients[node]) for node in about)
        if change is None:
            of = max(about, key=lambda node: abs(gradients[node]))
            assert not any(as_foretold(graph, values, gradients[of], index[of], size) for size in AMOUNTS)
            continue
        of, way, amount = change["of"], change["way"], change["amount"]
        assert of in about
        assert abs(gradients[of]) == pytest.approx(largest, rel=1e-9)
        if way == "nothing":
            assert gradients[of] == 0
            continue
        told += 1
        assert amount in AMOUNTS
        assert (way == "raise") == (gradients[of] < 0)
        assert change["fall"] == pytest.approx(abs(gradients[of]) * amount)
        here, sign = float(values[index[of]]), 1 if way == "raise" else -1
        fall = float(values[-1]) - loss_where(graph, values, index[of], here + sign * amount)
        assert fall == pytest.approx(change["fall"], rel=0.1501)
        # No larger move of the list would do.
        larger = [size for size in AMOUNTS if size > amount]
        assert not any(as_foretold(graph, values, gradients[of], index[of], size) for size in larger)
    assert told > 0 or largest == 0
