/** A seeded stream of uniform numbers (mulberry32), so that a test is the same every time. */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Standard normal numbers by Box and Muller. */
export function normalFrom(random: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A stationary AR(1) of unit variance around zero. */
export function autoregressive(count: number, phi: number, normal: () => number): Float64Array {
  let value = normal();
  return Float64Array.from({ length: count }, () => {
    const now = value;
    value = phi * value + Math.sqrt(1 - phi * phi) * normal();
    return now;
  });
}
