import type { RunColumns, RunFacts } from '../../../contract/run-list.ts';
import { packRuns } from '../run-list/pack-runs.ts';

const DAY_MS = 86_400e3;
const NOON = Date.UTC(2026, 2, 14, 12);

/** A finished run of a model, on the day of its number. */
export function facts(day: number, change: Partial<RunFacts> = {}): RunFacts {
  const p50Ms = change.p50Ms ?? 100;
  return {
    id: `r${String(day).padStart(4, '0')}`,
    name: '',
    tags: [],
    notes: '',
    status: 'done',
    model: 'net.onnx',
    contentHash: 'a1'.repeat(32),
    commit: 'c0ffee00'.repeat(5),
    isCommitDirty: false,
    level: 'basic',
    provider: 'cpu',
    isSimulated: false,
    batch: 1,
    sequence: 128,
    threads: null,
    graphLevel: 'all',
    host: 'bench-1',
    benchmark: 'one',
    createdAt: NOON + day * DAY_MS,
    endedAt: NOON + day * DAY_MS + 1000,
    archivedAt: null,
    pinnedAt: null,
    comparisonId: null,
    sweepId: null,
    trust: 'trusted',
    isProfiled: false,
    count: 100,
    p50Ms,
    p50LowMs: p50Ms === null ? null : p50Ms * 0.995,
    p50HighMs: p50Ms === null ? null : p50Ms * 1.005,
    meanMs: p50Ms,
    p95Ms: p50Ms === null ? null : p50Ms * 1.2,
    p99Ms: null,
    samplesPerSecond: p50Ms === null ? null : 1000 / p50Ms,
    tokensPerSecond: null,
    peakBytes: 1e8,
    joulesPerInference: null,
    spark: [],
    ...change,
  };
}

/** Newest first, as the store gives them. */
export const columnsOf = (all: readonly RunFacts[]): RunColumns =>
  packRuns(all.toSorted((a, b) => b.createdAt - a.createdAt));

/** A percent or so, in turns, without any randomness. */
export const wobble = (at: number): number => 1 + 0.01 * Math.sin(at * 12.9898) * Math.cos(at * 78.233);
