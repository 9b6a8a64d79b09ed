"""What the tools Paths, Practise and Find the bug show of 2→2→1, by hand."""

import math
import re
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.lesson.content import WORDS
from tests.lesson.expected import computed
from tests.lesson.in_v8 import data_of
from tests.lesson.test_each_step import GRADIENTS, VALUES
from tests.view.plots import number
from tests.view.test_plots import SIX, one, script, sigmoid

OPENED = """(data, hash, region, more) => {
  const { choices } = choicesOf(data, hash);
  const first = { ...firstChoices(data), alive: true, ...choices };
  const practised = { leaves: first.leaves, done: {}, tries: {}, stages: {}, slips: [], last: null, ...more };
  return toMarkup(opened(LIVE_REGIONS[region](derive(data, { ...first, ...(more ? { practised } : {}) }))));
}"""
NUMBERS = computed(network=SIX)
PRACTICE = WORDS["tools"]["practice"]


def shown(hash_: str, region: str, more: Any = None) -> BeautifulSoup:
    return BeautifulSoup(script().call(OPENED, data_of(SIX), hash_, region, more), "html.parser")


def test_every_path_is_a_product_and_their_sum_is_the_gradient() -> None:
    """From x₁ through both neurons, the larger product first: −1/ŷ · ŷ(1 − ŷ) · w₃ₖ · (1 − hₖ²) · wₖ₁."""
    tool = shown("tool=paths&from=x1", "tools")
    p = NUMBERS.values["yhat"]
    factors = {
        k: [-1 / p, p * (1 - p), NUMBERS.values[f"w3{k}"], 1 - NUMBERS.values[f"h{k}"] ** 2, NUMBERS.values[f"w{k}1"]]
        for k in (2, 1)
    }  # fmt: skip
    paths = tool.select(".path")
    assert len(paths) == 2
    for position, (path, (k, by_hand)) in enumerate(zip(paths, factors.items(), strict=True)):
        found = path.select(".factor")
        assert [number(one(factor, ".number").get_text()) for factor in found] == pytest.approx(
            by_hand, abs=6e-5
        )
        product = number(one(path, ".product").get_text())
        assert product == pytest.approx(math.prod(by_hand), abs=6e-5)
        names = str(path["aria-label"]).split(": ")[1].split(". ")[0]
        assert names == f"x1, z{k}, h{k}, z3, ŷ, L"
        assert path["data-path"] == str(position)
        for factor, size in zip(found, by_hand, strict=True):
            # A bar begins in the middle, at 1; what makes smaller goes to the left, by its logarithm.
            bar = one(factor, "rect")
            ends = sorted((32.0, 32 + 32 * math.log10(abs(size))))
            assert float(str(bar["x"])) == pytest.approx(ends[0], abs=0.1)
            assert float(str(bar["width"])) == pytest.approx(ends[1] - ends[0], abs=0.1)
            assert bar["class"] == ["positive" if size > 0 else "negative"]
    for total in (one(tool, ".path-total .number"), one(tool, ".path-sum .all .number")):
        assert number(total.get_text()) == pytest.approx(sum(map(math.prod, factors.values())), abs=6e-5)
        assert number(total.get_text()) == pytest.approx(NUMBERS.gradients["x1"], abs=6e-5)
    assert one(tool, ".path-total [data-action=go-step]")["data-step"] == "18"


@pytest.mark.parametrize("hash_", ["tool=paths&from=w21", "tool=paths&from=x1&to=h2"])
def test_one_path_is_one_product(hash_: str) -> None:
    tool = shown(hash_, "tools")
    (path,) = tool.select(".path")
    h2 = NUMBERS.values["h2"]
    local = (1 - h2**2) * NUMBERS.values["w21" if "x1" in hash_ else "x1"]
    by_hand = local if "h2" in hash_ else (sigmoid(0.6869) - 1) * -0.6 * local
    assert number(one(path, ".product").get_text()) == pytest.approx(by_hand, abs=2e-4)
    assert number(one(tool, ".path-total .number").get_text()) == pytest.approx(by_hand, abs=2e-4)
    assert not tool.select(".path-sum")


STEPS = range(1, 19)
ASKED = {
    **{step: f"{name}" for step, name in VALUES.items()},
    **{step: f"dL/d{names[0]}" for step, names in GRADIENTS.items() if step < 18},
}


