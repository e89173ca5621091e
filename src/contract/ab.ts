import type { ErrorDetails } from './errors.ts';
import type { OutputAgreement } from './outputs.ts';
import type { Interval } from './latency.ts';
import type { BenchRequest, Run, RunStatus } from './run.ts';
import type { Milliseconds, WallTime } from './units.ts';

/** Two configurations to be told apart. A is the reference; what is said is said of B. */
export interface AbRequest {
  readonly a: BenchRequest;
  readonly b: BenchRequest;
  /** Pairs at most. Without pairs and durationMs: the longer of 12 pairs and 20 s. */
  readonly pairs?: number;
  readonly durationMs?: Milliseconds;
  /** Differences smaller than this share are called "same": 0.02 unless said. */
  readonly margin?: number;
  /** Decides the random start order; drawn anew where it is left out. */
  readonly seed?: number;
  readonly name?: string;
  readonly tags?: readonly string[];
  readonly wait?: boolean;
  readonly workingFolder?: string;
}

export const AB_VERDICTS = ['faster', 'slower', 'same', 'undecided'] as const;
export type AbVerdict = (typeof AB_VERDICTS)[number];

/** Two freshly started workers, measured in turns A B B A (or B A A B; short slices twice): the unit of evidence. */
export interface AbPair {
  readonly index: number;
  readonly first: 'a' | 'b';
  /** Median of each of the side's slices: two, or four short ones. */
  readonly aMs: readonly Milliseconds[];
  readonly bMs: readonly Milliseconds[];
  /** Time of B over time of A. */
  readonly ratio: number;
}

/** What the pairs say so far. */
export interface AbAnswer {
  readonly verdict: AbVerdict;
  /** Time of B over time of A; below 1 is B faster. */
  readonly ratio: number;
  /** Holds at every look, so that it may be watched; null before there are pairs enough for one. */
  readonly ratioCi95: Interval | null;
  readonly pairs: number;
  /** How many more pairs a decision would take at the spread seen; 0 where decided, null where nobody can tell. */
  readonly needPairs: number | null;
  /** The smallest difference, as a share, that these pairs would have shown 19 times in 20; null as above. */
  readonly minimumDetectable: number | null;
  readonly margin: number;
  /** Sample deviation of the logarithm of the pairs' ratios. */
  readonly spread: number | null;
  readonly sentence: string;
}

/** One tested comparison, as it is stored. Both sides are runs of their own as well. */
export interface AbComparison {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly status: RunStatus;
  readonly request: AbRequest;
  readonly aRunId: string;
  readonly bRunId: string;
  readonly createdAt: WallTime;
  readonly endedAt: WallTime | null;
  readonly pairs: readonly AbPair[];
  /** Pairs that came to nothing, because a process died or gave no time; they count for neither side. */
  readonly lostPairs: number;
  /** One step of the clock over the times measured: what lies closer together cannot be told apart. */
  readonly resolution: number;
  readonly answer: AbAnswer | null;
  /** Null until both sides have run once. */
  readonly agreement: OutputAgreement | null;
  /** What stands between the two beyond what was asked: other inputs, other work in an iteration. */
  readonly cautions: readonly string[];
  readonly error: ErrorDetails | null;
  readonly deletedAt: WallTime | null;
}

/** One step of a comparison that goes on. */
export interface AbProgress {
  readonly comparisonId: string;
  readonly status: RunStatus;
  /** What is done just now, in words: "starting pair 3", "measuring A". */
  readonly step: string;
  readonly pairsDone: number;
  readonly pairsWanted: number | null;
  readonly elapsedMs: Milliseconds;
  readonly remainingMs: Milliseconds | null;
  readonly answer: AbAnswer | null;
  readonly lastPair: AbPair | null;
  readonly waitingFor: string | null;
}

/** A side is null once its run has left the bin for good; the comparison stays readable without it. */
export interface AbWithRuns {
  readonly comparison: AbComparison;
  readonly a: Run | null;
  readonly b: Run | null;
}

/** The calls of DynoApi about tested comparisons. */
export interface AbApi {
  /** Resolves as soon as the comparison and its two runs are queued and stored. Throws where the two cannot be held against each other. */
  startAb(request: AbRequest): Promise<AbComparison>;
  /** Ends it after the pair that is going on; what was measured is kept. */
  stopAb(id: string): Promise<void>;
  /** By id, a unique beginning of one, or "last". */
  getAb(id: string): Promise<AbWithRuns>;
  /** Newest first. */
  listAbs(): Promise<readonly AbComparison[]>;
}
