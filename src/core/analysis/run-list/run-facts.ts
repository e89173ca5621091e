import type { RunFacts } from '../../../contract/run-list.ts';
import type { Run } from '../../../contract/run.ts';
import { peakOf } from '../footprint.ts';
import { benchmarkKey } from './benchmark-key.ts';
import { SPARK_BINS } from './fact-fields.ts';

const NOTES_KEPT = 200;
const HIGHEST_BIN = 255;

/** What lists, trends and gates need of a run. */
export function runFacts(run: Run): RunFacts {
  const { config, environment, latencyMs, throughput } = run;
  const interval = latencyMs?.intervals.p50 ?? null;
  return {
    id: run.id,
    name: run.name,
    tags: run.tags,
    notes: run.notes.slice(0, NOTES_KEPT),
    status: run.status,
    model: run.model.name,
    contentHash: run.model.contentHash,
    commit: environment?.git?.commit ?? null,
    isCommitDirty: environment?.git?.dirty ?? false,
    level: config.level,
    provider: config.provider,
    isSimulated: config.executor !== null,
    batch: config.batch,
    sequence: config.sequence,
    threads: config.threads,
    graphLevel: config.graphLevel,
    host: environment?.host ?? null,
    benchmark: benchmarkKey(run),
    createdAt: run.createdAt,
    endedAt: run.endedAt,
    archivedAt: run.archivedAt,
    pinnedAt: run.pinnedAt,
    comparisonId: run.comparisonId,
    sweepId: run.sweepId,
    trust: run.trust?.verdict ?? null,
    isProfiled: run.profile !== null,
    count: latencyMs?.count ?? null,
    p50Ms: latencyMs?.p50 ?? null,
    p50LowMs: interval?.[0] ?? null,
    p50HighMs: interval?.[1] ?? null,
    meanMs: latencyMs?.mean ?? null,
    p95Ms: latencyMs?.p95 ?? null,
    p99Ms: latencyMs?.p99 ?? null,
    samplesPerSecond: throughput?.samplesPerSecond ?? null,
    tokensPerSecond: throughput?.tokensPerSecond ?? null,
    peakBytes: peakOf(run),
    joulesPerInference: run.energy?.perInferenceJoules ?? null,
    spark: scaledSpark(run.spark),
  };
}

/** The highest bin is 255, and what is not empty stays above 0. Of another count of bins, each takes the nearest. */
export function scaledSpark(counts: readonly number[]): readonly number[] {
  const highest = Math.max(0, ...counts);
  if (highest === 0) return [];
  return Array.from({ length: SPARK_BINS }, (_, bin) => {
    const count = counts[Math.floor((bin * counts.length) / SPARK_BINS)] as number;
    return Math.ceil((count / highest) * HIGHEST_BIN);
  });
}
