"""What the page writes, it reads: walks through random states, and after each change the address opens that state."""

from typing import Any

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from generator.script import Script

WALK = """(data, moves) => {
  const nobody = { addEventListener() {}, querySelector: () => null, documentElement: { addEventListener() {} }, requestAnimationFrame() {} };
  let now = 0;
  const told = [];
  const store = createStore({ ...firstChoices(data) });
  const model = () => derive(data, store.state());
  const commands = createCommands(store, data, model, (sentence) => told.push(sentence));
  const builder = createBuilder(store, commands);
  const history = createHistory(store, () => now);
  const { byName, choices, fields } = createToolbox(store, { commands, model, document: nobody, window: { ...nobody, requestAnimationFrame() {} }, tell() {} });
  const pick = (list, k) => list[k % list.length];
  const scene = () => sceneOf(data, store.state().source, store.state().grain);
  const named = (names) => Object.fromEntries(names.map((name) => [name, true]));
  const asNetwork = (change) => store.state().source.network && change();
  const inTool = (tool, change) => { store.update({ tool }); change(); };
  const MOVES = {
    leaf: ([k, text]) => commands.setLeaf(pick(scene().leafNames, k), text),
    rate: ([k, text]) => commands.setRate(text),
    descend: ([k]) => { for (let n = 0; n < 1 + (k % 5); n += 1) commands.takeStep(); },
    step: ([k]) => commands.goTo(1 + (k % scene().lesson.steps.length)),
    preset: ([k]) => commands.openPreset(pick(Object.keys(data.networks), k)),
    formula: ([k, text]) => builder.setFormula(text),
    grain: ([k]) => commands.setGrain(pick(["operations", "neurons", "inputs", "layers"], k)),
    size: ([k]) => asNetwork(() => builder.setSize(String(1 + (k % 4)), (k % (store.state().source.network.layers.length + 1)) - 1)),
    loss: ([k]) => asNetwork(() => builder.setLoss(pick(losses(store.state().source.samples[0].target.length), k))),
    seed: ([k]) => asNetwork(() => builder.draw(String(k))),
    nudge: ([k]) => inTool("nudge", () => { choices["nudge-of"](pick(scene().leafNames, k)); fields["nudge-eps"](String(-(k % 13))); }),
    paths: ([k]) => inTool("paths", () => { choices["path-from"](pick(scene().graph.nodes, k).name); choices["path-to"](pick(scene().graph.nodes, 3 * k).name); }),
    practice: ([k]) => inTool("practice", () => { choices.level(String(1 + (k % 3))); choices.numbers(String(1 + k)); }),
    hold: ([k]) => commands.toggleFixed(pick(scene().leafNames, k)),
    bugs: ([k]) => inTool("bugs", () => store.update({ bug: 1 + k })),
    train: ([k]) => inTool("train", () => {
      choices["train-seed"](String(k));
      // More of one's own would not fit into a link.
      choices["train-count"]("20");
      choices["train-optimizer"](pick(["adam", "gradient_descent", "nesterov"], k));
      choices["train-set"](pick(["own", "line", "xor"], k));
      if (k % 3 === 0) byName["train-versus"]();
      if (k % 9 === 0) choices["train-optimizer"]("adagrad");
      if (k % 2) byName["train-update"]();
    }),
    feature: ([k]) => inTool("train", () => byName["train-feature"]({ getAttribute: () => pick(["x1^2", "x2", "max(x1,tanh(3*x2))", "x1*x2", "x1"], k) })),
    close: () => store.update({ tool: "" }),
    undo: () => history.undo(),
    redo: () => history.redo(),
  };
  const said = ({ source, grain, step, rate, leaves, tool, ...rest }) => ({
    preset: source.preset, formula: source.formula && source.formula.text,
    network: source.network && source.preset === null ? sourceText(source) : null, grain, step, tool,
    // As text, which tells −0 from 0.
    rate: Object.is(rate, -0) ? "-0" : String(rate),
    leaves: Object.entries(leaves).map(([name, number]) => `${name} ${Object.is(number, -0) ? "-0" : number}`),
    fixed: rest.fixed,
    nudge: tool === "nudge" && [nudgedLeaf(sceneOf(data, source, grain).graph, rest.nudge.of), rest.nudge.eps], level: tool === "practice" && rest.level, bug: tool === "bugs" && rest.bug,
    // Where nothing can be learned from, what is chosen makes no difference.
    train: tool === "train" && [rest.train.dataSeed, rest.train.optimizer, rest.train.update, rest.train.set === "own" && rest.train.own, differences({ rate, ...rest })],
    ends: tool === "paths" && pathEnds(sceneOf(data, source, grain).graph, rest.paths),
  });
  return moves.map(([name, ...values]) => {
    now += 1000;
    MOVES[name](values);
    const before = store.state();
    const hash = addressOf(data, before);
    const { choices: opened, answer } = choicesOf(data, hash);
    return { hash, left: answer.left ?? [answer.refusal], there: said(before), back: said({ ...before, ...opened }), told: told.length };
  });
}"""

