import { RandomStream } from '../../core/analysis/simulate/random-stream.ts';
import { farOff, type Judged } from '../cpu/judged.ts';
import { KERNEL_TYPES } from '../cpu/kernel-types.ts';
import type { Card } from './card.ts';
import { matrixProduct, resizeMatrix } from './launches.ts';
import { poisonedOutput } from './poisoned-output.ts';

const SIZES: readonly (readonly [number, number, number])[] = [
  [1, 1, 1],
  [3, 5, 8],
  [16, 8, 16],
  [128, 128, 64],
  [130, 70, 33],
  [65, 129, 102],
];
const LARGE: readonly (readonly [number, number, number])[] = [
  [511, 513, 1023],
  [512, 384, 1024],
];

export function* product(card: Card): Generator<Judged> {
  const random = new RandomStream(6);
  const type = KERNEL_TYPES.find(({ name }) => name === 'fp16');
  if (type === undefined) throw new Error('There is no fp16.');
  for (const [m, n, k] of card.isStandIn ? SIZES : [...SIZES, ...LARGE]) {
    const [a, b] = [type.random(random, m * k), type.random(random, n * k)];
    const [ofA, ofB] = [type.values(a), type.values(b)];
    const values = new Float32Array(m * n);
    const out = poisonedOutput(card, values);
    card.run(matrixProduct({ a: card.upload(a), b: card.upload(b), c: out.memory }, [m, n, k]));
    const isIntact = out.read();
    const error = values.reduce((most, value, at) => {
      const { sum, size } = dotOf(ofA, Math.floor(at / n) * k, ofB, (at % n) * k, k);
      const off = Math.abs(value - sum) / size;
      return Number.isNaN(off) ? Infinity : Math.max(most, off);
    }, 0);
    // Of the sum of absolute products: matrix units cut off, once for each 8 or 16 products and in adding them up.
    const tolerance = 2 ** -22 * (2 + k / 16);
    yield { size: `${m} × ${n} × ${k}`, error: isIntact ? error : Infinity, tolerance };
    card.release();
  }
}

function dotOf(a: Float64Array, fromA: number, b: Float64Array, fromB: number, count: number) {
  let sum = 0;
  let size = 0;
  for (let at = 0; at < count; at += 1) {
    const term = (a[fromA + at] as number) * (b[fromB + at] as number);
    sum += term;
    size += Math.abs(term);
  }
  return { sum, size };
}

/** Exact: it only moves. */
export function* resizing(card: Card, bits: 16 | 32): Generator<Judged> {
  for (const [from, to] of [
    [
      [1, 1],
      [3, 8],
    ],
    [
      [33, 31],
      [40, 32],
    ],
    [
      [40, 32],
      [33, 31],
    ],
    [
      [7, 300],
      [7, 304],
    ],
  ] as const) {
    const values = (count: number) => (bits === 16 ? new Uint16Array(count) : new Uint32Array(count));
    const source = values(from[0] * from[1]).map((_, at) => (at * 7919 + 1) % 65_521);
    const result = values(to[0] * to[1]);
    const out = poisonedOutput(card, result);
    card.run(resizeMatrix(card, bits, card.upload(source), from, out.memory, to));
    const isIntact = out.read();
    const expected = Array.from(result, (_, at) => {
      const [row, column] = [Math.floor(at / to[1]), at % to[1]];
      return row < from[0] && column < from[1] ? (source[row * from[1] + column] as number) : 0;
    });
    yield {
      size: `${from.join(' × ')} to ${to.join(' × ')}`,
      error: isIntact ? farOff(result, expected) : Infinity,
      tolerance: 0,
    };
    card.release();
  }
}
