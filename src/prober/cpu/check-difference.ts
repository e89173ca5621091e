import type { CpuNative, Difference, KernelArray, KernelOptions } from '../../../native/cpu.d.ts';
import { RandomStream } from '../../core/analysis/simulate/random-stream.ts';
import { toFloat16Bits } from '../../core/model/float-bits.ts';
import { referenceDifference } from './kernel-reference.ts';
import type { KernelType } from './kernel-types.ts';
import { farOff, type Judged } from './judged.ts';

const LENGTHS = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 17, 31, 33, 100, 1023, 4095, 4096, 4097, 10_007];
/** Sums in double over so few elements. */
const TOLERANCE = 1e-12;

export function* difference(cpu: CpuNative, type: KernelType, how: KernelOptions): Generator<Judged> {
  const random = new RandomStream(4);
  for (const count of LENGTHS) {
    const a = type.random(random, count);
    const b = type.random(random, count);
    yield judge(cpu, type, how, `${count}`, a, b);
    if (type.name === 'int8' || count < 3) continue;
    spoil(type, a, random, [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    spoil(type, b, random, [Number.NaN, Number.NEGATIVE_INFINITY]);
    yield judge(cpu, type, how, `${count}, some of them not finite`, a, b);
  }
}

function spoil(type: KernelType, array: KernelArray, random: RandomStream, by: readonly number[]): void {
  for (const value of by) {
    const place = Math.floor(random.uniform() * array.length);
    array[place] = type.name === 'fp16' ? toFloat16Bits(value) : value;
  }
}

function judge(
  cpu: CpuNative,
  type: KernelType,
  how: KernelOptions,
  size: string,
  a: KernelArray,
  b: KernelArray,
): Judged {
  const got = cpu.compare(a, b, how);
  const expected = referenceDifference(type.values(a), type.values(b));
  const isCounted = got.compared === expected.compared && got.notFinite === expected.notFinite;
  const error = farOff(inUnits(got, expected), inUnits(expected, expected));
  return { size, error: isCounted ? error : Number.POSITIVE_INFINITY, tolerance: TOLERANCE };
}

/** Errors as shares of what they should be, so that one tolerance serves all types. */
function inUnits(of: Difference, expected: Difference): number[] {
  const share = (value: number, unit: number): number => (unit === 0 ? value : value / unit);
  return [
    share(of.maxError, expected.maxError),
    share(of.meanError, expected.meanError),
    share(of.rmsError, expected.rmsError),
    of.cosine,
  ];
}
