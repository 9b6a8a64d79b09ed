"""Links of larger networks: short where they can be, and readable however long they are."""

import time
from dataclasses import asdict
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from generator.engine.network import Layer
from generator.script import Script
from tests.example import Example
from tests.lesson.content import NETWORK
from tests.lesson.in_v8 import decoded
from tests.lesson.test_other_networks_rules import ROUND_TRIP

SHORT = 2000
MOST_WEIGHTS = 100


def random_network(numbers: np.random.Generator, sizes: list[int], scale: float = 1) -> Example:
    """With weights of all their digits, as they are after a step of gradient descent."""

    def drawn(*shape: int) -> Any:
        return (scale * numbers.standard_normal(shape)).tolist()

    layers = tuple(
        Layer("leaky_relu", tuple(map(tuple, drawn(after, before))), tuple(drawn(after)))
        for before, after in pairwise(sizes)
    )
    return Example(tuple(drawn(sizes[0])), tuple(drawn(sizes[-1])), layers, "mse")


def random_sizes(numbers: np.random.Generator) -> list[int]:
    """Those of a network that the page can make, of no more than a hundred weights."""
    while True:
        hidden = numbers.integers(1, 17, numbers.integers(0, 7)).tolist()
        sizes = [int(numbers.integers(1, 9)), *hidden, int(numbers.integers(1, 9))]
        if sum(before * after for before, after in pairwise(sizes)) <= MOST_WEIGHTS:
            return sizes


def there_and_back(script: Script, network: Example, grain: str = "neurons") -> dict[str, Any]:
    answer: dict[str, Any] = script.call(ROUND_TRIP, asdict(network), 1, 0.1234567890123456, grain)
    assert answer["read"]["left"] == answer["readWhole"]["left"] == [], answer["read"]
    assert answer["readWhole"]["place"]["leaves"] == answer["place"]["leaves"], "the address has every digit"
    return answer


@pytest.mark.parametrize("scale", [1, 1e-3, 1e5])
def test_with_up_to_a_hundred_weights_a_link_is_short_and_true_to_six_digits(
    script: Script, scale: float
) -> None:
    numbers = np.random.default_rng(7)
    for sizes in [[1, 16, 1, 16, 1, 16, 1, 1], *(random_sizes(numbers) for _ in range(60))]:
        answer = there_and_back(script, random_network(numbers, sizes, scale))
        assert len(answer["text"]) < SHORT, sizes
        there, back = answer["place"]["leaves"], answer["read"]["place"]["leaves"]
        assert back == pytest.approx(there, rel=5.1e-6, abs=0), sizes
        assert (back == there) is (answer["digits"] is None), "it says whether it has rounded"
        if len(there) <= 60:
            assert back == there, "there is room for all digits"


@pytest.mark.parametrize("sizes", [[8, 16, 16, 16, 16, 16, 16, 8], [16, 64, 64, 10]])
def test_the_largest_networks_keep_every_digit_and_can_be_read(script: Script, sizes: list[int]) -> None:
    """The largest that the page makes, and what it makes of a larger one from a file."""
    answer = there_and_back(script, random_network(np.random.default_rng(1), sizes), "layers")
    assert answer["read"]["place"]["leaves"] == answer["place"]["leaves"]


@pytest.mark.parametrize(
    "hash_", ["9" * 5_000_000, "x=" + "%2C" * 1_000_000, "&" * 5_000_000, "&".join(map(str, range(8000)))]
)
def test_of_a_hash_of_any_size_nothing_is_read_at_once(script: Script, hash_: str) -> None:
    decoded(script, NETWORK, [""])
    begun = time.process_time()  # what this process computes, however busy the machine is
    (answer,) = decoded(script, NETWORK, [hash_])
    assert answer["read"] == 0
    assert answer["refusal"] is not None or len(answer["left"]) == 8000
    assert time.process_time() - begun < 1  # most of it is the way into V8


@pytest.mark.parametrize(
    ("hash_", "key", "read"),
    [
        ("step=2&step=1", "step", {"step": 2}),
        ("x=1,2&step=3&x=5,6", "x", {"step": 3, "leaves": {"x1": 1, "x2": 2}}),
        ("grain=layers&grain=operations", "grain", {"grain": "layers"}),
    ],
)
def test_of_what_stands_in_a_link_twice_the_first_counts(
    script: Script, hash_: str, key: str, read: dict[str, Any]
) -> None:
    (answer,) = decoded(script, NETWORK, [hash_])
    assert answer["place"] == {"grain": "neurons"} | read
    assert [(part["found"], part["refusal"]["what"]) for part in answer["left"]] == [(key, "twice")]


@pytest.mark.parametrize(("neurons", "usual"), [(38, "neurons"), (39, "layers")])
def test_a_link_says_the_grain_unless_it_goes_without_saying(
    script: Script, neurons: int, usual: str
) -> None:
    """With the output they are 39 and 40 neurons."""
    network = random_network(np.random.default_rng(2), [1, 16, neurons - 16, 1])
    for grain in ("operations", "neurons", "layers"):
        answer = there_and_back(script, network, grain)
        assert (f"grain={grain}" in answer["text"]) == (grain != usual)
        assert answer["read"]["place"]["grain"] == grain


def test_the_operations_of_a_very_large_network_are_refused(script: Script) -> None:
    network = random_network(np.random.default_rng(3), [16, 64, 64, 10])
    answers = decoded(script, network, ["grain=operations", "grain=neurons", "grain=layers", "step=1"])
    assert [[part["refusal"]["found"] for part in answer["left"]] for answer in answers] == [
        ["operations"],
        [],
        [],
        [],
    ]
    assert [answer["place"]["grain"] for answer in answers] == [
        "layers",
        "neurons",
        "layers",
        "layers",
    ]
