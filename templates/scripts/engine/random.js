/**
 * Random numbers that are the same in Python and in JavaScript: xoshiro128** (D. Blackman and S. Vigna,
 * "Scrambled Linear Pseudorandom Number Generators", 2021), which needs whole numbers of 32 bits alone.
 * docs/random-numbers.md writes it down. The same as generator/engine/random.py.
 */
const GOLDEN = 0x9e3779b9;

/** A stream of random numbers. Streams of other seeds, or of another `stream` of the same seed, are unrelated. */
export class Random {
  /**
   * @param {number} seed a whole number from 0 to 2³² − 1, as is `stream`
   * @param {number} [stream]
   */
  constructor(seed, stream = 0) {
    const start = mixed(mixed(seed) + stream);
    // The four words are those of a counter, mixed: they are never all 0, which would stay so.
    this.state = Uint32Array.from([1, 2, 3, 4], (k) => mixed(start + k * GOLDEN));
  }

  /** The next whole number from 0 to 2³² − 1. */
  bits() {
    const s = this.state;
    const result = Math.imul(rotated(Math.imul(s[1], 5), 7), 9) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotated(s[3], 11);
    return result;
  }

  /** From 0 to below 1, in steps of 2⁻⁵³, of two draws: the upper 27 bits of one, the upper 26 of the next. */
  uniform() {
    const upper = this.bits() >>> 5;
    const lower = this.bits() >>> 6;
    return (upper * 67108864 + lower) / 9007199254740992;
  }

  /**
   * A whole number from 0 to below `count`.
   * @param {number} count
   */
  below(count) {
    return Math.floor(this.uniform() * count);
  }

  /** Of mean 0 and variance 1, by Marsaglia's polar method; of each pair that it finds, the first is taken. */
  normal() {
    for (;;) {
      const a = 2 * this.uniform() - 1;
      const b = 2 * this.uniform() - 1;
      const square = a * a + b * b;
      if (square > 0 && square < 1) return a * Math.sqrt((-2 * Math.log(square)) / square);
    }
  }

  /**
   * The numbers from 0 to below `count`, shuffled (Fisher and Yates).
   * @param {number} count
   */
  order(count) {
    const order = Int32Array.from({ length: count }, (_, k) => k);
    for (let last = count - 1; last > 0; last -= 1) {
      const other = this.below(last + 1);
      [order[last], order[other]] = [order[other], order[last]];
    }
    return order;
  }
}

/**
 * @param {number} word
 * @param {number} by
 */
const rotated = (word, by) => (word << by) | (word >>> (32 - by));

/**
 * The last steps of MurmurHash3 (A. Appleby): every bit of the result depends on every bit of `word`.
 * @param {number} word
 */
function mixed(word) {
  let bits = word >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
