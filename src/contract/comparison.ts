import type { Run, RunSeries } from './run.ts';
import type { Unit } from './units.ts';

export interface MetricDifference {
  readonly id: string;
  readonly label: string;
  readonly unit: Unit;
  readonly a: number | string | null;
  readonly b: number | string | null;
  /** B over A; null where either is missing or the metric is no number. */
  readonly ratio: number | null;
  /** Which way is good, for colour and words. */
  readonly better: 'lower' | 'higher' | 'neither';
}

/** What recording does to a comparison: it turns it around, shows a difference that is none, or hides one. */
export interface ProfilingEffect {
  readonly kind: 'flips' | 'invents' | 'hides';
  /** A's mean iteration over B's in the clean passes, and in the recorded ones: above 1, B is faster. */
  readonly cleanRatio: number;
  readonly profiledRatio: number;
  /** With both, and what recording costs each. */
  readonly sentence: string;
}

/** Two stored runs beside each other. It describes; only a paired measurement can prove that B is faster. */
export interface Comparison {
  readonly a: Run;
  readonly b: Run;
  readonly seriesA: RunSeries | null;
  readonly seriesB: RunSeries | null;
  readonly metrics: readonly MetricDifference[];
  readonly configuration: readonly MetricDifference[];
  readonly environment: readonly MetricDifference[];
  /** Reasons why the two cannot be held against each other as they are. */
  readonly cautions: readonly string[];
  /** Null unless both were profiled, and that changes which of them is faster. */
  readonly profiling: ProfilingEffect | null;
  /** One sentence, true as it stands. */
  readonly sentence: string;
}
