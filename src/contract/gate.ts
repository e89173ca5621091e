import type { ErrorDetails } from './errors.ts';
import type { ExportedFile } from './exported-file.ts';
import type { Interval } from './latency.ts';
import type { ComparisonReason } from './side-by-side.ts';
import type { Baseline } from './target.ts';
import { formatByUnit, formatNumber, type Unit, type WallTime } from './units.ts';

export const GATE_KINDS = ['speed', 'memory', 'accuracy'] as const;
export type GateKind = (typeof GATE_KINDS)[number];

/** Shares by which a value may be worse than the baseline's: 0.15 is 15 %. */
export interface GateLevels {
  readonly warning: number;
  readonly critical: number;
}

export interface GateThresholds {
  /** Learned: what this machine's noise floor cannot explain, metric by metric; the fixed ones where it was never calibrated. */
  readonly mode: 'fixed' | 'learned';
  /** Beyond this ratio to the baseline a gate fails, however it is graded: 1.2 is 120 %. */
  readonly alertRatio: number;
  readonly levels: Readonly<Record<GateKind, GateLevels>>;
}

export const GATE_DEFAULTS: GateThresholds = {
  mode: 'fixed',
  alertRatio: 1.2,
  levels: {
    speed: { warning: 0.15, critical: 0.25 },
    memory: { warning: 0.2, critical: 0.5 },
    accuracy: { warning: 0.02, critical: 0.05 },
  },
};

export interface GateRequest {
  readonly runId: string;
  readonly baseline: string;
  readonly thresholds?: Partial<GateThresholds>;
  /** What lets it fail: beyond alertRatio, or graded so. "alert" unless said. */
  readonly failOn?: 'alert' | 'warning' | 'critical';
  /** Metrics to look at; left out: all that both have. */
  readonly metrics?: readonly string[];
  /** Fresh measurements before it alarms; 0 believes the stored run. 3 unless said. */
  readonly remeasure?: number;
  readonly wait?: boolean;
}

/** Undecided: it looks worse than the line, and what was measured can neither confirm nor rule it out. */
export const GATE_STATES = [
  'pass',
  'warning',
  'fail',
  'undecided',
  'not-comparable',
  'not-measured',
] as const;
export type GateState = (typeof GATE_STATES)[number];

/** What fresh processes said of a check: tested pairs of both sides, or repeated runs of the one that is judged. */
export interface GateAfresh {
  readonly by: 'pairs' | 'runs';
  readonly count: number;
  readonly ratio: number;
  readonly ratioCi95: Interval | null;
  readonly verdict: 'confirmed' | 'withdrawn' | 'open';
}

export interface GateCheck {
  readonly metric: string;
  readonly label: string;
  readonly kind: GateKind;
  readonly unit: Unit;
  readonly better: 'lower' | 'higher';
  readonly baseline: number;
  readonly value: number;
  /** Above 1 is worse, whichever way is good. */
  readonly ratio: number;
  readonly ratioCi95: Interval | null;
  /** The line that it is held against, and where that is from. */
  readonly limit: number;
  readonly limitFrom: 'fixed' | 'learned';
  /** Share by which two single runs differ here without a reason; null where that is no question of noise. */
  readonly noise: { readonly share: number; readonly source: 'calibrated' | 'assumed' } | null;
  /** Worse only where that is no noise: of the fresh measurements, where there are any. */
  readonly grade: 'fine' | 'warning' | 'critical';
  readonly fails: boolean;
  /** Beyond its line, with too little measured to be sure. */
  readonly isOpen: boolean;
  readonly afresh: GateAfresh | null;
  readonly sentence: string;
}

/** What was to be looked at and is not there in both, with the reason. */
export interface GateGap {
  readonly metric: string;
  readonly label: string;
  readonly reason: string;
}

/** What fresh measurements said of a check that failed. */
export interface GateConfirmation {
  readonly runIds: readonly string[];
  /** The tested comparison of both sides, where the baseline's model is still there as it was. */
  readonly comparisonId: string | null;
  readonly confirmed: boolean;
  /** "Confirmed by 12 pairs of fresh processes", or why nothing could be measured again. */
  readonly sentence: string;
}

/** A run held against a baseline, with a word that a build can act on. */
export interface GateReport {
  readonly id: string;
  readonly at: WallTime;
  readonly runId: string;
  readonly baseline: Baseline;
  readonly model: string;
  readonly thresholds: GateThresholds;
  readonly failOn: 'alert' | 'warning' | 'critical';
  readonly state: GateState;
  readonly checks: readonly GateCheck[];
  readonly notMeasured: readonly GateGap[];
  readonly reasons: readonly ComparisonReason[];
  /** Null where nothing failed at first, or nothing was to be measured again. */
  readonly confirmation: GateConfirmation | null;
  readonly error: ErrorDetails | null;
  readonly sentence: string;
}

export interface GateProgress {
  readonly id: string;
  readonly runId: string;
  readonly step: string;
  readonly done: number;
  readonly wanted: number;
  readonly waitingFor: string | null;
  readonly report: GateReport | null;
}

export const GATE_FORMATS = [
  'junit',
  'markdown',
  'github',
  'github-outputs',
  'benchmark-json',
  'benchmark-json-bigger',
] as const;
/** JUnit XML; a comment; annotations, and what later steps ask for; what github-action-benchmark reads, smaller or bigger being better. */
export type GateFormat = (typeof GATE_FORMATS)[number];

export interface GateApi {
  /** Resolves when it is over; progress comes as events while it measures again. */
  checkGate(request: GateRequest): Promise<GateReport>;
  stopGate(id: string): Promise<void>;
  /** Newest first, at most 200 are kept. */
  listGates(): Promise<readonly GateReport[]>;
  exportGate(id: string, format: GateFormat): Promise<ExportedFile>;
}

/** A check's figure as it is read: agreement has no unit and needs its digits. */
export function formatGateValue({ kind, unit }: Pick<GateCheck, 'kind' | 'unit'>, value: number): string {
  return kind === 'accuracy' ? formatNumber(value, 5) : formatByUnit(value, unit);
}
