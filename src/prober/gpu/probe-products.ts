import type { Card } from './card.ts';
import { agreementOf } from './check-comparison.ts';
import { comparison, COMPARISON_VALUES, matrixProduct, resizeMatrix } from './launches.ts';
import { gigaflops, measure } from './measure.ts';
import { fillWithRandom } from './random-memory.ts';

/** Square products of fp16 on Dyno's own kernel. */
export function probeProducts(card: Card, sizes: readonly number[]) {
  return sizes.map((size) => {
    const { ms } = measure(card, matrixProduct(operands(card, size), [size, size, size]));
    card.release();
    return { size, gflops: gigaflops(2 * size ** 3, ms) };
  });
}

export interface Padding {
  readonly size: number;
  readonly padded: number;
  readonly plainMs: number;
  readonly paddedMs: number;
  /** Largest difference of the padded result, cut back, from the plain one. */
  readonly maxError: number;
}

/** What padding with zeros brings, with the result cut back and held against the plain one. */
export function probePadding(card: Card, size: number, padded: number): Padding {
  const plain = operands(card, size);
  const large = {
    a: card.allocate(padded * padded * 2),
    b: card.allocate(padded * padded * 2),
    c: card.allocate(padded * padded * 4),
  };
  const [from, to] = [[size, size] as const, [padded, padded] as const];
  card.run(resizeMatrix(card, 16, plain.a, from, large.a, to));
  card.run(resizeMatrix(card, 16, plain.b, from, large.b, to));
  const { ms: plainMs } = measure(card, matrixProduct(plain, [size, size, size]));
  const { ms: paddedMs } = measure(card, matrixProduct(large, [padded, padded, padded]));
  const cut = card.allocate(size * size * 4);
  cut.fill(0xff);
  card.run(resizeMatrix(card, 32, large.c, to, cut, from));
  const { steps, out } = comparison(card, plain.c, cut, size * size);
  for (const step of steps) card.run(step);
  const values = new Float64Array(COMPARISON_VALUES);
  out.read(values);
  card.release();
  const { maxError, notFinite } = agreementOf(values, size * size);
  return { size, padded, plainMs, paddedMs, maxError: notFinite > 0 ? Infinity : maxError };
}

function operands(card: Card, size: number) {
  const [a, b] = [card.allocate(size * size * 2), card.allocate(size * size * 2)];
  fillWithRandom(a, 'fp16');
  fillWithRandom(b, 'fp16');
  return { a, b, c: card.allocate(size * size * 4) };
}
