"""Random numbers: against the published algorithm, and against what docs/random-numbers.md promises."""

import math
import re
from pathlib import Path

import numpy as np

from generator.engine.random import Random

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "random-numbers.md").read_text(encoding="utf-8")


def test_the_words_are_those_of_xoshiro128_starstar() -> None:
    random = Random(0)
    random._state = (1, 2, 3, 4)
    # As the crate rand_xoshiro has them, from the authors' C code.
    assert [random.bits() for _ in range(10)] == [
        11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]  # fmt: skip


def test_the_page_quotes_the_words_of_a_seed() -> None:
    quoted = re.search(r"from seed 1, stream 0 they are ([\d,\s]+)\.", PAGE)
    assert quoted
    random = Random(1)
    assert [int(word) for word in quoted[1].split(",")] == [random.bits() for _ in range(4)]


def test_streams_and_seeds_are_unrelated() -> None:
    draws = [[Random(seed, stream).uniform() for seed in range(60)] for stream in range(60)]
    assert abs(np.corrcoef(np.array(draws).ravel()[:-1], np.array(draws).ravel()[1:])[0, 1]) < 0.05
    assert len(set(np.array(draws).ravel())) == 3600


def test_uniform_numbers_fill_the_interval_evenly() -> None:
    random = Random(3)
    counts, _ = np.histogram([random.uniform() for _ in range(10_000)], bins=10, range=(0, 1))
    # A share of a tenth has a deviation of 30: five of them are never met by chance.
    assert np.all(np.abs(counts - 1000) < 150)


def test_normal_numbers_have_the_moments_of_a_normal_distribution() -> None:
    random = Random(4)
    numbers = np.array([random.normal() for _ in range(10_000)])
    assert abs(numbers.mean()) < 5 / math.sqrt(10_000)
    assert abs(numbers.var() - 1) < 5 * math.sqrt(2 / 10_000)
    assert abs((numbers**4).mean() - 3) < 5 * math.sqrt(96 / 10_000)


def test_an_order_has_every_number_once_and_no_favourite_place() -> None:
    firsts = [Random(seed).order(5)[0] for seed in range(1000)]
    assert sorted(Random(7).order(100)) == list(range(100))
    assert min(np.bincount(firsts, minlength=5)) > 140
