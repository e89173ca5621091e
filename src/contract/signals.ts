import type { Milliseconds } from './units.ts';

/** What a series of latencies tells of itself, beyond its summary. */
export interface RunSignals {
  readonly warmup: WarmupReport | null;
  readonly drift: Drift | null;
  readonly modes: Modes | null;
  readonly outliers: Outliers | null;
  /** Correlation of each sample with the one after it. */
  readonly autocorrelation: number | null;
  /** What ended the measured loop; null where nothing was measured. */
  readonly endedBy: StopRule | null;
}

/** What the samples tell by themselves, whoever measured them. */
export type SeriesSignals = Omit<RunSignals, 'warmup' | 'endedBy'>;

/** "limit": the most samples that one run keeps. */
export type StopRule = 'iterations' | 'duration' | 'precision' | 'stopped' | 'limit';

export interface WarmupReport {
  readonly iterations: number;
  readonly durationMs: Milliseconds;
  /** Found steady; false where a cap ended it, or the user fixed the count and it was not steady by then. */
  readonly steady: boolean;
  /** "steady": found; "cap": given up; "fixed": the user's own count. */
  readonly endedBy: 'steady' | 'cap' | 'fixed';
  /** How many iterations at the beginning were still warming; null where that was not found. */
  readonly transient: number | null;
}

/** Whether the series goes up or down from its beginning to its end. */
export interface Drift {
  readonly detected: boolean;
  /** Of the whole run, as a share of the median: 0.05 is 5 % slower at the end. */
  readonly change: number;
  readonly pValue: number;
}

/** Whether there are two speeds rather than one. */
export interface Modes {
  readonly detected: boolean;
  /** One centre, or the faster and the slower. */
  readonly centresMs: readonly Milliseconds[];
  /** Share of samples at each centre. */
  readonly shares: readonly number[];
  /** How often the series changes from one to the other. */
  readonly switches: number;
}

/** By the modified z-score above 3.5 (Iglewicz and Hoaglin, 1993). */
export interface Outliers {
  readonly count: number;
  readonly share: number;
  /** Their share of all time measured. */
  readonly timeShare: number;
  readonly slowestMs: Milliseconds | null;
}
