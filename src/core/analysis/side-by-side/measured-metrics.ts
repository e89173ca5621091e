import type { Interval, IntervalOf, LatencySummary } from '../../../contract/latency.ts';
import type { Run } from '../../../contract/run.ts';
import { peakOf } from '../footprint.ts';
import { samplesMissing, SAMPLES_WANTED } from '../summary.ts';
import type { MetricRule } from './metric-row.ts';

const LATENCIES: readonly (readonly [Exclude<keyof LatencySummary, 'intervals'>, string])[] = [
  ['p50', 'p50 (median)'],
  ['mean', 'mean'],
  ['std', 'standard deviation'],
  ['mad', 'median deviation'],
  ['min', 'minimum'],
  ['p90', 'p90'],
  ['p95', 'p95'],
  ['p99', 'p99'],
  ['p999', 'p99.9'],
  ['max', 'maximum'],
];

const HAS_INTERVAL: ReadonlySet<string> = new Set<IntervalOf>(['mean', 'p50', 'p90', 'p95', 'p99']);

/** Percentiles, phases, rates, memory, the machine, energy and work. A percentile on too few samples weighs nothing. */
export function measuredRules(runs: readonly Run[]): readonly MetricRule[] {
  const counts = runs.flatMap(({ latencyMs }) => (latencyMs === null ? [] : [latencyMs.count]));
  const fewest = Math.min(...counts);
  return [...LATENCIES.map(([key, label]) => latencyRule(key, label, fewest)), ...REST];
}

function latencyRule(
  key: Exclude<keyof LatencySummary, 'intervals'>,
  label: string,
  fewest: number,
): MetricRule {
  const isTail = (name: string): name is keyof typeof SAMPLES_WANTED => Object.hasOwn(SAMPLES_WANTED, name);
  const weak = isTail(key) && samplesMissing(key, fewest) > 0;
  return {
    id: key,
    label,
    unit: 'ms',
    group: 'time',
    of: ({ latencyMs }) => latencyMs?.[key],
    better: weak ? 'neither' : 'lower-for-same-work',
    ...(HAS_INTERVAL.has(key) && { interval: ({ latencyMs }) => latencyMs?.intervals[key as IntervalOf] }),
  };
}

/** A rate that is nothing but the mean turned over has the mean's interval turned over. */
function rateInterval(rate: (run: Run) => number | null | undefined) {
  return (run: Run): Interval | null => {
    const [value, mean] = [rate(run), run.latencyMs?.intervals.mean];
    if (typeof value !== 'number' || run.latencyMs === null || mean === undefined || !(mean[0] > 0)) {
      return null;
    }
    if (run.config.scenario !== null || run.config.generation !== null) return null;
    return [(value * run.latencyMs.mean) / mean[1], (value * run.latencyMs.mean) / mean[0]];
  };
}

const samples = ({ throughput }: Run) => throughput?.samplesPerSecond;
const tokens = ({ throughput }: Run) => throughput?.tokensPerSecond;

const REST: readonly MetricRule[] = [
  time('loadMs', 'load', ({ phases }) => phases.loadMs, 'lower'),
  time('firstRunMs', 'first run', ({ phases }) => phases.firstRunMs, 'lower-for-same-work'),
  time('warmupMs', 'warm-up', ({ phases }) => phases.warmupMs),
  time('measuredMs', 'time measured', ({ phases }) => phases.measuredMs),
  {
    id: 'count',
    label: 'iterations measured',
    unit: 'count',
    group: 'time',
    of: ({ latencyMs }) => latencyMs?.count,
  },
  {
    id: 'effectiveSize',
    label: 'independent iterations',
    unit: 'count',
    group: 'time',
    of: ({ latencyMs }) => latencyMs?.effectiveSize,
  },
  {
    id: 'samplesPerSecond',
    label: 'samples per second',
    unit: 'per-second',
    group: 'rate',
    of: samples,
    interval: rateInterval(samples),
    better: 'higher',
  },
  {
    id: 'tokensPerSecond',
    label: 'tokens per second',
    unit: 'per-second',
    group: 'rate',
    of: tokens,
    interval: rateInterval(tokens),
    better: 'higher',
  },
  bytes('peakBytes', 'memory, peak', peakOf, 'lower'),
  bytes('workerPeakBytes', 'worker memory, peak', ({ hardware }) => hardware?.workerPeakBytes, 'lower'),
  bytes('idleBytes', 'memory before the model', ({ resources }) => resources?.idleBytes),
  bytes('afterLoadBytes', 'memory after load', ({ resources }) => resources?.afterLoadBytes, 'lower'),
  bytes('gpuMemoryMaxBytes', 'GPU memory, most', ({ hardware }) => hardware?.gpuMemoryMaxBytes, 'lower'),
  percent(
    'workerCpuMeanPercent',
    'worker CPU, of one core',
    ({ hardware }) => hardware?.workerCpuMeanPercent,
  ),
  percent('cpuMeanPercent', 'machine CPU, mean', ({ hardware }) => hardware?.cpuMeanPercent),
  percent('cpuMaxPercent', 'machine CPU, most', ({ hardware }) => hardware?.cpuMaxPercent),
  percent('gpuMeanPercent', 'GPU, mean', ({ hardware }) => hardware?.gpuMeanPercent),
  percent('throttledPercent', 'time held back', ({ hardware }) => hardware?.throttledPercent, 'lower'),
  {
    id: 'cpuMs',
    label: 'processor time',
    unit: 'ms',
    group: 'hardware',
    of: ({ resources }) => resources?.cpuMs,
  },
  {
    id: 'involuntarySwitches',
    label: 'involuntary switches',
    unit: 'count',
    group: 'hardware',
    of: ({ resources }) => resources?.involuntarySwitches,
  },
  {
    id: 'meanWatts',
    label: 'power, mean',
    unit: 'watts',
    group: 'energy',
    of: ({ energy, hardware }) => energy?.meanWatts ?? hardware?.meanWatts,
  },
  joules('perInferenceJoules', 'energy of an inference', ({ energy }) => energy?.perInferenceJoules, true),
  joules('perSampleJoules', 'energy of a sample', ({ energy }) => energy?.perSampleJoules),
  joules('perTokenJoules', 'energy of a token', ({ energy }) => energy?.perTokenJoules),
  {
    id: 'flopsPerSecond',
    label: '10⁹ operations a second',
    unit: 'per-second',
    group: 'work',
    of: ({ work }) => (typeof work?.flopsPerSecond === 'number' ? work.flopsPerSecond / 1e9 : null),
    better: 'higher',
  },
  {
    id: 'flops',
    label: 'operations of an iteration',
    unit: 'count',
    group: 'work',
    of: ({ work }) => work?.flops,
  },
];

type Read = MetricRule['of'];

function time(id: string, label: string, of: Read, better: MetricRule['better'] = 'neither'): MetricRule {
  return { id, label, unit: 'ms', group: 'time', of, better };
}

function bytes(id: string, label: string, of: Read, better: MetricRule['better'] = 'neither'): MetricRule {
  return { id, label, unit: 'bytes', group: 'memory', of, better };
}

function percent(id: string, label: string, of: Read, better: MetricRule['better'] = 'neither'): MetricRule {
  return { id, label, unit: 'percent', group: 'hardware', of, better };
}

function joules(id: string, label: string, of: Read, perIteration = false): MetricRule {
  const better = perIteration ? 'lower-for-same-work' : 'lower';
  return { id, label, unit: 'joules', group: 'energy', of, better };
}
