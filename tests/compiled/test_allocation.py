"""A pass makes nothing new: what it leaves behind on the browser's heap is counted."""

from collections.abc import Iterator
from statistics import median

import pytest
from playwright.sync_api import Browser, Page

from generator.engine.network import Layer
from tests.compiled.compiled_engine import compiled_text
from tests.engine.engines import Leaves, Nodes, shipped_python
from tests.example import Example

WARM_UP = 200_000  # passes, until V8 has compiled all that it will
PASSES = 1000  # so few that what one makes is not swept away before it is counted
NUMBER = 12  # bytes: the least that V8 makes, one number in an object of its own


def network(activations: list[str], loss: str, *sizes: int) -> tuple[Nodes, Leaves]:
    layers = tuple(
        Layer(activation, tuple((0.1 * j - 0.2,) * sources for j in range(size)), (0.3,) * size)
        for activation, sources, size in zip(activations, sizes, sizes[1:], strict=False)
    )
    return shipped_python().build(Example((0.5,) * sizes[0], (1.0,) * sizes[-1], layers, loss))


def operations(*operations: tuple[str, list[int]]) -> tuple[Nodes, Leaves]:
    leaves = {f"n{i}": 0.5 for i, (op, _) in enumerate(operations) if op == "leaf"}
    nodes = [
        {"name": f"n{i}", "symbol": ["n", ""], "role": "weight", "op": op, "parents": parents, "neuron": None}
        for i, (op, parents) in enumerate(operations)
    ]
    return nodes, leaves


GRAPHS = {
    "2→2→1": network(["tanh", "sigmoid"], "bce", 2, 2, 1),
    "2→8→8→1": network(["tanh", "tanh", "sigmoid"], "bce", 2, 8, 8, 1),
    "other activations": network(["relu", "sigmoid", "identity", "tanh"], "mse", 2, 3, 5, 4, 2),
    "sums and products": operations(
        ("leaf", []),
        ("leaf", []),
        ("multiply", [0, 0]),
        ("multiply", [0, 1]),
        ("tanh", [3]),
        ("weighted_sum", [2, 0, 1]),
        ("add", [2, 4, 5]),
    ),
}
FROM_THE_TABLE = operations(("leaf", []), ("leaf", []), ("bce", [0, 1]))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own for each graph, so that none is compiled with what V8 has seen of another."""
    context = browser.new_context()
    page = context.new_page()
    page.add_script_tag(content=compiled_text() + "Object.assign(window, exported);")
    yield page
    context.close()


def bytes_a_pass(page: Page, nodes: Nodes, leaves: Leaves, passes: int = PASSES) -> float:
    page.evaluate("([nodes, leaves]) => { window.loop = loopOf(nodes, leaves); }", [nodes, leaves])
    return bytes_a_round(page, passes)


def bytes_a_round(page: Page, passes: int) -> float:
    """Of the loop that the page has."""
    session = page.context.new_cdp_session(page)

    def used_after(count: int) -> float:
        page.evaluate("(count) => loop(count)", count)
        used: float = session.send("Runtime.getHeapUsage")["usedSize"]
        return used

    for _ in range(10):
        used_after(WARM_UP // 10)
    # A number in between says what the measurement itself makes.
    samples = []
    for _ in range(9):
        before, between, after = used_after(0), used_after(0), used_after(passes)
        samples.append(((after - between) - (between - before)) / passes)
    return median(samples)


@pytest.mark.parametrize("graph", GRAPHS)
def test_a_pass_makes_nothing_new(page: Page, graph: str) -> None:
    assert bytes_a_pass(page, *GRAPHS[graph]) < NUMBER / 4


def test_what_comes_from_the_table_does(page: Page) -> None:
    """So the measurement sees it when something is made."""
    assert bytes_a_pass(page, *FROM_THE_TABLE, passes=PASSES // 10) > NUMBER


def test_an_update_makes_the_number_that_it_returns(page: Page) -> None:
    """Its loss, and nothing else: neither arrays nor objects."""
    network = {
        "loss": "bce",
        "inputs": [0.3, 0.3],
        "target": [1],
        "layers": [
            {"activation": "tanh", "weights": [[0.1, -0.2]] * 4, "biases": [0.1] * 4},
            {"activation": "tanh", "weights": [[0.1, -0.2, 0.3, 0.4]] * 2, "biases": [0.1] * 2},
            {"activation": "sigmoid", "weights": [[0.1, -0.2]], "biases": [0.1]},
        ],
    }
    page.evaluate("(network) => { window.loop = updatesOf(network); }", network)
    assert bytes_a_round(page, PASSES) < 2 * NUMBER
