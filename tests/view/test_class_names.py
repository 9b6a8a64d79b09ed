"""All style sheets share one name space of classes: a name that reaches the whole page has one sheet, and one meaning."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import tinycss2

STYLES = Path(__file__).resolve().parents[2] / "templates" / "styles"

RESTYLE = {"views", "inview", "contrast", "print"}
"""Sheets that are about what others draw, in another situation: whatever they style is somebody else's."""

PLACES = {
    "panel", "graph-figure", "graph-place", "reading", "tools-place", "legend", "readouts", "transport",
}  # fmt: skip
"""page.css and practice.css say where these parts stand, what they hold back, or that they are not there; another
sheet says how they look."""

SAME = {
    # the steps as a list, and a slide, are made of the panel's own parts
    "derivation", "derivations", "formula", "left", "line-name", "small-title", "remark", "pair", "ask",
    # one colour for what is backward, local, positive, negative or zero, wherever it is
    "backward", "local", "negative", "positive", "zero",
    # controls, buttons and words that look alike wherever they stand, but for their margins
    "control", "fine", "groups", "ground", "key-list", "live", "number", "reason", "spark", "turners",
    # parts of the page that a worksheet takes the place of, or that are narrower on a phone
    "about", "article", "page-footer", "page-header", "tool-place",
}  # fmt: skip
"""Names that several sheets style because they mean the same in all of them, by what that is."""


def selectors(rules: Iterable[Any]) -> Iterator[str]:
    """Every selector, one by one, those within @media and its like too."""
    for rule in rules:
        if rule.type == "qualified-rule":
            yield from re.split(r",(?![^(]*\))", tinycss2.serialize(rule.prelude))
        elif (
            rule.type == "at-rule"
            and rule.content
            and rule.lower_at_keyword in ("container", "media", "supports")
        ):
            yield from selectors(tinycss2.parse_rule_list(rule.content, skip_comments=True))


def subjects(text: str) -> Iterator[tuple[str, bool]]:
    """The classes of what each selector of a sheet is about, and whether it asks for nothing but one of them."""
    for selector in selectors(tinycss2.parse_stylesheet(text, skip_comments=True)):
        subject = re.split(r"[\s>+~]+(?![^(]*\))", selector.strip())[-1]
        for name in re.findall(r"\.([\w-]+)", subject):
            yield name, re.fullmatch(rf"\.{name}(::?[\w-]+(\(.*\))?)*", selector.strip()) is not None


def shared(sheets: dict[str, str]) -> dict[str, list[str]]:
    """Classes that one sheet styles wherever they are, and another sheet styles too."""
    styled: dict[str, set[str]] = defaultdict(set)
    everywhere = set()
    for sheet, text in sheets.items():
        for name, alone in subjects(text):
            styled[name].add(sheet)
            if alone:
                everywhere.add(name)
    return {name: sorted(styled[name]) for name in sorted(everywhere) if len(styled[name]) > 1}


def test_a_class_has_one_sheet_or_a_reason_why_several_style_it() -> None:
    sheets = {
        path.stem: path.read_text(encoding="utf-8")
        for path in STYLES.rglob("*.css")
        if path.stem not in RESTYLE | {"contents"}  # the contents are a page of their own
    }
    assert len(sheets) > 15
    found = shared(sheets)
    assert {name: where for name, where in found.items() if name not in SAME | PLACES} == {}
    assert (SAME | PLACES) - set(found) == set(), "no longer styled twice: take it from the list"


def test_what_collides_is_found() -> None:
    own = {"one": ".box .mark { color: red } .mark-2 { color: red }"}
    assert shared(own | {"two": ".card .mark { color: blue }"}) == {}
    assert shared(own | {"two": ".mark { color: blue }"}) == {"mark": ["one", "two"]}
    assert shared(own | {"two": "@media print { .a, .mark:hover { color: blue } }"}) == {
        "mark": ["one", "two"]
    }
