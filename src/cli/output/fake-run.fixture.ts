import type { Run } from '../../contract/run.ts';
import { condenseRun } from '../../core/analysis/condense.ts';
import { PLAIN_CONFIG, PLAIN_RUN } from '../../contract/blank-run.fixture.ts';

/** A finished run over made-up latencies, its numbers computed as the engine computes them. */
export function fakeRun(latencies: readonly number[], change: Partial<Run> = {}): Run {
  const samples = Float64Array.from(latencies);
  const ends = samples.map((_, index) => index);
  const condensed = condenseRun(ends, samples);
  return {
    id: 'r4k2m9',
    name: 'encoder-tiny',
    tags: [],
    notes: '',
    status: 'done',
    model: {
      name: 'encoder-tiny',
      ref: { kind: 'demo', location: 'demo:encoder-tiny' },
      contentHash: 'ab'.repeat(32),
      parameters: 164_000,
      weightBytes: 656_000,
      fileBytes: 660_000,
    },
    config: {
      ...PLAIN_CONFIG,
      level: 'basic',
      provider: 'cpu',
      batch: 1,
      sequence: 128,
      inputs: [],
      iterations: latencies.length,
      warmup: 10,
      durationMs: 30_000,
      threads: null,
      graphLevel: 'all',
      seed: 1,
    },
    createdAt: 1_700_000_000_000,
    startedAt: 1_700_000_000_100,
    endedAt: 1_700_000_001_000,
    phases: { loadMs: 12.5, firstRunMs: 4.25, warmupMs: 20, measuredMs: 150 },
    latencyMs: condensed.latencyMs,
    throughput: { samplesPerSecond: 812.3, tokensPerSecond: 103_974 },
    hardware: null,
    energy: null,
    profile: null,
    ...PLAIN_RUN,
    environment: null,
    error: null,
    spark: condensed.spark,
    deletedAt: null,
    ...change,
  };
}

const GOLDEN_RATIO = 0.618033988749895;

/** Evenly from 1 to 2 ms, so that every percentile is known, in an order where neighbours tell nothing of each other. */
export const evenLatencies = (count: number): number[] =>
  Array.from({ length: count }, (_, index) => ({ index, key: (index * GOLDEN_RATIO) % 1 }))
    .sort((left, right) => left.key - right.key)
    .map(({ index }) => 1 + index / count);