NASTY = [
    "R&D", "50%", "a b", "%26", "x=1", "a;b", "a#b", "ß ü ŷ", "(x).", "constructor", "__proto__", "toString", "preset",
]  # fmt: skip
"""File names that networks may have."""

NUMBERS = st.sampled_from(
    ["-0", "0", "0.1", "-2.5", "1e-300", "5e-324", "1e6", "1e200", "-1.7976931348623157e308"]
)
ANY_NUMBER = NUMBERS | st.floats(allow_nan=False, allow_infinity=False).map(repr)
FORMULAS = st.sampled_from(
    [
        "L = (w*x - y)^2", "L = (constructor*2 - step)^2 # a remark & more: 100 %", "e=a*b\nd=e+c\nL=d*f", "α*exp(-β)",
        "relu(log(x))", "L = speed / formula", "1/x + 1e300*x", "  a*b  ", "a*b\r\n", "w # \ud800",
    ]
)  # fmt: skip
PLACES = st.integers(0, 998)
MOVES = st.one_of(
    st.tuples(st.sampled_from(["leaf", "leaf", "rate"]), PLACES, ANY_NUMBER),
    st.tuples(st.just("formula"), PLACES, FORMULAS),
    st.tuples(
        st.sampled_from(
            ["descend", "descend", "step", "preset", "grain", "size", "loss", "seed", "nudge", "paths", "practice", "bugs", "train", "feature", "feature", "hold"]
        ),
        PLACES,
    ),
    st.tuples(st.sampled_from(["close", "undo", "undo", "redo"])),
)  # fmt: skip


class Walker:
    """Walks through the lessons of a page; its own words are few, since Hypothesis repeats them."""

    def __init__(self, script: Script, data: dict[str, Any]) -> None:
        self._script = script
        networks = data["networks"]
        odd = dict(zip(NASTY, [*networks, *networks], strict=False))
        self._data = data | {"networks": networks | {name: networks[file] for name, file in odd.items()}}

    def walk(self, moves: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
        """After each move what the state says of itself, there and back."""
        states: list[dict[str, Any]] = self._script.call(WALK, self._data, moves)
        return states

    def place_of(self, preset: str) -> int:
        return list(self._data["networks"]).index(preset)


@pytest.fixture(scope="session")
def walker(script: Script, page_data: dict[str, Any]) -> Walker:
    """One for the page as it is, and networks whose files have odd names beside its own."""
    return Walker(script, page_data)


@settings(max_examples=25, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(moves=st.lists(MOVES, min_size=5, max_size=12))
@example(moves=[("preset", place) for place in range(30)])
@example(moves=[("seed", 4), ("train", 85), ("leaf", 256, "-7.25"), ("undo",), ("undo",), ("redo",)])
@example(
    moves=[("preset", 11), *[("feature", place) for place in range(5)], ("train", 7), ("undo",), ("size", 3)]
)
@example(moves=[("leaf", 0, "-3e197"), ("feature", 0)])
@example(
    moves=[("formula", 0, "L = (100*a)^2"), ("rate", 0, "1e100"), *[("descend", 4)] * 6, ("undo",), ("redo",)]
)
def test_after_every_change_the_address_opens_the_same_state(
    walker: Walker, moves: list[tuple[Any, ...]]
) -> None:
    for move, state in zip(moves, walker.walk(moves), strict=True):
        assert state["left"] == [], (move, state["hash"])
        assert state["back"] == state["there"], (move, state["hash"])


def test_two_steps_down_rosenbrock_can_be_opened(walker: Walker) -> None:
    place = walker.place_of("rosenbrock")
    *_, last = walker.walk([("preset", place), ("descend", 1)])
    assert last["back"] == last["there"]
    assert max(abs(float(leaf.split()[1])) for leaf in last["there"]["leaves"]) > 1e6


@pytest.mark.parametrize(
    ("formula", "rate"), [("L = (10*a)^2", "1e300"), ("L = exp(exp(a))", "1e308"), ("L = log(a - a)", "1")]
)
def test_a_step_to_where_no_number_is_is_not_taken_and_said(walker: Walker, formula: str, rate: str) -> None:
    """Descent that diverges: each step multiplies a by 1 − 200·rate, until the next would be infinite."""
    moves = [("formula", 0, formula), ("leaf", 0, "0.5"), ("rate", 0, rate), *[("descend", 4)] * 3]
    states = walker.walk(moves)
    assert all(state["back"] == state["there"] for state in states)
    assert states[-1]["told"] > states[-2]["told"], "the last of them was refused, with a sentence"
    assert states[-1]["there"]["leaves"] == states[-2]["there"]["leaves"]
