import type { Interval } from '../../../contract/latency.ts';
import type { Run, RunDetails } from '../../../contract/run.ts';
import type { BaselineReport, TargetUnit } from '../../../contract/target.ts';

/** What is held against a set: a run with all that is kept of it, and a baseline where one was named. */
export interface Subject {
  readonly run: Run;
  readonly details: RunDetails;
  readonly baseline: { readonly run: Run; readonly report: BaselineReport } | null;
}

export type Reading =
  | { readonly kind: 'measured'; readonly value: number; readonly interval: Interval | null }
  /** Why it cannot be said, as one sentence. */
  | { readonly kind: 'not-enough-samples' | 'not-measured'; readonly reason: string };

/** Something that a target can be set on. */
export interface Metric {
  readonly id: string;
  readonly label: string;
  readonly unit: TargetUnit;
  read(subject: Subject): Reading;
}

export function measured(value: number, interval: Interval | null = null): Reading {
  return { kind: 'measured', value, interval };
}

/** A value that may be missing, and why it then is. */
export function measuredOr(value: number | null | undefined, reason: string): Reading {
  return value === null || value === undefined || !Number.isFinite(value)
    ? { kind: 'not-measured', reason }
    : measured(value);
}

export function notMeasured(reason: string): Reading {
  return { kind: 'not-measured', reason };
}
