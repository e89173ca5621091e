import { RandomStream } from '../../core/analysis/simulate/random-stream.ts';
import { cosineTolerance, referenceCosine } from '../cpu/kernel-reference.ts';
import { farOff, type Judged } from '../cpu/judged.ts';
import { KERNEL_TYPES, type KernelType } from '../cpu/kernel-types.ts';
import type { Card } from './card.ts';
import { cosineBy, cosinePairs, leftByTopRound, rowLengths, topRound, type CosineType } from './launches.ts';
import { poisonedOutput } from './poisoned-output.ts';

/** Around the widths of loads, of warps and of what is unrolled; aligned to 16 bytes and not. */
const LENGTHS = [1, 2, 3, 7, 8, 16, 33, 64, 100, 129, 256, 1000, 1023, 4096, 4099];
const ROWS = [1, 5, 67, 131];
/** Of a real card besides: enough for several rounds of all its blocks, one for each multiprocessor. */
const MANY = { length: 100, rows: 20_001 };
const BLOCKS_EACH = 1;

const KERNEL_TYPE_OF: Readonly<Record<CosineType, KernelType['name']>> = {
  f32: 'fp32',
  f16: 'fp16',
  i8: 'int8',
};

export function* cosineOfRows(card: Card, kernel: string): Generator<Judged> {
  const type = typeOf(kernel);
  const random = new RandomStream(1);
  const sizes = LENGTHS.flatMap((length) => ROWS.map((rows) => ({ length, rows })));
  for (const { length, rows } of card.isStandIn ? sizes : [...sizes, MANY]) {
    const query = type.random(random, length);
    const array = type.random(random, rows * length);
    // The baseline is as plain as it is written.
    if (type.name === 'fp32' && !kernel.includes('naive') && rows > 1)
      spoilRows(array as Float32Array, length);
    const values = type.values(array);
    const queryValues = type.values(query);
    const expected = Array.from({ length: rows }, (_, row) =>
      referenceCosine(queryValues, values.subarray(row * length, (row + 1) * length)),
    );
    const cosines = new Float32Array(rows);
    const out = poisonedOutput(card, cosines);
    const vectors = { query: card.upload(query), rows: card.upload(array), out: out.memory };
    card.run(cosineBy(card, kernel, { ...vectors, n: rows, d: length }, BLOCKS_EACH));
    yield judged(`${rows} × ${length}`, out.read() ? farOff(cosines, expected) : Infinity, type, length);
    card.release();
  }
}

/** Rows without a cosine, and some whose squares leave the range of single precision. */
function spoilRows(array: Float32Array, length: number): void {
  array.fill(0, 0, length);
  const spoil = (row: number, change: (value: number) => number): void => {
    for (let at = row * length; at < Math.min(array.length, (row + 1) * length); at += 1) {
      array[at] = change(array[at] as number);
    }
  };
  spoil(1, (value) => value * 1e30);
  spoil(2, (value) => value * 1e-25);
  spoil(3, () => Number.NaN);
}

export function* cosineOfPairs(card: Card): Generator<Judged> {
  const type = typeOf('cosine_f32');
  const random = new RandomStream(2);
  for (const [n, m, length] of [
    [1, 1, 1],
    [3, 70, 5],
    [65, 64, 33],
    [64, 129, 100],
    [10, 7, 1000],
  ] as const) {
    const a = type.random(random, n * length) as Float32Array;
    const b = type.random(random, m * length) as Float32Array;
    if (n > 4) spoilRows(a, length);
    const [ofA, ofB] = [type.values(a), type.values(b)];
    const row = (of: Float64Array, index: number) => of.subarray(index * length, (index + 1) * length);
    const expected = Array.from({ length: n * m }, (_, at) =>
      referenceCosine(row(ofA, Math.floor(at / m)), row(ofB, at % m)),
    );
    const cosines = new Float32Array(n * m);
    const out = poisonedOutput(card, cosines);
    const [onA, onB] = [card.upload(a), card.upload(b)];
    const lengthsOf = (count: number) => ({
      lengths: card.allocate(count * 4),
      exponents: card.allocate(count * 4),
    });
    const [lengthsOfA, lengthsOfB] = [lengthsOf(n), lengthsOf(m)];
    card.run(rowLengths(card, onA, lengthsOfA, n, length));
    card.run(rowLengths(card, onB, lengthsOfB, m, length));
    card.run(cosinePairs({ a: onA, b: onB, lengthsOfA, lengthsOfB, out: out.memory, n, m, d: length }));
    const error = out.read() ? farOff(cosines, expected) : Infinity;
    yield judged(`${n} × ${m} × ${length}`, error, type, length);
    card.release();
  }
}

/** Exact, order and all: it only chooses. Scores that are equal, and what is no number, are among them. */
export function* topK(card: Card): Generator<Judged> {
  const random = new RandomStream(3);
  for (const [count, k] of [
    [1, 1],
    [5, 8],
    [4096, 3],
    [4097, 10],
    [20_000, 100],
    ...(card.isStandIn ? [] : ([[1_000_003, 1000]] as const)),
  ] as const) {
    const scores = Float32Array.from({ length: count }, (_, at) =>
      at % 97 === 5 ? Number.NaN : Math.fround(Math.round(random.normal() * 50) / 50),
    );
    const expected = [...scores.keys()]
      .filter((at) => !Number.isNaN(scores[at]))
      .sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b)
      .slice(0, k);
    while (expected.length < k) expected.push(-1);
    const [found, isIntact] = topOnCard(card, scores, k);
    yield { size: `${k} of ${count}`, error: isIntact ? farOff(found, expected) : Infinity, tolerance: 0 };
    card.release();
  }
}

function topOnCard(card: Card, scores: Float32Array, k: number): readonly [Int32Array, boolean] {
  let isIntact = true;
  let from: Parameters<typeof topRound>[0] = {
    scores: card.upload(scores),
    indices: null,
    count: scores.length,
  };
  for (;;) {
    const left = leftByTopRound(from.count, k);
    const [best, places] = [new Float32Array(left), new Int32Array(left)];
    const [outScores, outIndices] = [poisonedOutput(card, best), poisonedOutput(card, places)];
    const to = { scores: outScores.memory, indices: outIndices.memory, count: left };
    card.run(topRound(from, k, to));
    isIntact = outScores.read() && outIndices.read() && isIntact;
    if (left <= k) return [places, isIntact];
    from = to;
  }
}

function typeOf(kernel: string): KernelType {
  const name = KERNEL_TYPE_OF[kernel.slice(kernel.lastIndexOf('_') + 1) as CosineType];
  const type = KERNEL_TYPES.find((one) => one.name === name);
  if (type === undefined) throw new Error(`${kernel} has no type.`);
  return type;
}

/** A lane adds up to a thousand elements one after the other, twice what the processor's kernels do in one lane. */
const judged = (size: string, error: number, type: KernelType, length: number): Judged => ({
  size,
  error,
  tolerance: 2 * cosineTolerance(type.name, length),
});
