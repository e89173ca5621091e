import type { Run } from '../../contract/run.ts';
import { PLAIN_CONFIG, PLAIN_RUN } from '../../contract/blank-run.fixture.ts';

/** A finished run, changed where a test wants it. */
export function aRun(id: string, change: Partial<Run> = {}): Run {
  return {
    id,
    name: `run ${id}`,
    tags: ['nightly', 'été'],
    notes: 'first\nsecond',
    status: 'done',
    model: {
      name: 'demo:mlp-tiny',
      ref: { kind: 'demo', location: 'demo:mlp-tiny' },
      contentHash: 'ab'.repeat(32),
      parameters: 5000,
      weightBytes: 20_000,
      fileBytes: 20_400,
    },
    config: {
      ...PLAIN_CONFIG,
      level: 'basic',
      provider: 'cpu',
      batch: 1,
      sequence: null,
      inputs: [{ name: 'x', type: 'float32', shape: [1, 64], values: 'normal', fill: { kind: 'normal' } }],
      iterations: 100,
      warmup: 10,
      durationMs: null,
      threads: null,
      graphLevel: 'all',
      seed: 1,
    },
    createdAt: 1_700_000_000_000,
    startedAt: 1_700_000_000_100.25,
    endedAt: null,
    phases: { loadMs: 12.125, firstRunMs: 0.1 + 0.2, warmupMs: null, measuredMs: 9 },
    latencyMs: null,
    throughput: { samplesPerSecond: 1 / 3, tokensPerSecond: null },
    hardware: null,
    energy: null,
    profile: null,
    ...PLAIN_RUN,
    environment: null,
    error: { code: 'RUN_FAILED', message: 'It failed.', subject: 'x', nextStep: 'Try again.' },
    spark: [0, 3, 9],
    deletedAt: null,
    ...change,
  };
}
