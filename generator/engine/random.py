"""Random numbers that are the same in Python and in JavaScript, for data, for the order of samples, for a split.

The generator is xoshiro128** (D. Blackman and S. Vigna, "Scrambled Linear Pseudorandom Number Generators", 2021), which
needs whole numbers of 32 bits alone, so that JavaScript has them too. docs/random-numbers.md writes it down.
"""

import math
from functools import lru_cache

_MASK = 0xFFFFFFFF
_GOLDEN = 0x9E3779B9


class Random:
    """A stream of random numbers. Streams of other seeds, or of another `stream` of the same seed, are unrelated."""

    def __init__(self, seed: int, stream: int = 0) -> None:
        """`seed` and `stream` are whole numbers from 0 to 2³² − 1."""
        start = _mixed((_mixed(seed & _MASK) + (stream & _MASK)) & _MASK)
        # The four words are those of a counter, mixed: they are never all 0, which would stay so.
        a, b, c, d = (_mixed((start + k * _GOLDEN) & _MASK) for k in range(1, 5))
        self._state = a, b, c, d

    def bits(self) -> int:
        """The next whole number from 0 to 2³² − 1."""
        a, b, c, d = self._state
        word = b * 5 & _MASK
        c ^= a
        d ^= b
        # Rotations by 11 and by 7, written out: the data of a page takes tens of thousands of draws.
        self._state = (a ^ d, b ^ c, c ^ (b << 9) & _MASK, (d << 11 | d >> 21) & _MASK)
        return (word << 7 | word >> 25) * 9 & _MASK

    def uniform(self) -> float:
        """From 0 to below 1, in steps of 2⁻⁵³, of two draws: the upper 27 bits of one, the upper 26 of the next."""
        upper, lower = self.bits() >> 5, self.bits() >> 6
        return (upper * 67108864 + lower) / 9007199254740992

    def below(self, count: int) -> int:
        """A whole number from 0 to below `count`."""
        return int(self.uniform() * count)

    def normal(self) -> float:
        """Of mean 0 and variance 1, by Marsaglia's polar method; of each pair that it finds, the first is taken."""
        while True:
            a, b = 2 * self.uniform() - 1, 2 * self.uniform() - 1
            square = a * a + b * b
            if 0 < square < 1:
                return a * math.sqrt(-2 * math.log(square) / square)

    def order(self, count: int) -> list[int]:
        """The numbers from 0 to below `count`, shuffled (Fisher and Yates)."""
        order = list(range(count))
        for last in range(count - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order


@lru_cache(1024)
def shuffled(count: int, seed: int, stream: int) -> tuple[int, ...]:
    """The numbers from 0 to below `count`, in the order that a stream of its own gives them.

    Kept, since the networks of a page learn from sets of one size and one seed, and shuffle them alike.
    """
    return tuple(Random(seed, stream).order(count))


def _mixed(word: int) -> int:
    """The last steps of MurmurHash3 (A. Appleby): every bit of the result depends on every bit of `word`."""
    word = ((word ^ (word >> 16)) * 0x85EBCA6B) & _MASK
    word = ((word ^ (word >> 13)) * 0xC2B2AE35) & _MASK
    return word ^ (word >> 16)
