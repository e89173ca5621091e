import type { CalibratedMetric } from '../../../contract/calibration.ts';
import type { GateKind } from '../../../contract/gate.ts';
import type { Interval } from '../../../contract/latency.ts';
import type { Run } from '../../../contract/run.ts';
import type { Unit } from '../../../contract/units.ts';
import { peakOf } from '../footprint.ts';

/** A figure of one run, as a gate reads it. */
export interface GateReading {
  readonly value: number;
  /** Of the run's own samples; null where it is one figure of one process. */
  readonly interval: Interval | null;
  /** False: so few samples that not even an interval can be given. */
  readonly isEnough: boolean;
}

/** What a gate may look at. */
export interface GateMetric {
  readonly id: string;
  readonly label: string;
  readonly kind: GateKind;
  readonly unit: Unit;
  readonly better: 'lower' | 'higher';
  /** Whose noise floor is its own. */
  readonly floor: CalibratedMetric;
  /** Why it is not there, where read gives null. */
  readonly missing: string;
  read(run: Run): GateReading | null;
}

const NO_PERCENTILE = 'One of the two has too few samples for it.';
const NO_RATE = 'One of the two has none.';

export const GATE_METRICS: readonly GateMetric[] = [
  latency('p50', 'median latency'),
  latency('mean', 'mean latency'),
  latency('p95', 'p95 latency'),
  latency('p99', 'p99 latency'),
  phase('load', 'load time', 'load', ({ phases }) => phases.loadMs),
  phase('firstRun', 'first run', 'first-run', ({ phases }) => phases.firstRunMs),
  rate('samplesPerSecond', 'samples a second', ({ throughput }) => throughput?.samplesPerSecond ?? null),
  rate('tokensPerSecond', 'tokens a second', ({ throughput }) => throughput?.tokensPerSecond ?? null),
  {
    id: 'memory',
    label: 'peak memory',
    kind: 'memory',
    unit: 'bytes',
    better: 'lower',
    floor: 'memory',
    missing: 'The size of the measuring process is not known of both.',
    read: (run) => single(peakOf(run)),
  },
];

/** Judged apart: it is no figure of one run. */
export const ACCURACY = { id: 'accuracy', label: 'output agreement' } as const;

export const GATE_METRIC_IDS: readonly string[] = [...GATE_METRICS.map(({ id }) => id), ACCURACY.id];

function latency(id: 'p50' | 'mean' | 'p95' | 'p99', label: string): GateMetric {
  return {
    id,
    label,
    kind: 'speed',
    unit: 'ms',
    better: 'lower',
    floor: id,
    missing: NO_PERCENTILE,
    read({ latencyMs }) {
      const value = latencyMs?.[id] ?? null;
      const interval = latencyMs?.intervals[id] ?? null;
      return usable(value) ? { value, interval, isEnough: interval !== null } : null;
    },
  };
}

function phase(
  id: string,
  label: string,
  floor: CalibratedMetric,
  of: (run: Run) => number | null,
): GateMetric {
  return {
    id,
    label,
    kind: 'speed',
    unit: 'ms',
    better: 'lower',
    floor,
    missing: 'It was not timed in both.',
    read: (run) => single(of(run)),
  };
}

/** A rate is made of the mean, and is as uncertain as that. */
function rate(id: string, label: string, of: (run: Run) => number | null): GateMetric {
  return {
    id,
    label,
    kind: 'speed',
    unit: 'per-second',
    better: 'higher',
    floor: 'mean',
    missing: NO_RATE,
    read(run) {
      const value = of(run);
      if (!usable(value)) return null;
      const { latencyMs, config } = run;
      // Of traffic and of whole texts the latencies do not add up to the time.
      if (config.scenario !== null || config.generation !== null) return single(value);
      const mean = latencyMs?.intervals.mean;
      const isEnough = mean !== undefined && latencyMs !== null && mean[0] > 0;
      const interval: Interval | null = isEnough
        ? [(value * latencyMs.mean) / mean[1], (value * latencyMs.mean) / mean[0]]
        : null;
      return { value, interval, isEnough };
    },
  };
}

function single(value: number | null): GateReading | null {
  return usable(value) ? { value, interval: null, isEnough: true } : null;
}

function usable(value: number | null): value is number {
  return value !== null && Number.isFinite(value) && value > 0;
}
