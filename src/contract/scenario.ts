import type { LatencySummary } from './latency.ts';
import type { Milliseconds } from './units.ts';

/** As MLPerf names them. */
export const SCENARIOS = ['single-stream', 'multi-stream', 'server', 'offline'] as const;
export type ScenarioKind = (typeof SCENARIOS)[number];

export interface ScenarioConfig {
  readonly kind: ScenarioKind;
  /** Sessions of the same model, each on a thread of its own. */
  readonly sessions: number;
  /** multi-stream: queries in flight at once. */
  readonly streams: number;
  /** server: mean arrivals a second, Poisson. Null: found out from the service time, 70 % of what it can take. */
  readonly queriesPerSecond: number | null;
  /** Requests joined into one run at most; 1 is no batching. Shorter sequences are padded to the longest. */
  readonly maxBatch: number;
  readonly batchDelayMs: Milliseconds;
  readonly durationMs: Milliseconds;
  /** Measured one after the other: sessions (offline), streams (multi-stream) or rates (server). Empty: one point. */
  readonly sweep: readonly number[];
}

export interface ScenarioPoint {
  readonly sessions: number;
  readonly streams: number | null;
  readonly offeredPerSecond: number | null;
  readonly completed: number;
  /** Still waiting when the time was over: the system could not keep up. */
  readonly unfinished: number;
  readonly durationMs: Milliseconds;
  readonly queriesPerSecond: number;
  readonly samplesPerSecond: number;
  readonly tokensPerSecond: number | null;
  /** From the scheduled time to the answer, waiting included. */
  readonly latencyMs: LatencySummary | null;
  /** Inside the runtime alone. */
  readonly serviceMs: LatencySummary | null;
  readonly meanBatch: number;
  /** Share of all elements that were padding. */
  readonly paddedShare: number;
  readonly longestQueue: number;
  /** Queries that each session answered. */
  readonly perSession: readonly number[];
}

export interface ScenarioResult {
  readonly kind: ScenarioKind;
  readonly points: readonly ScenarioPoint[];
  /** Where more concurrency stops paying; null with fewer than three points or where it never does. */
  readonly knee: { readonly index: number; readonly reason: string } | null;
  /** Index of the point with the highest throughput. */
  readonly best: number;
}
