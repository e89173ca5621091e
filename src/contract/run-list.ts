import type { GraphLevel, Provider, RunStatus } from './run.ts';
import type { LevelName } from './level.ts';
import type { TrustVerdict } from './trust.ts';
import type { Bytes, Milliseconds, WallTime } from './units.ts';

/** What a list, a trend and a gate need of a run: kept beside it, narrow, so that a hundred thousand are read at once. */
export interface RunFacts {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
  /** The first 200 characters, which a filter looks through as well. */
  readonly notes: string;
  readonly status: RunStatus;
  readonly model: string;
  readonly contentHash: string;
  /** Of the folder in which the run was started; null outside of any repository. */
  readonly commit: string | null;
  readonly isCommitDirty: boolean;
  readonly level: LevelName | null;
  readonly provider: Provider;
  readonly isSimulated: boolean;
  readonly batch: number;
  readonly sequence: number | null;
  readonly threads: number | null;
  readonly graphLevel: GraphLevel;
  readonly host: string | null;
  /** Runs of one model with the same key did the same work in the same way on the same machine: see core/analysis/history. */
  readonly benchmark: string;
  readonly createdAt: WallTime;
  readonly endedAt: WallTime | null;
  readonly archivedAt: WallTime | null;
  readonly pinnedAt: WallTime | null;
  readonly comparisonId: string | null;
  readonly sweepId: string | null;
  readonly trust: TrustVerdict | null;
  readonly isProfiled: boolean;
  readonly count: number | null;
  readonly p50Ms: Milliseconds | null;
  /** Ends of the median's 95 % interval. */
  readonly p50LowMs: Milliseconds | null;
  readonly p50HighMs: Milliseconds | null;
  readonly meanMs: Milliseconds | null;
  readonly p95Ms: Milliseconds | null;
  readonly p99Ms: Milliseconds | null;
  readonly samplesPerSecond: number | null;
  readonly tokensPerSecond: number | null;
  readonly peakBytes: Bytes | null;
  readonly joulesPerInference: number | null;
  /** 24 counts as in Run.spark, each at most 255 of the highest. */
  readonly spark: readonly number[];
}

export type NumberFact = {
  [Key in keyof RunFacts]: RunFacts[Key] extends number | null ? Key : never;
}[keyof RunFacts];
export type TextFact = {
  [Key in keyof RunFacts]: RunFacts[Key] extends string | null ? Key : never;
}[keyof RunFacts];
export type FlagFact = {
  [Key in keyof RunFacts]: RunFacts[Key] extends boolean ? Key : never;
}[keyof RunFacts];

/**
 * RunFacts as columns: ten thousand travel and sort as a few arrays. A text is its place in `texts`, where 0 is "absent";
 * a number that is not there is NaN. See core/analysis/run-list.
 */
export type RunColumns = {
  /** How many runs there are. */
  readonly rows: number;
  readonly texts: readonly string[];
  /** Where each run's tags begin in tagTexts; one more than there are runs. */
  readonly tagsFrom: Uint32Array;
  readonly tagTexts: Uint32Array;
  /** 24 a run; all 0 where nothing was measured. */
  readonly sparks: Uint8Array;
} & { readonly [Key in NumberFact]: Float64Array } & { readonly [Key in TextFact]: Uint32Array } & {
  readonly [Key in FlagFact]: Uint8Array;
};

export interface RunListQuery {
  /** Only what was added, changed, binned or brought back since this revision; left out: all, newest first. */
  readonly since?: number;
  /** As RunListPage.next of the page before, with the same `since`. */
  readonly after?: string;
  /** 5,000 unless said. */
  readonly limit?: number;
}

export interface RunListPage {
  readonly runs: RunColumns;
  /** Binned or purged since the revision asked for; empty without one. */
  readonly gone: readonly string[];
  /** The revision asked for is not of this store any more (a backup was restored): this begins the whole list anew. */
  readonly isAnew: boolean;
  /** Null: that was all. */
  readonly next: string | null;
  /** Ask since this one next time, once `next` is null. */
  readonly revision: number;
  /** Runs in the store, archived ones among them, binned ones not. */
  readonly total: number;
}

/** What is left out stays as it is. */
export interface RunEdit {
  readonly addTags?: readonly string[];
  readonly removeTags?: readonly string[];
  readonly archived?: boolean;
  readonly pinned?: boolean;
}

/** As a run was before an edit, so that it can be put back. */
export interface RunMarks {
  readonly id: string;
  readonly tags: readonly string[];
  readonly archivedAt: WallTime | null;
  readonly pinnedAt: WallTime | null;
}

export const RUN_GROUPINGS = ['none', 'model', 'version', 'level', 'provider', 'tag'] as const;
export type RunGrouping = (typeof RUN_GROUPINGS)[number];

/** How the table of runs stands, under a name. */
export interface SavedView {
  readonly name: string;
  readonly filter: string;
  readonly grouping: RunGrouping;
  readonly sort: { readonly column: string; readonly descending: boolean };
  /** Shown columns, in order. */
  readonly columns: readonly string[];
  readonly archived: 'hidden' | 'shown' | 'only';
}

/** The calls of DynoApi about many runs at once. */
export interface RunListApi {
  listRunFacts(query: RunListQuery): Promise<RunListPage>;
  /** In slices, so that nobody waits; resolves to how each one was. */
  editRuns(runIds: readonly string[], edit: RunEdit): Promise<readonly RunMarks[]>;
  /** Takes an edit back. */
  putBackRuns(marks: readonly RunMarks[]): Promise<void>;
  listViews(): Promise<readonly SavedView[]>;
  /** Adds it, or replaces the one of that name. */
  saveView(view: SavedView): Promise<void>;
  deleteView(name: string): Promise<void>;
}