@pytest.mark.parametrize("step", STEPS)
def test_a_step_asks_for_what_it_finds(step: int) -> None:
    """At the third level every step; where a slope comes first, that is asked before the product."""
    panel = shown(f"tool=practice&level=3&step={step}", "panel")
    question = panel.select_one(".question .answer")
    if step not in ASKED:
        assert question is None
        word = PRACTICE["given"] if step == 1 else PRACTICE["waiting"]
        assert one(panel, ".ask").get_text() == word
        return
    assert question is not None
    label = one(question, "label")
    local = one(panel, ".ask").get_text() == PRACTICE["ask"]["local"]
    assert local == (step in (10, 12, 13, 15, 16))
    if not local:
        named = [str(part["data-quantity"]) for part in label.select("[data-quantity]")]
        assert named[0] == ASKED[step]
    field = one(question, "input")
    assert field["id"] == label["for"]
    assert field["aria-describedby"] == "expected feedback"
    assert panel.select("#expected, #feedback") != []
    assert [str(button["data-action"]) for button in question.select("button")] == ["check-answer", "hint"]
    assert not panel.select(".question > .tool-row [data-action=go-on]")
    # Nothing of what is asked stands there.
    assert not panel.select(".derivations, .product-table, .change")


def test_what_has_been_answered_leads_on() -> None:
    done = dict.fromkeys(_ids(), "right")
    panel = shown("tool=practice&level=3&step=5", "panel", {"done": done})
    assert one(panel, ".ask").get_text() == PRACTICE["done"]
    assert one(panel, ".tool-row button")["data-action"] == "go-on"
    assert panel.select(".derivations")
    assert one(panel, "h4").get_text() == PRACTICE["round"]
    last = shown("tool=practice&level=3&step=18", "panel", {"done": done})
    assert not last.select("[data-action=go-on]")


def _ids() -> list[str]:
    found: list[str] = script().call(
        """(data) => {
          const model = derive(data, { ...firstChoices(data), tool: "practice", level: 3 });
          return model.lesson.steps.flatMap((_, k) => model.disguise.practice.questions(k + 1)).map(({ id }) => id);
        }""",
        data_of(SIX),
    )
    return found


@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_tool_says_how_far_one_is(level: int) -> None:
    tool = shown(f"tool=practice&level={level}&numbers=7", "tools")
    assert one(tool, "[data-field=level] option[selected]")["value"] == str(level)
    assert one(tool, "[data-field=numbers]")["value"] == "7"
    score = one(tool, ".score span").get_text()
    assert score.startswith("0 of ")
    assert score.endswith("0 at the first try.")
    buttons = [str(button["data-action"]) for button in tool.select(".practice button")]
    assert buttons == [
        "new-numbers", "open-question", "print-worksheet", "print-key", "train-exercise", "reset-practice",
    ]  # fmt: skip
    assert "print-key" not in str(shown(f"tool=practice&level={level}&hide=answers", "tools"))


@pytest.mark.parametrize("step", [2, 9, 17])
def test_while_a_bug_is_sought_any_step_can_be_marked(step: int) -> None:
    panel = shown(f"tool=bugs&bug=4&step={step}", "panel")
    mark = one(panel, ".question button")
    assert mark["data-action"] == "mark-step"
    # What says how the loss changes would tell right from wrong, and is not there.
    assert not panel.select(".change")
    tool = shown(f"tool=bugs&bug=4&step={step}", "tools")
    assert tool.select(".bugs .tool-row span")[0].get_text() == "Bug 4"
    assert [str(button["data-action"]) for button in tool.select(".bugs button")] == [
        "next-bug", "show-bug", "train-exercise", "reset-bugs",
    ]  # fmt: skip


MARKED = """(data, bug, marks) => {
  const first = { ...firstChoices(data), tool: "bugs", bug };
  const marked = derive(data, first).disguise.bugs.with({ marks });
  const model = derive(data, { ...first, marked });
  const { puzzle } = model.disguise.bugs;
  const drawn = (region, step) => toMarkup(opened(LIVE_REGIONS[region](derive(data, { ...first, marked, step }))));
  return { tools: drawn("tools", 1), panels: marks.map((step) => drawn("panel", step)), steps: puzzle.steps ?? [puzzle.step],
    verdicts: marks.map((step) => model.disguise.bugs.verdict(step)) };
}"""


