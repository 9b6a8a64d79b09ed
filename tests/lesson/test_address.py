"""The decoder of addresses, in V8: it never throws, takes no number that is none, and gives back what was encoded."""

import math

from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.script import Script
from tests.example import Example
from tests.lesson.content import LAST, LEAVES, NETWORK, WORDS
from tests.lesson.in_v8 import decoded, there_and_back
from tests.lesson.networks import networks
from tests.page.test_hostile_address import HOSTILE

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
# Texts made from the pieces that addresses are made of reach further into the decoder than any text does.
PIECES = st.lists(
    st.sampled_from(
        ["step=", "x=", "y=", "w=", "rate=", "preset=", "net=", "grain=", "step-", "&", "=", ",", ";", "#", "-", "+", ".", "e", "%", "%2C", "%3B", "%00",
         "0", "1", "18", "0.5", "1e999", "1e6", "1000001", "NaN", "Infinity", "null", "__proto__", "constructor", "<b>", " ", "\n",
         "0.6,-0.4", "1,2,3;4,5,6;7,8,9", "2;3:tanh;1:sigmoid;bce", "٣"]
    ),
    max_size=12,
).map("".join)  # fmt: skip
ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=60)


def is_sound(answer: dict[str, object]) -> bool:
    """A place whose numbers are all finite, or a refusal that has a phrase; never both."""
    place, refusal = answer["place"], answer["refusal"]
    if refusal is not None:
        assert isinstance(refusal, dict)
        phrases = WORDS["expression"] if refusal["what"] == "formula" else WORDS["notice"]
        return (
            place is None
            and (refusal["fault"]["code"] if refusal["what"] == "formula" else refusal["what"]) in phrases
        )
    assert isinstance(place, dict)
    numbers = [place.get("rate", 0), *place.get("leaves", {}).values()]
    step = place.get("step", 1)
    return isinstance(step, int) and 1 <= step <= LAST and all(math.isfinite(number) for number in numbers)


@settings(max_examples=60)
@given(hashes=st.lists(PIECES | ANY_TEXT, min_size=10, max_size=20))
@example(hashes=[*HOSTILE.values(), "", "#", "##", "&", "=", "%", "x=" + "," * 19_990])
def test_it_never_throws_and_never_takes_what_is_no_number(script: Script, hashes: list[str]) -> None:
    for hash_, answer in zip(hashes, decoded(script, NETWORK, hashes), strict=True):
        assert is_sound(answer), (hash_, answer)


def test_of_what_is_hostile_nothing_is_read(script: Script) -> None:
    answers = decoded(script, NETWORK, list(HOSTILE.values()))
    taken = [
        name for name, answer in zip(HOSTILE, answers, strict=True) if answer["read"] or not answer["left"]
    ]
    assert taken == []
    assert all(answer["place"] == {"grain": "neurons"} for answer in answers)


@given(
    step=st.integers(1, LAST),
    rate=NUMBERS,
    leaves=st.fixed_dictionaries(dict.fromkeys(LEAVES, NUMBERS) | {"y": st.floats(0, 1)}),
)
@example(step=1, rate=0.5, leaves=LEAVES)
@example(step=18, rate=5e-324, leaves=dict.fromkeys(LEAVES, 5e-324))
@example(step=18, rate=-1e6, leaves=dict.fromkeys(LEAVES, -1.7976931348623157e308) | {"y": 0.0})
@example(step=2, rate=0.1, leaves=dict.fromkeys(LEAVES, 0.1 + 0.2))
def test_what_is_encoded_is_decoded_exactly(
    script: Script, step: int, rate: float, leaves: dict[str, float]
) -> None:
    back = there_and_back(script, NETWORK, step, rate, leaves)
    assert back["hash"].startswith("#")
    assert back["step"] == step
    # As floats: JSON writes large ones as whole numbers. The sign of a zero is seen by test_walk.py.
    assert {name: float(number) for name, number in back["leaves"].items()} == leaves
    assert float(back.get("rate", 0.5)) == rate


@settings(max_examples=30)
@given(made=networks())
def test_every_network_has_its_address(script: Script, made: Example) -> None:
    leaves = made.leaves
    back = there_and_back(script, made, 1, 0.25, leaves)
    assert (back["leaves"], back["rate"]) == (leaves, 0.25)


def test_the_addresses_of_the_documentation_are_read(script: Script) -> None:
    hash_ = "#step=12&x=0.6,-0.4&y=1&w=0.5,-0.3,0.1;-0.4,0.5,-0.1;0.4,-0.6,0.2"
    (answer,) = decoded(script, NETWORK, [hash_])
    assert answer["place"]["step"] == 12
    assert answer["place"]["leaves"] == LEAVES
