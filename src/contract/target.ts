import type { OutputAgreement } from './outputs.ts';
import type { Interval } from './latency.ts';
import { formatDuration, formatNumber, formatPercent, NOT_MEASURED, type WallTime } from './units.ts';

/** Bytes are shown by 1000 here, as targets for memory are written. */
export const TARGET_UNITS = [
  'ms',
  'bytes',
  'percent',
  'per-second',
  'per-minute',
  'times',
  'number',
] as const;
export type TargetUnit = (typeof TARGET_UNITS)[number];

/** What a target can be set on: a metric that a run or a load test may have. */
export interface TargetMetric {
  readonly id: string;
  readonly label: string;
  readonly unit: TargetUnit;
}

export interface TargetItem {
  /** A metric's id, as in core/targets/metrics. */
  readonly metric: string;
  readonly label: string;
  readonly bound: 'at-most' | 'at-least';
  readonly value: number;
  readonly unit: TargetUnit;
}

export interface TargetSet {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly builtIn: boolean;
  readonly items: readonly TargetItem[];
}

export const TARGET_STATES = ['pass', 'fail', 'not-enough-samples', 'not-measured'] as const;
export type TargetState = (typeof TARGET_STATES)[number];

export interface TargetResult {
  readonly item: TargetItem;
  readonly state: TargetState;
  readonly measured: number | null;
  readonly interval: Interval | null;
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
  /** What stands between these numbers and a verdict on a machine: simulated, stopped, not to be trusted. */
  readonly cautions: readonly string[];
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
  /** Time of the baseline over time of the run, by their medians. */
  readonly speedUp: number | null;
  /** What two single runs on this machine may differ by without any reason, as a share; null where not calibrated. */
  readonly noiseFloor: number | null;
  /** Share of the baseline's footprint that is saved; negative where it grew. */
  readonly memoryReduction: number | null;
  /** FLOP/s of the run over those of the baseline. */
  readonly flopsRatio: number | null;
  readonly agreement: OutputAgreement | null;
  /** True as they stand: what may be said of each number. */
  readonly sentences: readonly string[];
  /** Other machine, other inputs, other work: why the numbers above may say nothing. */
  readonly cautions: readonly string[];
}

/** The calls of DynoApi about targets and baselines. */
export interface TargetApi {
  /** The built-in sets first, then the user's own by name. */
  listTargets(): Promise<readonly TargetSet[]>;
  /** What a target can be set on. */
  listTargetMetrics(): Promise<readonly TargetMetric[]>;
  /** Adds a set or replaces the one of that name. Throws TARGETS_INVALID with the line. */
  saveTargets(yaml: string): Promise<TargetSet>;
  /** As YAML: the user's own text, or a built-in set to begin from. */
  readTargets(name: string): Promise<string>;
  deleteTargets(name: string): Promise<void>;
  /** With a baseline, what compares with one (speed-up, memory saved, outputs kept) is judged as well. */
  checkTargets(runId: string, set: string, baseline: string | null): Promise<TargetReport>;

  listBaselines(): Promise<readonly Baseline[]>;
  setBaseline(name: string, runId: string): Promise<Baseline>;
  deleteBaseline(name: string): Promise<void>;
  holdAgainst(runId: string, baseline: string): Promise<BaselineReport>;
}

/** "+20 %", "−5.0 %"; what is ten times better than asked is no longer told by its percents. */
export function formatMargin(margin: number): string {
  const sign = margin < 0 ? '−' : '+';
  return Math.abs(margin) > 10 ? `over ${sign}1000 %` : `${sign}${formatPercent(Math.abs(margin) * 100)}`;
}

export function formatTarget(value: number | null, unit: TargetUnit): string {
  if (value === null) return NOT_MEASURED;
  switch (unit) {
    case 'ms':
      return formatDuration(value);
    case 'bytes':
      return decimalBytes(value);
    case 'percent':
      // 99.999 % is not 100 %.
      return `${formatNumber(value, value > 99 ? 5 : 3)} %`;
    case 'per-second':
      return `${formatNumber(value)} /s`;
    case 'per-minute':
      return `${formatNumber(value)} /min`;
    case 'times':
      return `${formatNumber(value)}×`;
    case 'number':
      return formatNumber(value);
  }
}

function decimalBytes(bytes: number): string {
  const size = Math.abs(bytes);
  if (size >= 1e9) return `${formatNumber(bytes / 1e9)} GB`;
  if (size >= 1e6) return `${formatNumber(bytes / 1e6)} MB`;
  return size >= 1e3 ? `${formatNumber(bytes / 1e3)} KB` : `${Math.round(bytes)} B`;
}
