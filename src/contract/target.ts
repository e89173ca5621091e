import type { OutputAgreement } from './outputs.ts';
import type { WallTime } from './units.ts';

/** What a target can be set on: a metric that a run or a load test may have. */
export interface TargetItem {
  /** A metric's id, as in core/targets/metrics. */
  readonly metric: string;
  readonly label: string;
  readonly bound: 'at-most' | 'at-least';
  readonly value: number;
  readonly unit: string;
}

export interface TargetSet {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly builtIn: boolean;
  readonly items: readonly TargetItem[];
}

export type TargetState = 'pass' | 'fail' | 'not-enough-samples' | 'not-measured';

export interface TargetResult {
  readonly item: TargetItem;
  readonly state: TargetState;
  readonly measured: number | null;
  /** To the good side, as a share of the target: 0.2 is a fifth better than asked, −0.1 a tenth worse. */
  readonly margin: number | null;
  /** Why it could not be said, or what the interval adds. */
  readonly detail: string;
}

export interface TargetReport {
  readonly runId: string;
  readonly set: TargetSet;
  readonly state: TargetState;
  readonly results: readonly TargetResult[];
}

export interface Baseline {
  readonly name: string;
  readonly runId: string;
  readonly setAt: WallTime;
}

/** A run held against a baseline (A3). Null is "not measured in both". */
export interface BaselineReport {
  readonly baseline: Baseline;
  readonly runId: string;
  /** Time of the baseline over time of the run. */
  readonly speedUp: number | null;
  /** Share of the baseline's footprint that is saved; negative where it grew. */
  readonly memoryReduction: number | null;
  readonly agreement: OutputAgreement | null;
  /** Other machine, other inputs, other work: why the numbers above may say nothing. */
  readonly cautions: readonly string[];
}

/** The calls of DynoApi about targets and baselines. */
export interface TargetApi {
  listTargets(): Promise<readonly TargetSet[]>;
  /** Throws TARGETS_INVALID with the line. */
  saveTargets(yaml: string): Promise<TargetSet>;
  readTargets(name: string): Promise<string>;
  deleteTargets(name: string): Promise<void>;
  checkTargets(runId: string, set: string): Promise<TargetReport>;

  listBaselines(): Promise<readonly Baseline[]>;
  setBaseline(name: string, runId: string): Promise<Baseline>;
  deleteBaseline(name: string): Promise<void>;
  holdAgainst(runId: string, baseline: string): Promise<BaselineReport>;
}
