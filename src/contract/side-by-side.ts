import type { AbVerdict } from './ab.ts';
import type { Interval } from './latency.ts';
import type { Run, RunSeries } from './run.ts';
import type { Unit } from './units.ts';

export const NOT_COMPARABLE = [
  'nothing-measured',
  'not-finished',
  'simulated',
  'trust-failed',
  'trust-caution',
  'other-machine',
  'other-model',
  'other-provider',
  'other-driver',
  'other-runtime',
  'other-system',
  'other-shapes',
  'other-inputs',
  'other-settings',
  'other-scenario',
  'few-samples',
] as const;

/** Why two runs cannot be held against each other as they are, or only with care; with both sides in words. */
export interface ComparisonReason {
  readonly kind: (typeof NOT_COMPARABLE)[number];
  /** True: no verdict is given because of it. False: to be read beside the verdict. */
  readonly blocks: boolean;
  readonly text: string;
  readonly nextStep: string;
}

/** What recording does to a comparison: it turns it around, shows a difference that is none, or hides one. */
export interface ProfilingEffect {
  readonly kind: 'flips' | 'invents' | 'hides';
  /** The reference's mean iteration over the other's in the clean passes, and in the recorded ones: above 1, the other is faster. */
  readonly cleanRatio: number;
  readonly profiledRatio: number;
  /** With both, and what recording costs each. */
  readonly sentence: string;
}

/** What is said of a run against the reference: their time, by the median of an iteration. */
export interface RunVerdict {
  readonly runId: string;
  /** As in a tested comparison; "same" is within the margin, "undecided" what the interval leaves open. */
  readonly verdict: AbVerdict | 'not-comparable';
  /** Time of the run over time of the reference; null where either measured nothing. */
  readonly ratio: number | null;
  /** 95 %; with what two processes of one model differ by on this machine. Null where either measured too little for one. */
  readonly ratioCi95: Interval | null;
  /** The difference in ms at the median, with its interval. */
  readonly deltaMs: number | null;
  readonly deltaCi95: Interval | null;
  readonly comparable: boolean;
  readonly reasons: readonly ComparisonReason[];
  /** Differences within this share either way are called "same". */
  readonly margin: number;
  /** Share by which two single runs differ here without a reason; and where that is from. */
  readonly noiseFloor: { readonly share: number; readonly source: 'calibrated' | 'assumed' };
  /** The tested comparison that the verdict is taken from, where the two are its sides; null: two stored runs. */
  readonly comparisonId: string | null;
  /** Whether recording operators turns the answer around; null unless both were profiled and it does. */
  readonly profiling: ProfilingEffect | null;
  /** One sentence, true as it stands. */
  readonly sentence: string;
}

export interface ComparedMetric {
  readonly id: string;
  readonly label: string;
  readonly unit: Unit;
  readonly group: 'time' | 'rate' | 'memory' | 'hardware' | 'energy' | 'work' | 'settings' | 'environment';
  /** One for each run, in the order of the comparison. */
  readonly values: readonly (number | string | null)[];
  readonly intervals: readonly (Interval | null)[];
  /** Value over the reference's; null where either is missing or it is no number. */
  readonly ratios: readonly (number | null)[];
  /** Which way is good, for colour and words; neither where the runs' work differs. */
  readonly better: 'lower' | 'higher' | 'neither';
  readonly differs: boolean;
}

/** Two to many stored runs beside each other; the first is the reference. */
export interface SideBySide {
  readonly runs: readonly Run[];
  /** One for each of the others, in their order. */
  readonly verdicts: readonly RunVerdict[];
  readonly metrics: readonly ComparedMetric[];
  /** One for each run; null where it measured nothing. */
  readonly series: readonly (RunSeries | null)[];
  /** Over all of it: who is fastest, or why nobody can say. */
  readonly sentence: string;
}

export const MOST_COMPARED = 50;

/** The calls of DynoApi about stored runs beside each other. */
export interface SideBySideApi {
  /** Two to fifty, as getRun takes them. The first is the reference; naming one twice is an error. */
  compareRuns(runs: readonly string[]): Promise<SideBySide>;
}
