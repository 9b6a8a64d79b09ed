"""A page for any network: `build --network FILE --output FILE`, opened, stepped through, and held against NumPy."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import Heard, address
from tests.example import Example
from tests.lesson.content import LEAVES, STEPS, WORDS, fill
from tests.lesson.expected import computed, shown
from tests.lesson.networks import as_toml, network
from tests.page.lesson import until
from tests.project import project

NETWORKS = {
    "one layer": network((3, 1)),
    "one layer, two outputs": network((2, 2), output="identity", loss="mse"),
    "3-4-2": network((3, 4, 2), activation="relu", output="identity", loss="mse"),
    "2-2-2-1": network((2, 2, 2, 1)),
    "8-16-8": network((8, 16, 8), activation="sigmoid", output="tanh", loss="mse"),
}


@dataclass(frozen=True, slots=True)
class Opened:
    page: Page
    network: Example
    heard: Heard


@pytest.fixture(scope="module", params=NETWORKS)
def opened(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Opened]:
    made = NETWORKS[request.param]
    folder = tmp_path_factory.mktemp("network")
    (folder / "mine.toml").write_text(as_toml(made, f"A test of {request.param}"), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "generator",
        "build",
        "--network",
        str(folder / "mine.toml"),
        "--output",
        str(folder / "page.html"),
    ]
    process = subprocess.run(
        command, cwd=project(), capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    assert process.returncode == 0, process.stderr
    heard = Heard()
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    heard.listen(context)
    page = context.new_page()
    page.goto(address(folder / "page.html"))
    yield Opened(page, made, heard)
    context.close()


def test_its_numbers_are_numpys(opened: Opened) -> None:
    numbers = computed(network=opened.network)
    assert opened.page.evaluate("backprop.values()") == pytest.approx(numbers.values, rel=1e-12, abs=1e-15)
    assert opened.page.evaluate("backprop.gradients()") == pytest.approx(
        numbers.gradients, rel=1e-12, abs=1e-15
    )
    opened.page.get_by_text("checked against NumPy").wait_for()


RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789−")


def test_every_step_opens_and_shows_what_it_finds(opened: Opened) -> None:
    numbers = computed(network=opened.network)
    steps, panels = opened.page.evaluate(
        """() => [backprop.steps(), backprop.steps().map(({ number }) => {
          backprop.goTo(number);
          return document.querySelector('[data-region="panel"]').textContent;
        })]"""
    )
    found: set[str] = set()
    for step, text in zip(steps, panels, strict=True):
        assert fill(WORDS["step"]["count"], step=step["number"], steps=len(steps)) in text
        assert WORDS["phase"][step["phase"]] in text
        assert not {"NaN", "undefined", "[object"} & set(text.split())
        if step["kind"] in ("value", "gradient", "parameters"):
            of = numbers.values if step["kind"] == "value" else numbers.gradients
            # Of a great many weights the panel may show the first and say how many there are.
            # In mathematics an exponent is raised by the layout, not by its sign.
            plain = text.translate(RAISED)
            assert all(shown(of[name]).translate(RAISED) in plain for name in step["focus"][:3]), step
        found |= {f"{step['phase']} {name}" for name in step["focus"]}
    nodes = opened.network.graph.nodes
    assert found >= {f"forward {node.name}" for node in nodes}
    assert found >= {f"backward {node.name}" for node in nodes if node.role not in ("target", "loss")}
    assert opened.heard == Heard()


def test_every_value_is_drawn_once_and_nothing_covers_it(opened: Opened) -> None:
    """Cards, and the labels that stand on edges without being asked for."""
    opened.page.evaluate("backprop.goTo(backprop.steps().length)")
    boxes = opened.page.evaluate(
        """() => [...document.querySelectorAll("[data-node]")].filter(element =>
          element.checkVisibility({ opacityProperty: true, visibilityProperty: true })).map(element => {
          const drawn = [...element.querySelectorAll("rect, text")].filter(part => !part.matches(".reach, .ground"));
          const boxes = drawn.map(part => part.getBoundingClientRect());
          return [element.dataset.node, Math.min(...boxes.map(box => box.left)), Math.min(...boxes.map(box => box.top)),
            Math.max(...boxes.map(box => box.right)), Math.max(...boxes.map(box => box.bottom))];
        })"""
    )
    roles = {node.name: node.role for node in opened.network.graph.nodes}
    cards = [name for name, *_ in boxes if roles[name] not in ("weight", "bias")]
    assert sorted(cards) == sorted(name for name, role in roles.items() if role not in ("weight", "bias"))
    overlaps = [
        (one[0], other[0])
        for position, one in enumerate(boxes)
        for other in boxes[:position]
        if one[1] + 2 < other[3] and other[1] + 2 < one[3] and one[2] + 2 < other[4] and other[2] + 2 < one[4]
    ]
    assert overlaps == []


def test_its_slider_and_its_link_work(opened: Opened) -> None:
    page = opened.page
    page.locator('input[type="range"][name="w11"]').fill("0.25")
    until(lambda: "&w=0.25," in page.evaluate("location.hash"))
    assert page.evaluate("backprop.values().L") == pytest.approx(
        computed({"w11": 0.25}, opened.network).values["L"], rel=1e-12
    )
    state = page.evaluate("backprop.state()")
    page.reload()
    assert page.evaluate("backprop.state()") == state
    assert opened.heard == Heard()


def trace(*arguments: str) -> str:
    command = [sys.executable, "-m", "generator", "trace", *arguments]
    return subprocess.run(
        command, cwd=project(), capture_output=True, encoding="utf-8", check=True, timeout=60
    ).stdout


def test_trace_prints_all_steps_with_formulas_and_numbers() -> None:
    numbers = computed()
    blocks = trace().strip().split("\n\n")[1:]
    assert len(blocks) == len(STEPS)
    for step, block in zip(STEPS, blocks, strict=True):
        assert block.startswith(f"Step {step.number} / {len(STEPS)} · {WORDS['phase'][step.phase]} · ")
        lines = [line.partition(" = ")[2] for line in block.splitlines()]
        assert all(shown(numbers.values[name]) in lines for name in step.values)
        assert all(shown(numbers.gradients[name]) in lines for name in step.gradients)
    assert "  z₁ = w₁₁ x₁ + w₁₂ x₂ + b₁\n     = 0.5 × 0.6 + (−0.3) × (−0.4) + 0.1\n     = 0.5200" in blocks[1]
    assert blocks[0].count(" = ") == len(LEAVES)
    found = {name for step in STEPS for name in step.gradients if name[0] in "wb"}
    assert all(f" = {shown(numbers.gradients[name])}" in blocks[-1] for name in found)


def test_trace_prints_another_network(tmp_path: Path) -> None:
    made = NETWORKS["3-4-2"]
    (tmp_path / "mine.toml").write_text(as_toml(made, "Mine"), encoding="utf-8")
    text = trace("--network", str(tmp_path / "mine.toml"))
    assert text.startswith("Mine: 3→4→2 network")
    for node in made.graph.nodes:
        if node.role not in ("weight", "bias", "input", "target"):
            assert shown(computed(network=made).values[node.name]) in text
