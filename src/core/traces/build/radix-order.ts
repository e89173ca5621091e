const DIGITS = [
  { word: 0, shift: 0, mask: 0x7ff },
  { word: 0, shift: 11, mask: 0x7ff },
  { word: 0, shift: 22, mask: 0x3ff },
  { word: 1, shift: 0, mask: 0x7ff },
  { word: 1, shift: 11, mask: 0x7ff },
  { word: 1, shift: 22, mask: 0x3ff },
] as const;
const BUCKETS = 0x800;

/**
 * The order of doubles from the least on, equal ones as they come: digit by digit of their bits, which are in order
 * once those of negative ones are turned round. Steady whatever the disorder. −0 stands before 0.
 */
export function radixOrder(values: Float64Array): Uint32Array {
  const count = values.length;
  const words = new Uint32Array(values.buffer, values.byteOffset, count * 2);
  let order = new Uint32Array(count);
  let other = new Uint32Array(count);
  for (let at = 0; at < count; at++) order[at] = at;
  const next = new Uint32Array(BUCKETS);
  for (const { word, shift, mask } of DIGITS) {
    next.fill(0);
    for (let at = 0; at < count; at++) {
      const digit = (turned(words, at, word) >>> shift) & mask;
      next[digit] = (next[digit] as number) + 1;
    }
    if (next.includes(count)) continue;
    let before = 0;
    for (let digit = 0; digit < BUCKETS; digit++) {
      const size = next[digit] as number;
      next[digit] = before;
      before += size;
    }
    for (let place = 0; place < count; place++) {
      const at = order[place] as number;
      const digit = (turned(words, at, word) >>> shift) & mask;
      const to = next[digit] as number;
      other[to] = at;
      next[digit] = to + 1;
    }
    [order, other] = [other, order];
  }
  return order;
}

function turned(words: Uint32Array, at: number, word: 0 | 1): number {
  const high = words[at * 2 + 1] as number;
  const bits = words[at * 2 + word] as number;
  if (high >>> 31 === 1) return ~bits;
  return word === 1 ? bits ^ 0x8000_0000 : bits;
}
