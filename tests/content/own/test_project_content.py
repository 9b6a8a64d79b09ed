"""The content that the project ships: it can be read, and what the article says of its network is true."""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from bs4 import BeautifulSoup

from generator.article import Reference
from generator.article.writer import render_article
from generator.config import read_network, read_site
from generator.engine.graph import backward, forward
from generator.site.carried import WORDS_OF_TEMPLATES
from generator.toml_file import read_text
from tests.example import example_of

CONTENT = Path(__file__).resolve().parents[3] / "content"
FILE = read_network(CONTENT / "networks" / "original.toml")
EXAMPLE = example_of(FILE)
ORIGINAL = EXAMPLE.graph
NAMES = [node.name for node in ORIGINAL.nodes]


def value_without_digits(references: Sequence[Reference]) -> list[str]:
    return ["<output>value</output>" for _ in references]


@pytest.fixture(scope="module")
def article() -> BeautifulSoup:
    """The article, each formula and each live value as one word."""
    stepless = ("input", "target", "loss")
    gradients = [f"dL/d{node.name}" for node in ORIGINAL.nodes if node.role not in stepless]
    rendered = render_article(
        read_text(CONTENT / "article.md"),
        file="content/article.md",
        nodes=frozenset(NAMES),
        steps=dict.fromkeys([*NAMES, *gradients, "1", "last"], 1),
        render_values=value_without_digits,
        address_fault=lambda _: None,
        figures=lambda: {
            "bend": {"node": NAMES, "slider": NAMES},
            "loss": {},
            "error": {},
            "chain": {"from": NAMES, "slider": NAMES},
            "paths": {"from": NAMES, "slider": NAMES},
            "cost": {},
            "descent": {},
        },
    )
    page = BeautifulSoup(rendered.html, "html.parser")
    for formula in page.find_all("math"):
        formula.replace_with("formula")
    return page


def test_the_article_has_six_sections(article: BeautifulSoup) -> None:
    headings = article.find_all(re.compile(r"h\d"))
    assert [heading.name for heading in headings] == ["h2"] * 6


def test_the_article_is_as_long_as_it_should_be(article: BeautifulSoup) -> None:
    assert 1200 <= len(article.get_text(" ", strip=True).split()) <= 1800


def test_the_article_has_seven_figures_and_a_question_beside_each(article: BeautifulSoup) -> None:
    text = read_text(CONTENT / "article.md")
    assert len(set(re.findall(r"^\[\[figure:(\w+).*\]\]$", text, re.MULTILINE))) == 7
    questions = article.find_all("details", class_="question")
    assert len(questions) == 7
    assert all("What will happen" in str(question.summary) for question in questions)


def test_the_article_types_no_number_that_the_page_computes(article: BeautifulSoup) -> None:
    assert re.findall(r"[-−]?\d*[.,]\d+", article.get_text()) == []
    assert len(article.find_all("output")) >= 8


def test_every_section_moves_the_lesson(article: BeautifulSoup) -> None:
    sections = article.decode().split("<h2")[1:]
    assert all("data-step" in section for section in sections)


def test_every_offered_network_can_be_read() -> None:
    site = read_site(CONTENT / "site.toml")
    for name in site.offered:
        file = read_network(CONTENT / "networks" / f"{name}.toml")
        assert not file.article or (CONTENT / file.article).is_file()


# What the article says of its network.


def paths(start: str) -> int:
    """In how many ways one can go from a node to the loss."""
    counts = [0] * len(ORIGINAL.nodes)
    counts[ORIGINAL.index[start]] = 1
    for i, node in enumerate(ORIGINAL.nodes):
        counts[i] += sum(counts[parent] for parent in node.parents)
    return counts[-1]


def names_of(role: str) -> list[str]:
    return [node.name for node in ORIGINAL.nodes if node.role == role]


def test_the_readouts_of_the_original_lesson_follow_from_the_file() -> None:
    values = dict(zip(NAMES, forward(ORIGINAL, EXAMPLE.leaves), strict=True))
    expected = {
        "z1": 0.52,
        "h1": 0.4777,
        "z2": -0.54,
        "h2": -0.493,
        "z3": 0.6869,
        "yhat": 0.6653,
        "L": 0.4076,
    }
    assert {name: round(float(values[name]), 4) for name in expected} == expected


def test_six_weights_and_three_biases_have_one_path_to_the_loss_each_and_x1_two() -> None:
    weights, biases = names_of("weight"), names_of("bias")
    assert (len(weights), len(biases)) == (6, 3)
    assert {paths(name) for name in weights + biases} == {1}
    assert paths("x1") == 2


def test_the_gradient_of_z3_is_used_for_five_others() -> None:
    z3 = ORIGINAL.nodes[ORIGINAL.index["z3"]]
    assert {NAMES[parent] for parent in z3.parents} == {"w31", "w32", "b3", "h1", "h2"}


def test_the_formulas_of_the_article_hold_for_any_numbers() -> None:
    random = np.random.default_rng(1986)
    leaves = {name: random.uniform(-2, 2, 50) for name in EXAMPLE.leaves}
    leaves["y"] = random.uniform(0, 1, 50)
    numbers = forward(ORIGINAL, leaves)
    v = dict(zip(NAMES, numbers, strict=True))
    d = dict(zip(NAMES, backward(ORIGINAL, numbers), strict=True))
    error = v["yhat"] - v["y"]
    first_factor = -v["y"] / v["yhat"] + (1 - v["y"]) / (1 - v["yhat"])
    claims = {
        "z1": (v["z1"], v["w11"] * v["x1"] + v["w12"] * v["x2"] + v["b1"]),
        "yhat": (v["yhat"], 1 / (1 + np.exp(-v["z3"]))),
        "L": (v["L"], -v["y"] * np.log(v["yhat"]) - (1 - v["y"]) * np.log(1 - v["yhat"])),
        "dL/dyhat": (d["yhat"], first_factor),
        "dL/dz3": (d["z3"], error),
        "the cancellation": (first_factor * v["yhat"] * (1 - v["yhat"]), error),
        "dL/dw31": (d["w31"], error * v["h1"]),
        "dL/db3": (d["b3"], error),
        "dL/dw11": (d["w11"], error * v["w31"] * (1 - v["h1"] ** 2) * v["x1"]),
        "dL/dx1": (d["x1"], d["z1"] * v["w11"] + d["z2"] * v["w21"]),
    }
    for claim, (found, said) in claims.items():
        np.testing.assert_allclose(found, said, rtol=1e-9, atol=1e-12, err_msg=claim)


def test_what_the_script_does_not_carry_is_said_by_templates_alone() -> None:
    """A word that only a template says stands in the page once."""
    folder = CONTENT.parent / "templates"
    templates = "".join(read_text(path) for path in folder.rglob("*.jinja"))
    scripts = "".join(read_text(path) for path in folder.rglob("*.js"))
    for name in WORDS_OF_TEMPLATES:
        said = re.compile(rf"\bwords\.{re.escape(name)}\b")
        assert said.search(templates), name
        assert not said.search(scripts), name
