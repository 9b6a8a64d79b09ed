"""Links as messengers, people and teachers hand them on: what can be read is opened, the rest is left out and named."""

from typing import Any
from urllib.parse import quote

import pytest

from generator.script import Script
from tests.lesson.content import LEAVES, WORDS

NOTICE = WORDS["notice"]

OPEN = """(data, hashes) => hashes.map((hash) => {
  const { choices, answer } = choicesOf(data, hash);
  const { source, step, rate, grain, leaves, tool } = choices;
  return {
    preset: source.preset, formula: source.formula && source.formula.text, step, rate, grain, leaves, tool,
    says: leftSentence(data.words, answer),
  };
})"""


def opened(script: Script, page_data: dict[str, Any], *hashes: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = script.call(OPEN, page_data, list(hashes))
    return found


def left_out(*parts: str) -> str:
    found = ", ".join(NOTICE["left_item"].format(found=part) for part in parts)
    return str(NOTICE["left_out"]).format(found=found)


STEP = "step=12&x=0.25,-0.5&y=1&w=1,2,3;4,5,6;7,8,9"
NUMBERS = dict(zip(LEAVES, (0.25, -0.5, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))


@pytest.mark.parametrize(
    "hash_",
    [
        STEP,
        STEP.replace(",", "%2C").replace(";", "%3B"),
        quote(STEP, safe=""),
        quote(quote(STEP, safe=""), safe=""),
        quote(STEP.replace(",", "%2C").replace(";", "%3B"), safe="&="),
        STEP.replace("&", "&amp;"),
        STEP.replace("&", "&amp;amp;"),
        STEP.replace("&", "&#38;"),
        STEP.replace(",", ", ").replace(";", ";%0A"),
        f"{STEP}&",
        f"&&{STEP}",
    ],
)
def test_the_same_link_in_other_letters_opens_the_same_without_a_word(
    script: Script, page_data: dict[str, Any], hash_: str
) -> None:
    (found,) = opened(script, page_data, f"#{hash_}")
    assert (found["step"], found["leaves"], found["says"]) == (12, NUMBERS, None)


@pytest.mark.parametrize("behind", [*".,;:!?)]}>\"'*_…”»’。", ").", ">,", "**", "…)", "%E2%80%9D.", "\n"])
@pytest.mark.parametrize("hash_", [STEP, "preset=xor", "tool=nudge&of=w11", "f=L=tanh(w*x-y)"])
def test_what_stands_behind_a_link_is_left_out(
    script: Script, page_data: dict[str, Any], hash_: str, behind: str
) -> None:
    plain, found = opened(script, page_data, hash_, hash_ + behind)
    says = found.pop("says")
    plain.pop("says")
    assert found == plain
    assert says in (None, left_out(behind.replace("%E2%80%9D", "”")))


def test_a_parenthesis_that_belongs_to_a_formula_stays(script: Script, page_data: dict[str, Any]) -> None:
    found = opened(script, page_data, "f=L=(w*x-y)", "f=L=(w*x-y))", "f=L=tanh(w*(x-y)).")
    assert [one["formula"] for one in found] == ["L=(w*x-y)", "L=(w*x-y)", "L=tanh(w*(x-y))"]
    assert [one["says"] for one in found] == [None, left_out(")"), left_out(".")]


def test_keys_of_others_are_left_out_and_named(script: Script, page_data: dict[str, Any]) -> None:
    before, between, many = opened(
        script,
        page_data,
        f"utm_source=chat&{STEP}&fbclid=IwAR0-x_y&gclid=1",
        "step=3&constructor=1&__proto__=2",
        "step=3&" + "&".join(f"k{number}=1" for number in range(40)),
    )
    assert (before["step"], before["leaves"]) == (12, NUMBERS)
    assert before["says"] == left_out("utm_source", "fbclid", "gclid")
    assert (between["step"], between["says"]) == (3, left_out("constructor", "__proto__"))
    assert many["step"] == 3
    assert len(many["says"]) < 200


@pytest.mark.parametrize(
    ("hash_", "state", "says"),
    [
        ("step=19&x=1,2", {"step": 1}, "“19” is not a step of this lesson: it has steps 1 to 18. Left out of the link: “step”."),
        ("step=3&w=1,2", {"step": 3}, "The link holds numbers for another network (found 2, expected 3;3;3). Left out of the link: “w”."),
        ("f=L=w*x&w=1", {"formula": "L=w*x"}, "“w=” belongs to networks; a formula’s numbers are “v=”. Left out of the link: “w”."),
        ("preset=xor&v=1", {"preset": "xor"}, "“v=” belongs to formulas; a network’s numbers are “x=”, “y=” and “w=”. Left out of the link: “v”."),
        ("step=2&rate=fast", {"step": 2, "rate": 0.5}, "“fast” is not a number this page can take: it expects a finite one, such as 0.5 or 2e-3. Left out of the link: “rate”."),
        ("step=2&y=5", {"step": 2, "leaves": LEAVES}, "“5” cannot be a target of binary cross-entropy (BCE): expected one from 0 to 1. Left out of the link: “y”."),
        ("net=2;3:softmax;cce&y=0,0,0&step=2", {"step": 2}, "The targets of categorical cross-entropy (CCE) must add up to 1; these add up to 0. Left out of the link: “y”."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_left_out_with_the_reason(
    script: Script, page_data: dict[str, Any], hash_: str, state: dict[str, Any], says: str
) -> None:
    words = page_data["words"]["operation"]
    (found,) = opened(script, page_data, hash_)
    assert {key: found[key] for key in state} == state
    for loss in ("bce", "cce"):
        says = says.replace(
            {"bce": "binary cross-entropy (BCE)", "cce": "categorical cross-entropy (CCE)"}[loss], words[loss]
        )
    assert found["says"] == says


def test_a_negative_rate_and_numbers_of_any_size_are_taken(script: Script, page_data: dict[str, Any]) -> None:
    formula = "f=e=a*b%0Ad=e%2Bc%0AL=d*f&v=2,-3,10,-2&rate=-0.01"
    valley = "preset=rosenbrock&step=17&v=-241311698.19999987,1131900.9999999995"
    ascent, far = opened(script, page_data, formula, valley)
    assert (ascent["rate"], ascent["says"], ascent["leaves"]) == (
        -0.01,
        None,
        {"a": 2, "b": -3, "c": 10, "f": -2},
    )
    assert (far["step"], far["says"]) == (17, None)
    assert list(far["leaves"].values()) == [-241311698.19999987, 1131900.9999999995]


@pytest.mark.parametrize(
    ("net", "part"),
    [
        ("2", "“2” is not a network"),
        ("0;1:sigmoid;bce", "“0” is not a number of inputs"),
        ("two;1:sigmoid;bce", "“two” cannot be an input: expected a formula of x1 … x16"),
        ("2;3:tanh;1:sigmoid;bcee", "“bcee” is not a loss"),
        ("2;3tanh;1:sigmoid;bce", "“3tanh” is not a layer"),
        ("2;3:tanhh;1:sigmoid;bce", "“tanhh” is not an activation of a hidden layer"),
        ("2;3:softmax;1:sigmoid;bce", "“softmax” is not an activation of a hidden layer"),
        ("2;99:tanh;1:sigmoid;bce", "A hidden layer of 99 neurons"),
        ("2;3:tanh;17:sigmoid;bce", "17 outputs cannot"),
        ("2;3:tanh;1:softmax;cce", "1 outputs cannot"),
        ("2;3:tanh;1:tanh;bce", "“tanh” is not an activation of the outputs"),
        ("2;" + "2:tanh;" * 9 + "1:sigmoid;bce", "9 hidden layers are more"),
    ],
)
def test_a_wrong_network_says_which_of_its_parts_is_wrong(
    script: Script, page_data: dict[str, Any], net: str, part: str
) -> None:
    (found,) = opened(script, page_data, f"net={net}&step=3")
    assert found["preset"] == page_data["opens"]
    assert found["says"].startswith(part)
    assert found["says"].endswith(NOTICE["default"])
