import { arch, cpus } from 'node:os';
import type { CpuNative } from '../../../native/cpu.d.ts';
import type { BandwidthStep, CacheCeiling, CpuProbe } from '../../contract/probe.ts';
import type { ProberEvents } from '../../contract/prober-api.ts';
import { readCacheLevels } from './cache-levels.ts';
import { probeSizes } from './probe-sizes.ts';
import { bestOf, spreadOf } from './samples.ts';

const TRAFFIC = ['read', 'write', 'copy', 'triad'] as const;
const TRAFFIC_WORDS = { read: 'reading', write: 'writing', copy: 'copying', triad: 'triad' } as const;
const MEMORY_SAMPLES = 12;
const SAMPLES_OF_ONE = 6;
const PEAK_SAMPLES = 10;
const CACHE_SAMPLES = 5;
/** Long enough for the clock, short enough to fall between two disturbances. */
const CACHE_SAMPLE_SECONDS = 0.01;

/**
 * What this processor can do at most, in about five seconds. Threads are not bound to cores: what is measured is what
 * programs get, and a control group that allows half the cores by time has none to bind to.
 */
export async function probeCpu(cpu: CpuNative, onStep: ProberEvents['onStep']): Promise<CpuProbe> {
  const { simd, threads, availableBytes, hasByteDotProduct } = cpu.describe();
  const levels = readCacheLevels();
  const sizes = probeSizes(levels, threads, availableBytes);
  const steps = TRAFFIC.length + 1 + 3 + 1 + sizes.within.length;
  let done = 0;
  const step = <T>(what: string, measure: () => Promise<T>): Promise<T> => {
    onStep(what, done, steps);
    done += 1;
    return measure();
  };
  const memory = (traffic: (typeof TRAFFIC)[number], of: number = threads): Promise<Float64Array> =>
    cpu.measureBandwidth({
      traffic,
      threads: of,
      bytes: of === 1 ? sizes.memoryOfOne : sizes.memory,
      samples: of === 1 ? SAMPLES_OF_ONE : MEMORY_SAMPLES,
    });
  const cached = async (bytes: number): Promise<number> =>
    bestOf(
      await cpu.measureBandwidth({
        traffic: 'read',
        threads,
        bytes: bytes * threads,
        samples: CACHE_SAMPLES,
        sampleSeconds: CACHE_SAMPLE_SECONDS,
      }),
    );
  const peak = (type: 'fp32' | 'fp64' | 'int8', of: number = threads): Promise<Float64Array> =>
    cpu.measurePeak({ type, threads: of, samples: PEAK_SAMPLES });

  const traffic: Partial<Record<(typeof TRAFFIC)[number], Float64Array>> = {};
  for (const one of TRAFFIC) {
    traffic[one] = await step(`memory, ${TRAFFIC_WORDS[one]}`, () => memory(one));
  }
  const samplesOf = (one: (typeof TRAFFIC)[number]): Float64Array => traffic[one] ?? new Float64Array(0);
  const single = await step('one thread alone', async () => ({
    readGBs: bestOf(await memory('read', 1)),
    triadGBs: bestOf(await memory('triad', 1)),
    fp32Gflops: bestOf(await peak('fp32', 1)),
  }));
  const fp32 = await step('arithmetic, fp32', () => peak('fp32'));
  const fp64 = await step('arithmetic, fp64', () => peak('fp64'));
  const int8 = await step('arithmetic, int8', async () => (hasByteDotProduct ? peak('int8') : null));
  const ladder = await step('caches, by size', async () => {
    const climbed: BandwidthStep[] = [];
    for (const bytes of sizes.ladder) climbed.push({ bytes, readGBs: await cached(bytes) });
    return climbed;
  });
  const caches: CacheCeiling[] = [];
  for (const { level, bytes } of sizes.within) {
    const readGBs = await step(`cache ${level.level}`, () => cached(bytes));
    caches.push({ level: level.level, bytes: level.bytes, readGBs });
  }
  const readGBs = bestOf(samplesOf('read'));
  onStep('done', steps, steps);
  return {
    name: cpus()[0]?.model.trim() || arch(),
    threads,
    simd,
    readGBs,
    writeGBs: bestOf(samplesOf('write')),
    copyGBs: bestOf(samplesOf('copy')),
    triadGBs: bestOf(samplesOf('triad')),
    measuredBytes: sizes.memory,
    fp32Gflops: bestOf(fp32),
    fp64Gflops: bestOf(fp64),
    int8Gops: int8 === null ? null : bestOf(int8),
    single,
    caches: [...caches, { level: 'memory', bytes: null, readGBs }],
    ladder,
    spread: { triad: spreadOf(samplesOf('triad')), fp32: spreadOf(fp32) },
  };
}