@pytest.mark.parametrize("bug", [1, 4, 7])
def test_steps_that_were_marked_are_listed_with_what_was_found_there(bug: int) -> None:
    """In the order of the steps: a sign for the eye, and words for a voice."""
    found = script().call(MARKED, data_of(SIX), bug, list(range(17, 1, -1)))
    words = WORDS["tools"]["bugs"]
    tool = BeautifulSoup(found["tools"], "html.parser")
    entries = tool.select(".checked-steps li")
    verdicts = found["verdicts"][::-1]
    assert verdicts.count("found") >= 1
    assert "follows" not in verdicts[: verdicts.index("found")]
    signs = {"found": "✗", "follows": "←", "right": "✓"}
    for step, entry, verdict in zip(range(2, 18), entries, verdicts, strict=True):
        assert one(entry, "button")["data-step"] == str(step)
        assert one(entry, "[aria-hidden]").get_text().strip() == signs[verdict]
        assert one(entry, ".heard").get_text() == f": {words[verdict]}"
    assert one(tool, ".score span").get_text() == "1 found with 16 marks."
    # Where it is, the bug is explained; what is right is not explained away.
    for verdict, drawn in zip(found["verdicts"], found["panels"], strict=True):
        feedback = one(BeautifulSoup(drawn, "html.parser"), ".feedback")
        said = re.search(r"(∂L/∂)?[a-zŷ]\d* should be −?\d", feedback.get_text())
        assert bool(said) == (verdict == "found")


@pytest.mark.parametrize(
    ("hash_", "costs"),
    [
        # Forward: a product for each of 6 weights, and 2 of the loss; and so on, as the tests of the ledger count.
        ("tool=paths", [(8, 9), (27, 11), (217, 141), (187, 231), (54, 11)]),
        ("net=2;64:relu;64:relu;1:identity;mse&tool=paths", []),
    ],
)
def test_what_all_gradients_cost_is_counted_and_drawn(hash_: str, costs: list[tuple[int, int]]) -> None:
    tool = shown(hash_, "tools")
    rows = tool.select("table.ledger tbody tr")
    assert len(rows) == 5
    counts = []
    for row in rows:
        cells = [cell.get_text() for cell in row.select("td")]
        # In threes, with a space that a line may break at: a long number has a narrow column.
        for text in cells:
            assert all(len(part) == 3 for part in text.split("\u2009")[1:])
            assert 1 <= len(text.split("\u2009")[0]) <= 3
        counts.append(tuple(int(text.replace("\u2009", "")) for text in cells))
    assert counts[: len(costs)] == costs
    most = math.ceil(max(math.log10(sum(count)) for count in counts))
    for row, count in zip(rows, counts, strict=True):
        bar = one(row, "rect")
        assert float(str(bar["x"])) == 0
        assert float(str(bar["width"])) == pytest.approx(64 * math.log10(sum(count)) / most, abs=0.02)


@pytest.mark.parametrize(
    ("hash_", "offered", "reason"),
    [
        ("", ["operations", "neurons", "inputs", "layers"], None),
        # A formula has no layers, and what is large is not seen by single operations.
        ("f=L=a^2", [], "formula"),
        ("net=16;64:relu;64:relu;10:softmax;cce", ["neurons", "inputs", "layers"], "too_many"),
    ],
)
def test_a_lesson_can_be_seen_in_the_grains_that_it_has(
    hash_: str, offered: list[str], reason: str | None
) -> None:
    region = shown(hash_, "grain")
    assert [str(option["value"]) for option in region.select("[data-field=grain] option")] == offered
    assert [said.get_text() for said in region.select(".reason")] == (
        [] if reason is None else [WORDS["grain"][reason]]
    )


TAKEN = """(data, step, what) => {
  const { text, below } = takenOf(derive(data, { ...firstChoices(data), step }), what, "");
  return [text, below ? toMarkup(below) : ""];
}"""


@pytest.mark.parametrize("step", [3, 11])
def test_a_step_that_is_taken_along_is_whole(step: int) -> None:
    """A slide has the graph, and below it a title and a formula for each that the step has; MathML has rows of three."""
    drawing, below = script().call(TAKEN, data_of(SIX), step, "slide")
    assert BeautifulSoup(drawing, "html.parser").select(".card") or drawing == ""
    slide = one(BeautifulSoup(below, "html.parser"), ".slide")
    formulas = 1 if step in VALUES else len(GRADIENTS[step])
    assert one(slide, "h3.step-title").get_text()
    assert len(slide.select(".derivations > .derivation")) == formulas
    text, _ = script().call(TAKEN, data_of(SIX), step, "mathml")
    tables = BeautifulSoup(text, "html.parser").select("math > mtable")
    assert len(tables) == formulas
    for row in BeautifulSoup(text, "html.parser").select("mtr"):
        cells = row.select("mtd")
        assert len(cells) == 3
        assert cells[1].get_text() == "="
