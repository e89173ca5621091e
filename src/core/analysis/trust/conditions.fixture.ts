import { PLAIN_CONFIG } from '../../../contract/blank-run.fixture.ts';
import type { HardwareSample } from '../../../contract/hardware.ts';
import type { LatencySummary } from '../../../contract/latency.ts';
import type { RunConfig } from '../../../contract/run.ts';
import type { RunSignals } from '../../../contract/signals.ts';
import type { Conditions, MachineCounters, MachineState } from './conditions.ts';

export const LATENCY: LatencySummary = {
  count: 1000,
  mean: 2.1,
  std: 0.2,
  mad: 0.05,
  min: 1.9,
  max: 4,
  p50: 2,
  p90: 2.2,
  p95: 2.3,
  p99: 2.5,
  p999: null,
  effectiveSize: 400,
  intervals: { p50: [1.99, 2.01] },
};

export const SIGNALS: RunSignals = {
  warmup: { iterations: 40, durationMs: 80, steady: true, endedBy: 'steady', transient: 12 },
  drift: { detected: false, change: 0.001, pValue: 0.4 },
  modes: { detected: false, centresMs: [2], shares: [1], switches: 0 },
  outliers: { count: 3, share: 0.003, timeShare: 0.004, slowestMs: 4 },
  endedBy: 'iterations',
  autocorrelation: 0.1,
};

export const CONFIG: RunConfig = {
  ...PLAIN_CONFIG,
  level: null,
  provider: 'cpu',
  batch: 1,
  sequence: null,
  inputs: [],
  iterations: 1000,
  warmup: 10,
  durationMs: null,
  threads: null,
  graphLevel: 'all',
  seed: 1,
};

const BEFORE: MachineCounters = {
  monotonicMs: 50_000,
  wallMs: 1_700_000_000_000,
  bootMs: 90_000,
  cpu: { busyMs: 30_000, stolenMs: 100 },
  hostCpuMs: 400,
  dynoCpuMs: 2000,
  worker: { cpuMs: 1000, majorFaults: 3, waitedMs: 40 },
  swappedBytes: 4096,
  groupThrottledMs: 0,
};

/** Two quiet seconds: the worker kept one core busy, and Dyno used two hundredths of another. */
export const AFTER: MachineCounters = {
  monotonicMs: 52_000,
  wallMs: 1_700_000_002_000,
  bootMs: 92_000,
  cpu: { busyMs: 32_050, stolenMs: 100 },
  hostCpuMs: 430,
  dynoCpuMs: 4040,
  worker: { cpuMs: 3000, majorFaults: 3, waitedMs: 45 },
  swappedBytes: 4096,
  groupThrottledMs: 0,
};

export const STATE: MachineState = {
  cores: 4,
  allowedCores: 4,
  groupCores: null,
  groupMemory: null,
  governors: ['performance'],
  energyPreferences: [],
  turbo: true,
  power: 'mains',
  throttleEvents: 7,
  isVirtual: false,
};

export function tick(change: Partial<HardwareSample> = {}): HardwareSample {
  return {
    at: 1_700_000_000_500,
    cpuPercent: 26,
    perCorePercent: [100, 1, 1, 2],
    cpuMHz: 2000,
    cpuFastestMHz: 3000,
    stealPercent: 0,
    cpuWaitPercent: 0.5,
    memoryUsedBytes: 1e9,
    memoryTotalBytes: 8e9,
    process: { pid: 77, cpuPercent: 100, residentBytes: 1e8, threads: 9 },
    samplerCpuPercent: 0.4,
    ...change,
  };
}

export interface Change {
  readonly config?: Partial<RunConfig>;
  readonly latencyMs?: Partial<LatencySummary>;
  readonly signals?: Partial<RunSignals>;
  readonly after?: Partial<MachineCounters>;
  readonly before?: Partial<MachineCounters>;
  readonly state?: Partial<MachineState>;
  readonly stateBefore?: Partial<MachineState>;
  readonly ticks?: readonly HardwareSample[];
  readonly timerStepMs?: number | null;
  readonly outputs?: Conditions['outputs'];
}

/** A run that was measured well on a quiet machine that tells all, changed where a test wants it. */
export function conditions(change: Change = {}): Conditions {
  const measuring = { before: { ...BEFORE, ...change.before }, after: { ...AFTER, ...change.after } };
  const state = { ...STATE, ...change.state };
  return {
    run: {
      config: { ...CONFIG, ...change.config },
      latencyMs: { ...LATENCY, ...change.latencyMs },
      signals: { ...SIGNALS, ...change.signals },
      resources: {
        idleBytes: null,
        afterLoadBytes: null,
        afterFirstRunBytes: null,
        afterMeasuringBytes: null,
        peakBytes: { load: null, firstRun: null, warmup: null, measuring: null },
        cpuMs: 2000,
        cpuCores: 1,
        minorFaults: 0,
        majorFaults: 0,
        involuntarySwitches: 0,
        coldCacheBytes: null,
        timerStepMs: change.timerStepMs === undefined ? 0.0001 : change.timerStepMs,
        wallMinusMonotonicMs: 0,
      },
    },
    outputs:
      change.outputs === undefined
        ? [
            {
              name: 'y',
              type: 'float32',
              shape: [10],
              count: 10,
              notANumber: 0,
              infinite: 0,
              stride: 1,
              values: [],
            },
          ]
        : change.outputs,
    measuring,
    running: measuring,
    state: { before: { ...state, ...change.stateBefore }, after: state },
    hardware: change.ticks ?? [2990, 3010, 3000, 2995].map((cpuFastestMHz) => tick({ cpuFastestMHz })),
  };
}
