import { PLAIN_CONFIG, PLAIN_RUN } from '../../contract/blank-run.fixture.ts';
import type { LatencySummary } from '../../contract/latency.ts';
import type { Run } from '../../contract/run.ts';

/** 10 ms in every way, from enough samples for anything. */
export function fakeLatency(change: Partial<LatencySummary> = {}): LatencySummary {
  return {
    count: 10_000,
    mean: 10,
    std: 1,
    mad: 0.5,
    min: 5,
    max: 30,
    p50: 10,
    p90: 12,
    p95: 14,
    p99: 20,
    p999: 25,
    effectiveSize: 8000,
    intervals: { p50: [9.9, 10.1], mean: [9.9, 10.1] },
    ...change,
  };
}

export function targetRun(change: Partial<Run> = {}): Run {
  return {
    id: 'a1b2c3d4e5f6',
    name: '',
    tags: [],
    notes: '',
    status: 'done',
    model: {
      name: 'encoder-tiny',
      ref: { kind: 'demo', location: 'demo:encoder-tiny' },
      contentHash: 'ab'.repeat(32),
      parameters: 1000,
      weightBytes: 4000,
      fileBytes: 5000,
    },
    config: {
      ...PLAIN_CONFIG,
      level: null,
      provider: 'cpu',
      batch: 2,
      sequence: 128,
      inputs: [],
      iterations: 10_000,
      warmup: 10,
      durationMs: null,
      threads: null,
      graphLevel: 'all',
      seed: 1,
    },
    createdAt: 1,
    startedAt: 2,
    endedAt: 3,
    phases: { loadMs: 100, firstRunMs: 20, warmupMs: 100, measuredMs: 100_000 },
    latencyMs: fakeLatency(),
    throughput: null,
    hardware: null,
    energy: null,
    profile: null,
    environment: null,
    error: null,
    spark: [],
    deletedAt: null,
    ...PLAIN_RUN,
    ...change,
  };
}
