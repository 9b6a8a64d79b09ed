"""Every shared case, in both languages."""

import pytest

from tests.expression.cases import FORMULAS, REFUSED, Case
from tests.expression.languages import Language, Record, differences, same, scales_of

every_formula = pytest.mark.parametrize("case", FORMULAS, ids=lambda case: case["text"][:30])
every_refusal = pytest.mark.parametrize(
    "case", REFUSED, ids=lambda case: f"{case['code']} {case['text'][:20]}"
)


def tree_of(record: Record) -> dict[str, str]:
    """Each computed node as its operation and its parents."""
    names = [node["name"] for node in record["nodes"]]
    return {
        node["name"]: " ".join([node["op"], *(names[parent] for parent in node["parents"])])
        for node in record["nodes"]
        if node["op"] != "leaf"
    }


@every_formula
def test_the_tree_is_what_was_typed(language: Language, case: Case) -> None:
    record = language.read(case["text"])
    assert record["names"] == [*case["leaves"]]
    assert record["constants"] == case.get("constants", {})
    if "tree" in case:
        assert list(tree_of(record).items()) == list(case["tree"].items())
    if "lines" in case:
        assert [[line["number"], line["name"], line["text"]] for line in record["lines"]] == case["lines"]
    symbols = {node["name"]: node["symbol"] for node in record["nodes"]}
    assert {name: symbols[name] for name in case.get("symbols", {})} == case.get("symbols", {})


@every_formula
def test_roles(language: Language, case: Case) -> None:
    record = language.read(case["text"])
    for node in record["nodes"]:
        expected = "parameter" if node["name"] in record["names"] else "operation"
        expected = "constant" if node["name"] in record["constants"] else expected
        assert node["role"] == ("loss" if node is record["nodes"][-1] else expected)
        assert (node["op"] == "leaf") == (expected in ("parameter", "constant"))
        assert node["neuron"] is None


@every_formula
def test_what_is_worked_out_by_hand(language: Language, case: Case) -> None:
    answer = language.run(case["text"], case["leaves"])
    for expected, found in ((case["values"], answer.values), (case["gradients"], answer.gradients)):
        assert {
            name: found[name] for name in expected if not same(found[name], float(expected[name]), 0)
        } == {}


@every_formula
def test_the_languages_agree(python: Language, javascript: Language, case: Case) -> None:
    record = python.read(case["text"])
    assert javascript.read(case["text"]) == record
    found, expected = (language.run(case["text"], case["leaves"]) for language in (javascript, python))
    assert differences(found, expected, scales_of(record, case["leaves"])) == []


@every_refusal
def test_a_text_that_is_no_formula(language: Language, case: Case) -> None:
    line, column = case["at"]
    fault = {"code": case["code"], "line": line, "column": column, "found": "", "expected": ""}
    assert language.read(case["text"]) == {
        "fault": fault | {key: case[key] for key in ("found", "expected") if key in case}
    }


def test_there_are_cases_enough() -> None:
    assert len(FORMULAS) + len(REFUSED) >= 60
