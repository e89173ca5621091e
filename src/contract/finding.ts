import type { Milliseconds } from './units.ts';

/** The closed set of what a profile can show; one detector each. */
export const FINDING_KINDS = [
  'cpu-fallback',
  'launch-bound',
  'needless-copies',
  'unfused-pattern',
  'off-tensor-core-grid',
  'memory-growth',
  'throttling',
  'batch-too-small',
  'far-under-roofline',
  'costly-session-options',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

export interface FindingEvidence {
  readonly label: string;
  /** A number with its unit, and where it comes from where that is not plain. */
  readonly value: string;
}

/** What was found, how much it is, where, and what to try. None without a number. */
export interface Finding {
  readonly kind: FindingKind;
  readonly severity: 'high' | 'medium' | 'low';
  /** One sentence with the number: "6 of 118 operators ran on the CPU and cost 1.90 ms with 4 copies." */
  readonly title: string;
  /** Of one iteration, what it costs at most; null where the evidence does not bound it. */
  readonly costMs: Milliseconds | null;
  readonly evidence: readonly FindingEvidence[];
  /** Places in RunProfile.operators, the dearest first; empty where it concerns the whole run. */
  readonly operators: readonly number[];
  readonly nextStep: string;
}
