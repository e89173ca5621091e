import type { Wiring } from '../wiring.ts';

const MOST_ADDED = 6;

/**
 * The operators of these types that depend on nothing but the seeds, constants and the value that the pattern begins
 * with: what follows from a pattern without reaching beyond it.
 */
export function closure(
  wiring: Wiring,
  seeds: readonly number[],
  ops: readonly string[],
  source: string,
): readonly number[] {
  const inside = new Set(seeds);
  for (const each of inside) {
    for (const reader of wiring.readers(each)) {
      if (inside.size >= seeds.length + MOST_ADDED) break;
      if (inside.has(reader) || !ops.includes(wiring.op(reader))) continue;
      const inputs = wiring.operators[reader]?.inputs ?? [];
      const isClosed = inputs.every(
        (input) => input.tensor === source || wiring.isConstant(input) || inside.has(wiring.maker(input)),
      );
      if (isClosed) inside.add(reader);
    }
  }
  return [...inside];
}
