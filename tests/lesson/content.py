"""What the page is made from: its words, its network, and the steps of 2→2→1."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.config import read_network
from tests import project
from tests.example import Example, example_of

ROOT = Path(__file__).resolve().parents[2]
CONTENT = project.CONTENT


def read_words(name: str) -> dict[str, Any]:
    """A file of words in content/, as nested tables."""
    folder = ROOT / "content" if name in project.WORDS else CONTENT
    return tomllib.loads((folder / name).read_text(encoding="utf-8"))


WORDS = read_words("interface.toml")
NARRATION = read_words("narration.toml")
SITE = read_words("site.toml")
NETWORK: Example = example_of(read_network(CONTENT / "networks" / f"{SITE['opens']}.toml"))
LEAVES = NETWORK.leaves
NODES = NETWORK.graph.nodes
NAMES = tuple(node.name for node in NODES)


def fill(phrase: str, **names: object) -> str:
    """A phrase of interface.toml with its {names} filled in."""
    return phrase.format(**names)


def pattern(phrase: str) -> re.Pattern[str]:
    """Finds a phrase of interface.toml of which every {name} is a whole number."""
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>\\d+)", re.escape(phrase)))


def spoken(name: str) -> str:
    """What a node is called where it has a role and a name: `weight w11`."""
    node = next(node for node in NODES if node.name == name)
    return fill(WORDS["role"][node.role], symbol="".join(node.symbol))


@dataclass(frozen=True, slots=True)
class Expected:
    """A step of the lesson: the nodes whose value it finds, and those whose gradient it finds."""

    number: int
    phase: str
    values: tuple[str, ...] = ()
    gradients: tuple[str, ...] = ()


def _expected_steps() -> tuple[Expected, ...]:
    forward = [(), ("z1",), ("h1",), ("z2",), ("h2",), ("z3",), ("yhat",), ("L",)]
    backward = [
        ("yhat",), ("z3",), ("w31", "w32", "b3"),
        ("h1",), ("z1",), ("w11", "w12", "b1"),
        ("h2",), ("z2",), ("w21", "w22", "b2"), (),
    ]  # fmt: skip
    numbered = enumerate([*((0, names) for names in forward), *((1, names) for names in backward)], 1)
    return tuple(
        Expected(number, "backward", gradients=names) if late else Expected(number, "forward", values=names)
        for number, (late, names) in numbered
    )


STEPS = _expected_steps()
LAST = len(STEPS)
FORWARD_STEP = {name: step.number for step in STEPS for name in step.values}
BACKWARD_STEP = {name: step.number for step in STEPS for name in step.gradients}
COMPUTED = tuple(FORWARD_STEP)
