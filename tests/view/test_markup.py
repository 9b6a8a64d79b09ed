"""All that is drawn, in many states: every part is whole, named, wired, and refers to what is there."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from generator.script import Script

STATES = [
    "preset=original", "preset=flowers&grain=layers", "preset=original&grain=operations", "preset=regression&grain=inputs",
    "net=3;9:softplus;9:relu;2:softmax;cce", "tool=nudge&of=w11&eps=-4", "tool=paths&from=x1", "tool=paths&from=w11&to=z3",
    "tool=bugs&bug=4", "tool=practice&level=3&numbers=7", "tool=train&preset=circles&update=12&look=5", "tool=take",
    "tool=train&preset=xor&update=3&versus=optimizer:adam", "tool=train&preset=circles&update=12&look=5&exercise=practise",
    "tool=train&preset=circles&update=12&look=5&exercise=bug", "view=present&hide=results", "f=L=log(a-2)/abs(b)&a=1",
]  # fmt: skip
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
DRAWN = """(data, states) => {
  const seen = new Set();
  const tree = (one) => typeof one === "string" ? one : [one.tag, one.attributes, one.children.map(tree)];
  return states.map((hash) => {
    const { choices } = choicesOf(data, hash);
    const first = { ...firstChoices(data), alive: true, ...choices };
    const { steps } = derive(data, first).lesson;
    const paper = hash.includes("level=") ? "key" : "";
    return [1, Math.ceil(steps.length * 0.7)].map((step) => {
      const model = derive(data, { ...first, step, paper, orientation: step === 1 ? "wide" : "tall" });
      const views = { ...LIVE_REGIONS, ...(step === 1 ? { steps: stepListView } : {}) };
      const figures = step > 1 || hash !== states[0] ? [] : Object.entries(FIGURES).map(([kind, { room }]) => {
        const options = Object.entries(room(model.graph)).map(([name, choices]) => [name, choices[0]]);
        return figureView(model, { kind, options: Object.fromEntries(options) });
      });
      return [...Object.values(views).map((view) => view(model)), ...figures].map((one) => tree(opened(one))).filter((drawn) => {
        const text = JSON.stringify(drawn);
        const isNew = !seen.has(text);
        seen.add(text);
        return isNew;
      });
    });
  });
}"""

HTML = {
    *(
        "a",
        "abbr",
        "b",
        "br",
        "button",
        "caption",
        "code",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "fieldset",
    ),
    *(
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "input",
        "label",
        "legend",
        "li",
        "ol",
        "optgroup",
    ),
    *(
        "option",
        "output",
        "p",
        "pre",
        "section",
        "select",
        "small",
        "span",
        "strong",
        "summary",
        "sup",
        "table",
    ),
    *("tbody", "td", "textarea", "tfoot", "th", "thead", "tr", "ul", "svg", "math"),
}
SVG = {"circle", "defs", "g", "line", "marker", "path", "polygon", "rect", "svg", "text", "title", "tspan"}
MATH = {
    *(
        "mi",
        "mn",
        "mo",
        "mover",
        "mpadded",
        "mroot",
        "mrow",
        "mspace",
        "msqrt",
        "msub",
        "msubsup",
        "msup",
        "mtable",
    ),
    *("mtd", "mtext", "mtr", "munder", "munderover", "mfrac", "menclose"),
}
ROLES = {
    "application",
    "group",
    "img",
    "note",
    "region",
    "slider",
    "spinbutton",
    "status",
    "button",
    "list",
    "listitem",
}
BOOLEANS = {"aria-expanded", "aria-pressed", "aria-hidden", "aria-disabled", "aria-selected", "aria-checked"}
EMPTY_IS_RIGHT = {"checked", "disabled", "hidden", "open", "selected", "value", "d", "inert"}
"""Attributes that say what they say without a value; a line may have no corners yet, and a field no number."""
WITHIN = {
    "li": {"ul", "ol"}, "tr": {"tbody", "thead", "tfoot"}, "td": {"tr"}, "th": {"tr"}, "option": {"select", "optgroup"},
    "optgroup": {"select"}, "dd": {"dl", "div"}, "dt": {"dl", "div"}, "legend": {"fieldset"}, "summary": {"details"},
    "figcaption": {"figure"}, "tspan": {"text"}, "mtr": {"mtable"}, "mtd": {"mtr"}, "caption": {"table"},
}  # fmt: skip
KINDS = {"button": {"button"}, "input": {"text", "range", "file", "checkbox", "radio"}}
MEASURES = {"x", "y", "cx", "cy", "r", "width", "height", "x1", "x2", "y1", "y2"}
NUMBER = r"-?\d+(?:\.\d+)?(?:e-?\d+)?"
PATH = re.compile(rf"(?:M(?:[MLHVCQTAZmlhvcqtaz]?[\s,]*{NUMBER}[\s,]*|[zZ])*)?")
UNFILLED = re.compile(r"\bundefined\b|\bnull\b|NaN|\[object|\{\w+\}")
NAMED = {
    "button",
    "label",
    "legend",
    "h1",
    "h2",
    "h3",
    "h4",
    "summary",
    "option",
    "caption",
    "dt",
    "figcaption",
}


@dataclass(frozen=True, eq=False)
class Node:
    """An element as it is drawn, and the one that it stands in."""

    tag: str
    attributes: dict[str, str]
    inside: "Node | None"
    given: list[Any]
    state: str

    @cached_property
    def children(self) -> list["Node | str"]:
        return [one if isinstance(one, str) else node(one, self, self.state) for one in self.given]

    @cached_property
    def text(self) -> str:
        return "".join(one if isinstance(one, str) else one.text for one in self.children)

    @cached_property
    def language(self) -> str:
        """What it is written in: HTML, or what the drawing or formula is that it stands in."""
        if self.inside is None:
            return "html"
        return self.inside.tag if self.inside.tag in ("svg", "math") else self.inside.language

    def all(self, *tags: str) -> Iterator["Node"]:
        """What stands in it, and itself."""
        if not tags or self.tag in tags:
            yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.all(*tags)

    def around(self) -> Iterator["Node"]:
        """What it stands in, from near to far."""
        if self.inside is not None:
            yield self.inside
            yield from self.inside.around()

    def __str__(self) -> str:
        """As much of it as finds it."""
        return f"{self.state}: <{self.tag} {self.attributes}>{self.text[:60]}"


def node(tree: list[Any], inside: Node | None, state: str) -> Node:
    tag, given, children = tree
    attributes = {
        name: "" if value is True else value if isinstance(value, str) else f"{value:g}"
        for name, value in given.items()
        if value is not None and value is not False and name != "key"
    }
    return Node(tag, attributes, inside, children, state)


@pytest.fixture(scope="module")
def pages(script: Script, page_data: dict[str, Any]) -> list[list[Node]]:
    """Of each state and step, the regions that were not the same before."""
    found = script.call(DRAWN, page_data, STATES)
    return [
        [node(tree, None, f"{state}, {place + 1}") for tree in regions]
        for state, steps in zip(STATES, found, strict=True)
        for place, regions in enumerate(steps)
    ]


@pytest.fixture(scope="module")
def nodes(pages: list[list[Node]]) -> list[Node]:
    return [one for regions in pages for region in regions for one in region.all()]


def test_elements_are_such_and_stand_where_they_may(nodes: list[Node]) -> None:
    known = {"html": HTML, "svg": SVG, "math": MATH}
    for one in nodes:
        assert one.tag in known[one.language], f"{one} in {one.language}"
        if one.tag in WITHIN:
            assert one.inside is not None
            assert one.inside.tag in WITHIN[one.tag], f"{one} in {one.inside}"


def test_attributes_say_something(nodes: list[Node]) -> None:
    for one in nodes:
        for attribute, text in one.attributes.items():
            where = f"{attribute} of {one}"
            assert text.strip() or attribute in EMPTY_IS_RIGHT, where
            assert not UNFILLED.search(text), where
            if attribute in BOOLEANS:
                assert text in ("true", "false"), where
            elif attribute == "role":
                assert text in ROLES, where
            elif attribute in MEASURES:
                assert re.fullmatch(NUMBER, text), where
            elif attribute == "d":
                assert PATH.fullmatch(text), where
            elif attribute == "type":
                assert text in KINDS[one.tag], where


def test_texts_are_filled_in(nodes: list[Node]) -> None:
    for one in nodes:
        for text in one.children:
            assert isinstance(text, Node) or not UNFILLED.search(text), one
        if one.tag in NAMED:
            drawn = any(each.tag in ("svg", "input", "select") for each in one.all())
            assert one.text.strip() or drawn, one


def test_every_field_and_button_has_a_name_and_somebody_who_answers(pages: list[list[Node]]) -> None:
    listening = [*(TEMPLATES / "scripts" / "page").glob("*.js"), TEMPLATES / "scripts" / "main.js"]
    known = {word for path in listening for word in re.findall(r"[\w-]+", path.read_text(encoding="utf-8"))}
    for regions in pages:
        every = [one for region in regions for one in region.all()]
        labelled = {one.attributes.get("for") for one in every if one.tag == "label"}
        for one in every:
            if one.tag == "button":
                assert one.text.strip() or "aria-label" in one.attributes, one
                assert one.attributes["type"] == "button", one
                assert any(name.startswith("data-") for name in one.attributes), one
            elif one.tag in ("input", "select", "textarea") or one.attributes.get("role") == "slider":
                by_label = one.attributes.get("id") in labelled - {None}
                within = any(outer.tag == "label" for outer in one.around())
                assert "aria-label" in one.attributes or by_label or within, one
            for attribute in ("data-action", "data-field", "data-enter"):
                assert one.attributes.get(attribute, "play") in known, one


def test_references_lead_to_what_is_there(pages: list[list[Node]]) -> None:
    sections = "\n".join(
        path.read_text(encoding="utf-8") for path in (TEMPLATES / "sections").glob("*.jinja")
    )
    everywhere = set(re.findall(r'id="([\w-]+)"', sections))
    everywhere |= {
        one.attributes["id"]
        for regions in pages
        for region in regions
        for one in region.all()
        if "id" in one.attributes
    }
    for regions in pages:
        every = [one for region in regions for one in region.all()]
        ids = Counter(one.attributes["id"] for one in every if "id" in one.attributes)
        assert [name for name, count in ids.items() if count > 1] == []
        for one in every:
            for attribute in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
                for name in one.attributes.get(attribute, "").split():
                    assert name in everywhere, one


def test_one_choice_is_chosen_and_it_is_the_fields(nodes: list[Node]) -> None:
    for select in nodes:
        if select.tag == "select":
            options = list(select.all("option"))
            values = [option.attributes["value"] for option in options]
            assert len(values) == len(set(values)) > 0, select
            chosen = [option.attributes["value"] for option in options if "selected" in option.attributes]
            assert chosen in ([], [select.attributes.get("value")]) or len(chosen) == 1, select
            assert chosen or select.attributes["value"] in values, select


def test_fields_are_within_their_reach(nodes: list[Node]) -> None:
    for one in nodes:
        if one.attributes.get("type") == "range":
            least, most, value = (float(one.attributes[key]) for key in ("min", "max", "value"))
            assert least < most, one
            assert least <= value <= most, one
            assert one.attributes["step"] == "any" or float(one.attributes["step"]) > 0, one


def cells(row: Node) -> int:
    return sum(int(one.attributes.get("colspan", 1)) for one in row.children if isinstance(one, Node))


def test_rows_have_as_many_cells_as_their_heads(nodes: list[Node]) -> None:
    for table in nodes:
        if table.tag == "table":
            rows = list(table.all("tr"))
            counts = {cells(row) for row in rows}
            spans = any("rowspan" in one.attributes for one in table.all())
            assert len(counts) == 1 or (rows and spans), f"{counts} in {table}"
            for head in table.all("th"):
                inside = [outer.tag for outer in head.around()]
                assert head.attributes.get("scope") == ("col" if "thead" in inside else "row"), head


def test_buttons_beside_each_other_are_set_as_a_row(nodes: list[Node]) -> None:
    for one in nodes:
        if sum(isinstance(child, Node) and child.tag == "button" for child in one.children) > 1:
            assert one.attributes.get("class"), one


def test_numbers_look_like_numbers(nodes: list[Node]) -> None:
    """A cell, a result or a definition that is one number is set as numbers are."""
    seen = 0
    for one in nodes:
        if one.tag in ("td", "dd", "output") and re.fullmatch(
            r"−?\d+(\.\d+)?(×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?", one.text.strip()
        ):
            seen += 1
            within = [one, *(each for each in one.all())]
            assert any(
                {"number", "math"} & {*each.attributes.get("class", "").split(), each.tag} for each in within
            ), one
    assert seen > 100


def test_drawings_are_named_or_hidden_and_have_a_frame(nodes: list[Node]) -> None:
    for svg in nodes:
        if svg.tag != "svg" or svg.language == "svg":
            continue
        box = [float(text) for text in svg.attributes["viewBox"].split()]
        assert len(box) == 4, svg
        assert box[2] > 0 < box[3], svg
        hidden = any(one.attributes.get("aria-hidden") == "true" for one in (svg, *svg.around()))
        named = "aria-label" in svg.attributes and svg.attributes.get("role") in (
            "img",
            "group",
            "application",
        )
        assert hidden or named, svg
        assert svg.children, svg
        for text in svg.all("text"):
            axes = any(outer.attributes.get("class") == "axes" for outer in text.around())
            assert text.text.strip() or axes, text


def test_buttons_of_a_tool_stand_in_rows(nodes: list[Node]) -> None:
    """A paragraph that begins or ends with a button is set as a row, by a class of its own."""
    for one in nodes:
        ends = [child for child in (one.children[:1] + one.children[-1:]) if isinstance(child, Node)]
        if one.tag == "p" and any(
            end.tag == "button" and "step-link" not in end.attributes.get("class", "") for end in ends
        ):
            assert one.attributes.get("class"), one
