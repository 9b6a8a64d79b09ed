"""Pointing at a quantity, or focusing it, lights it up wherever it appears, and nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator

from tests.lesson.content import BACKWARD_STEP, FORWARD_STEP, LAST, WORDS, spoken
from tests.lesson.expected import brief, computed, given, shown
from tests.page.lesson import Lesson

Find = Callable[[Lesson], Locator]
Target = Callable[[Lesson], Locator | tuple[float, float]]
"""What is pointed at: an element, or a place on the screen."""

Lit = Mapping[str, frozenset[str]]
"""What is lit in each part of the page: the names of nodes, edges and sliders, and other things by their text."""

NUMBERS = computed()
SLOPE = shown(NUMBERS.gradients["z3"])
SLOPE_IN_GRAPH = brief(NUMBERS.gradients["z3"])


def in_panel(text: str) -> Find:
    return lambda lesson: lesson.panel.locator("math").get_by_text(text, exact=True).first


def in_article(text: str) -> Find:
    return lambda lesson: lesson.page.get_by_role("article").get_by_text(text, exact=True).first


def in_table(name: str, column: int) -> Find:
    return lambda lesson: (
        lesson.table.get_by_role("row").filter(has_text=spoken(name)).locator("td").nth(column)
    )


def lit(lesson: Lesson) -> Lit:
    found = lesson.page.evaluate(
        """() => [...document.querySelectorAll("[data-lit]")].map(element => [
          element.closest("[data-region]")?.dataset.region ?? (element.closest("article") ? "article" : "elsewhere"),
          element.dataset.node ?? element.dataset.edge ?? element.querySelector("input")?.name ?? element.textContent,
        ])"""
    )
    return {place: frozenset(text for where, text in found if where == place) for place, _ in found}


def point_at(lesson: Lesson, target: Target) -> None:
    found = target(lesson)
    if isinstance(found, Locator):
        found.hover()
    else:
        lesson.page.mouse.move(*found)


@dataclass(frozen=True, slots=True)
class Quantity:
    """At `step` all its appearances are drawn; each of `ways` points at one of them; `lit` is what must be lit."""

    step: int
    ways: Mapping[str, Target]
    lit: Lit


QUANTITIES = {
    "a weight": Quantity(
        FORWARD_STEP["z1"],
        {
            "its label": lambda lesson: lesson.node("w11"),
            "its edge": lambda lesson: lesson.edge_point("x1", "z1"),
            "its number in the formula": in_panel(given(NUMBERS.values["w11"])),
            "its slider": lambda lesson: lesson.slider("w11"),
            "its field": lambda lesson: lesson.field("w11"),
            "its row of the table": in_table("w11", 1),
        },
        {
            "graph": frozenset({"w11", "x1-z1", "0.5"}),
            "panel": frozenset({"w11", "0.5"}),
            "controls": frozenset({"w11"}),
            "table": frozenset({"0.5"}),
        },
    ),
    "a value": Quantity(
        FORWARD_STEP["h1"],
        {
            "its node": lambda lesson: lesson.node("z1"),
            "its number in the formula": in_panel("0.5200"),
            "its number in the article": in_article("0.5200"),
            "its row of the table": in_table("z1", 1),
        },
        {
            "graph": frozenset({"z1", "z1-h1", "0.520"}),
            "panel": frozenset({"z1", "0.5200"}),
            "article": frozenset({"0.5200"}),
            "table": frozenset({"0.5200"}),
        },
    ),
    "a gradient": Quantity(
        BACKWARD_STEP["h1"],
        {
            "its number in the graph": lambda lesson: lesson.node("z3").get_by_text(SLOPE_IN_GRAPH),
            "its number in the formula": in_panel(SLOPE),
            "its number in the article": in_article(SLOPE),
            "its readout": lambda lesson: lesson.page.locator('[data-region="readouts"]').get_by_text(SLOPE),
            "its row of the table": in_table("z3", 2),
        },
        {
            "graph": frozenset({f"∂ {SLOPE_IN_GRAPH}"}),
            "panel": frozenset({"∂L∂z3", SLOPE}),
            "article": frozenset({SLOPE}),
            "table": frozenset({SLOPE}),
        },
    ),
}


@pytest.mark.parametrize("name", QUANTITIES)
def test_every_way_to_point_at_it_lights_all_its_appearances(lesson: Lesson, name: str) -> None:
    quantity = QUANTITIES[name]
    lesson.page.get_by_text(WORDS["table"]["title"]).click()
    lesson.go_to(quantity.step)
    seen = []
    for way, target in quantity.ways.items():
        lesson.page.mouse.move(1, 1)
        assert lit(lesson) == {}, f"before {way} is pointed at"
        point_at(lesson, target)
        seen.append(lit(lesson))
        for place, least in quantity.lit.items():
            assert seen[-1].get(place, frozenset()) >= least, (way, place)
    assert seen == [seen[0]] * len(seen)
    # Besides, only the live values may show it, and the list of steps, which is for paper.
    assert set(seen[0]) <= {*quantity.lit, "readouts", "steps"}


def test_the_focus_lights_what_the_pointer_lights(lesson: Lesson) -> None:
    for name, ways in {
        "a weight": ["its label", "its number in the formula", "its slider", "its field"],
        "a value": ["its node", "its number in the formula", "its number in the article"],
        "a gradient": ["its number in the formula", "its number in the article"],
    }.items():
        quantity = QUANTITIES[name]
        lesson.go_to(quantity.step)
        for way in ways:
            element = quantity.ways[way](lesson)
            assert isinstance(element, Locator)
            element.focus()
            found = lit(lesson)
            for place in set(quantity.lit) - {"table"}:
                assert found.get(place, frozenset()) >= quantity.lit[place], (name, way)


def test_what_is_lit_stays_lit_when_the_step_or_a_number_changes(lesson: Lesson) -> None:
    lesson.go_to(LAST)
    lesson.node("w31").focus()
    for step, value in ((FORWARD_STEP["z3"], 0.4), (FORWARD_STEP["z3"], 1.5), (BACKWARD_STEP["h1"], 1.5)):
        lesson.set_leaves({"w31": value})
        lesson.go_to(step)
        assert lit(lesson)["graph"] >= {"w31", "h1-z3", str(value)}
        assert lit(lesson)["panel"] >= {"w31", str(value)}


def test_what_is_lit_can_be_seen(lesson: Lesson) -> None:
    """Not only said: it changes a colour in the graph, the panel and the article."""
    lesson.go_to(FORWARD_STEP["h1"])
    places = (
        lesson.node("z1").locator("rect").first,
        in_panel("0.5200")(lesson),
        in_article("0.5200")(lesson),
    )
    looks = "element => [getComputedStyle(element).fill, getComputedStyle(element).backgroundColor].join()"
    before = [place.evaluate(looks) for place in places]
    lesson.node("z1").hover()
    after = [place.evaluate(looks) for place in places]
    assert all(now != then for now, then in zip(after, before, strict=True)), (before, after)
