import type { CpuNative, KernelOptions } from '../../../native/cpu.d.ts';
import { RandomStream } from '../../core/analysis/simulate/random-stream.ts';
import { cosineTolerance, referenceCosine } from './kernel-reference.ts';
import type { KernelType } from './kernel-types.ts';
import { farOff, type Judged } from './judged.ts';

/** Around the widths of vectors, of what is unrolled and of the blocks that are summed apart. */
const LENGTHS = [1, 2, 3, 7, 8, 15, 17, 31, 63, 64, 65, 127, 129, 255, 1000, 1023, 4095, 4096, 4097, 8209];
const ROWS = [1, 2, 5, 17];

export function* cosineOfRows(cpu: CpuNative, type: KernelType, how: KernelOptions): Generator<Judged> {
  for (const { length, rows, query, queryValues, rowValues, array } of cases(type, 1)) {
    const cosines = poisoned(rows);
    cpu.cosine(query, array, cosines, how);
    const expected = rowValues.map((row) => referenceCosine(queryValues, row));
    yield judge(type, length, `${rows} × ${length}`, cosines, expected);
  }
}

export function* cosineOfPairs(cpu: CpuNative, type: KernelType, how: KernelOptions): Generator<Judged> {
  for (const { length, rows, array, rowValues } of cases(type, 2)) {
    const first = array.subarray(0, Math.min(3, rows) * length);
    const cosines = poisoned((first.length / length) * rows);
    cpu.cosinePairs(first, array, length, cosines, how);
    const expected = rowValues
      .slice(0, first.length / length)
      .flatMap((a) => rowValues.map((b) => referenceCosine(a, b)));
    yield judge(type, length, `${first.length / length} × ${rows} × ${length}`, cosines, expected);
  }
}

/** Which rows come first may turn on a rounding: what is held is that none found is worse than the k-th best. */
export function* cosineTop(cpu: CpuNative, type: KernelType, how: KernelOptions): Generator<Judged> {
  for (const { length, rows, query, queryValues, rowValues, array } of cases(type, 3)) {
    const k = Math.min(3, rows);
    const { indices, cosines } = cpu.cosineTop(query, array, k, how);
    const all = rowValues.map((row) => referenceCosine(queryValues, row));
    const best = [...all].sort((a, b) => b - a).slice(0, k);
    const found = Array.from(indices, (index) => all[index] ?? Number.NaN);
    const isOnce = new Set(indices).size === k;
    const judged = judge(type, length, `${k} of ${rows} × ${length}`, cosines, best);
    const chosen = judge(type, length, judged.size, Float32Array.from(found), best);
    yield { ...judged, error: isOnce ? Math.max(judged.error, chosen.error) : Number.POSITIVE_INFINITY };
  }
}

function* cases(type: KernelType, seed: number) {
  const random = new RandomStream(seed);
  for (const length of LENGTHS) {
    for (const rows of ROWS) {
      const query = type.random(random, length);
      const array = type.random(random, rows * length);
      const values = type.values(array);
      const rowValues = Array.from({ length: rows }, (_, row) =>
        values.subarray(row * length, (row + 1) * length),
      );
      yield { length, rows, query, queryValues: type.values(query), array, rowValues };
    }
  }
}

function judge(
  type: KernelType,
  length: number,
  size: string,
  cosines: Float32Array,
  expected: readonly number[],
): Judged {
  const error = expected.length === cosines.length ? farOff(cosines, expected) : Number.POSITIVE_INFINITY;
  return { size, error, tolerance: cosineTolerance(type.name, length) };
}

/** Filled with what no cosine is, so that a place left out shows. */
const poisoned = (count: number): Float32Array => new Float32Array(count + 1).subarray(1).fill(-7.25e9);
