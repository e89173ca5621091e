/**
 * Random numbers from a seed: xoshiro128** (Blackman and Vigna, ACM Trans. Math. Softw. 47/4, 2021), its state filled
 * by splitmix32. Streams of different seeds do not overlap in any length that a simulation reaches.
 */
export class RandomStream {
  readonly #state = new Uint32Array(4);
  #spare: number | null = null;

  constructor(seed: number) {
    let mixed = seed >>> 0;
    for (let place = 0; place < 4; place += 1) {
      mixed = (mixed + 0x9e3779b9) >>> 0;
      let word = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
      word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
      this.#state[place] = word ^ (word >>> 15);
    }
  }

  /** From 0 up to, and without, 1; all 53 bits are drawn. */
  uniform(): number {
    return ((this.#next() >>> 5) * 67_108_864 + (this.#next() >>> 6)) / 2 ** 53;
  }

  /** Mean 0, deviation 1, by Marsaglia's polar method. */
  normal(): number {
    if (this.#spare !== null) {
      const kept = this.#spare;
      this.#spare = null;
      return kept;
    }
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      this.#spare = y * scale;
      return x * scale;
    }
  }

  #next(): number {
    const state = this.#state;
    const a = state[0] as number;
    const b = state[1] as number;
    const c = state[2] as number;
    const d = state[3] as number;
    const answer = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    const rest = d ^ b;
    state[3] = rotated(rest, 11);
    state[2] = c ^ a ^ (b << 9);
    state[1] = b ^ c ^ a;
    state[0] = a ^ rest;
    return answer;
  }
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
