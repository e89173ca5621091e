import type { LatencySummary } from './latency.ts';
import type { Milliseconds } from './units.ts';

/** As MLPerf names them. */
export const SCENARIOS = ['single-stream', 'multi-stream', 'server', 'offline'] as const;
export type ScenarioKind = (typeof SCENARIOS)[number];

export const SEQUENCE_LENGTHS = ['fixed', 'mixed'] as const;
/** Mixed: each query's length is drawn between a quarter and the whole of the sequence. */
export type SequenceLengths = (typeof SEQUENCE_LENGTHS)[number];

export interface ScenarioConfig {
  readonly kind: ScenarioKind;
  /** Sessions of the same model, each on a thread of its own. */
  readonly sessions: number;
  /** multi-stream: queries in flight at once. */
  readonly streams: number;
  /** server: mean arrivals a second, Poisson. Null: 70 % of what the sessions were measured to take. */
  readonly queriesPerSecond: number | null;
  /** Queries joined into one run at most; 1 is no batching. Shorter sequences are padded to the longest. */
  readonly maxBatch: number;
  /** How long the first query of a batch waits for others while a session is free. */
  readonly batchDelayMs: Milliseconds;
  /** Of each point. */
  readonly durationMs: Milliseconds;
  readonly lengths: SequenceLengths;
  /**
   * Measured one after the other: sessions (offline), streams (multi-stream) or rates (server). Empty: one point.
   * "auto" is left for a server alone, whose rates are shares of what it was measured to take.
   */
  readonly sweep: readonly number[] | 'auto';
  readonly query: QueryForm;
  /** What the plan decided otherwise than one might expect, and why; whole sentences. */
  readonly remarks: readonly string[];
}

/** What one query is, and how several become one run. */
export interface QueryForm {
  /** Rows of the batch axis. */
  readonly samples: number;
  /** The whole sequence; null for a model without one. */
  readonly sequence: number | null;
  /** Along which axes the tensors of several queries are joined and padded, by input. */
  readonly axes: Readonly<Record<string, QueryAxes>>;
}

/** Null: the input has no such axis, and all queries of a batch share its values. */
export interface QueryAxes {
  readonly batch: number | null;
  readonly sequence: number | null;
}

/** What a user may say of a scenario; the plan fills the rest. */
export type ScenarioWish = Partial<Omit<ScenarioConfig, 'query' | 'remarks'>>;

export interface ScenarioPoint {
  readonly sessions: number;
  readonly streams: number | null;
  readonly offeredPerSecond: number | null;
  readonly completed: number;
  /** Waiting or in work when the time was over. */
  readonly unfinished: number;
  /** The system could not keep up: the queue grew for as long as queries came. */
  readonly overloaded: boolean;
  /** From the first query to the last answer. */
  readonly durationMs: Milliseconds;
  readonly queriesPerSecond: number;
  readonly samplesPerSecond: number;
  /** Without padding; null for a model without a sequence axis. */
  readonly tokensPerSecond: number | null;
  /** From the scheduled time to the answer, waiting included. */
  readonly latencyMs: LatencySummary | null;
  /** Inside the runtime alone. */
  readonly serviceMs: LatencySummary | null;
  /** How much later than scheduled a query was offered: what the load generator itself adds. */
  readonly lateMs: { readonly p50: Milliseconds; readonly p99: Milliseconds } | null;
  readonly meanBatch: number;
  /** Runs of the model with so many queries joined: the first count is of single ones. */
  readonly batchCounts: readonly number[];
  /** Share of all sequence positions that were padding. */
  readonly paddedShare: number;
  /** Queries waiting for a session, over time. */
  readonly meanQueue: number;
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
  /** Index of the point that the run's own latency and throughput are of: the best one that could keep up. */
  readonly shown: number;
  /** Queries a second with every session always busy, measured before a server's first point. */
  readonly capacityPerSecond: number | null;
  /** Largest difference of an output between a query run alone and joined with others, as a share of its size. */
  readonly joinedDifference: number | null;
}
