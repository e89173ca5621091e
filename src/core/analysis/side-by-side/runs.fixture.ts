import { PLAIN_CONFIG, PLAIN_RUN } from '../../../contract/blank-run.fixture.ts';
import type { Environment } from '../../../contract/hardware.ts';
import type { LatencySummary } from '../../../contract/latency.ts';
import type { Run, RunConfig } from '../../../contract/run.ts';
import type { Side } from './verdict.ts';

export const HERE: Environment = {
  cpu: { model: 'Test CPU', cores: 8, physicalCores: 4 },
  memoryBytes: 16 * 1024 ** 3,
  os: { name: 'Linux 12', kernel: '6.1', arch: 'x64' },
  gpus: [{ name: 'Test GPU', memoryBytes: null, driver: '550.1' }],
  node: '24.0.0',
  electron: null,
  onnxRuntime: '1.30.0',
  dyno: '0.1.0',
  git: null,
  host: 'bench-1',
};

export function latency(p50: number, count = 2000, half = 0.005): LatencySummary {
  return {
    count,
    mean: p50 * 1.01,
    std: p50 * 0.05,
    min: p50 * 0.9,
    max: p50 * 2,
    p50,
    p90: p50 * 1.1,
    p95: p50 * 1.2,
    p99: p50 * 1.5,
    p999: null,
    mad: p50 * 0.05,
    effectiveSize: count / 2,
    intervals: { p50: [p50 * (1 - half), p50 * (1 + half)] },
  };
}

/** Measured to its end on one machine at a median of 4 ms, changed where a test wants it. */
export function comparedRun(id: string, change: Partial<Run> = {}, config: Partial<RunConfig> = {}): Run {
  return {
    ...PLAIN_RUN,
    id,
    name: id,
    tags: [],
    notes: '',
    status: 'done',
    model: {
      name: 'demo:mlp-tiny',
      ref: { kind: 'demo', location: 'demo:mlp-tiny' },
      contentHash: 'a'.repeat(64),
      parameters: 1000,
      weightBytes: 4000,
      fileBytes: 4200,
    },
    config: {
      ...PLAIN_CONFIG,
      level: null,
      provider: 'cpu',
      batch: 1,
      sequence: null,
      inputs: [{ name: 'x', type: 'float32', shape: [1, 64], values: 'normal', fill: { kind: 'normal' } }],
      iterations: 2000,
      warmup: 100,
      durationMs: null,
      threads: 1,
      graphLevel: 'all',
      seed: 1,
      ...config,
    },
    createdAt: 0,
    startedAt: 0,
    endedAt: 0,
    phases: { loadMs: 10, firstRunMs: 2, warmupMs: 30, measuredMs: 600 },
    latencyMs: latency(4),
    throughput: { samplesPerSecond: 250, tokensPerSecond: null },
    hardware: null,
    energy: null,
    profile: null,
    environment: HERE,
    error: null,
    spark: [],
    deletedAt: null,
    ...change,
  };
}

/** On a machine that was calibrated to that spread, or never. */
export function sideOf(run: Run, spread: number | null = null, pairs = 36): Side {
  const floor = spread === null ? null : ({ metric: 'p50', floor: spread * 2, spread, pairs } as const);
  return { run, series: null, noise: { machine: 'here', floor } };
}
