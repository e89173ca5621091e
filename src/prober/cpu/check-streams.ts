import type { CpuNative, KernelOptions } from '../../../native/cpu.d.ts';
import { RandomStream } from '../../core/analysis/simulate/random-stream.ts';
import { farOff, type Judged } from './judged.ts';

const LENGTHS = [0, 1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 63, 64, 65, 127, 1001, 4099];
const POISON = -7.25e99;
const FACTOR = 3;

type Stream = (cpu: CpuNative, random: RandomStream, count: number, how: KernelOptions) => Judged;

/** What measures bandwidth must also do what it says: read all of it, write all of it, and nothing beyond. */
const STREAMS: Readonly<Record<string, Stream>> = {
  read: (cpu, random, count, how) => {
    const from = filled(random, count);
    const expected = from.reduce((sum, value) => sum + value, 0);
    return {
      size: `${count}`,
      error: Math.abs(cpu.read(from, how) - expected),
      tolerance: 1e-14 * (count + 1),
    };
  },
  write: (cpu, _random, count, how) =>
    writing(count, (to) => {
      cpu.write(to, 0.1, how);
      return new Float64Array(count).fill(0.1);
    }),
  copy: (cpu, random, count, how) =>
    writing(count, (to) => {
      const from = filled(random, count);
      cpu.copy(to, from, how);
      return from;
    }),
  triad: (cpu, random, count, how) =>
    writing(count, (to) => {
      const [b, c] = [filled(random, count), filled(random, count)];
      cpu.triad(to, b, c, FACTOR, how);
      return b.map((value, index) => value + FACTOR * (c[index] as number));
    }),
};

export const STREAM_NAMES = Object.keys(STREAMS);

export function* stream(cpu: CpuNative, name: string, how: KernelOptions): Generator<Judged> {
  const random = new RandomStream(5);
  for (const count of LENGTHS) yield (STREAMS[name] as Stream)(cpu, random, count, how);
}

function writing(count: number, run: (to: Float64Array) => Float64Array): Judged {
  const around = new Float64Array(count + 2).fill(POISON);
  const expected = run(around.subarray(1, count + 1));
  const isInside = around[0] === POISON && around[count + 1] === POISON;
  const error = farOff(around.subarray(1, count + 1), expected);
  // One multiply-add rounds once where two steps round twice.
  return { size: `${count}`, error: isInside ? error : Number.POSITIVE_INFINITY, tolerance: 1e-14 };
}

const filled = (random: RandomStream, count: number): Float64Array =>
  new Float64Array(count + 1).subarray(1).map(() => random.normal());
