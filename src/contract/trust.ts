export const TRUST_VERDICTS = ['trusted', 'caution', 'not-trusted'] as const;
export type TrustVerdict = (typeof TRUST_VERDICTS)[number];

/** What is looked at on every run, as a closed set: the weightiest first. */
export const TRUST_CHECKS = [
  'simulated',
  'suspended',
  'outputs',
  'throttling',
  'other-load',
  'steal',
  'cpu-wait',
  'cgroup',
  'swap',
  'samples',
  'spread',
  'drift',
  'clock-rate',
  'battery',
  'governor',
  'interface-cost',
  'sampler-cost',
  'warm-up',
  'modes',
  'outliers',
  'timer',
  'wall-clock',
] as const;
export type TrustCheck = (typeof TRUST_CHECKS)[number];

/** "unknown" is what could not be looked at here; it never counts for or against. */
export type TrustState = 'ok' | 'warning' | 'bad' | 'unknown';

export interface TrustEvidence {
  readonly check: TrustCheck;
  readonly state: TrustState;
  /** One sentence with the numbers; of an unknown one, why it could not be looked at. */
  readonly detail: string;
  /** What was measured and where the line is, in `unit`; null where it is no number. */
  readonly value: number | null;
  readonly limit: number | null;
  readonly unit: string;
  /** Empty where nothing needs doing. */
  readonly nextStep: string;
}

export interface TrustBadge {
  readonly verdict: TrustVerdict;
  /** One sentence: the weightiest reason, or that there is none. */
  readonly sentence: string;
}

/** Whether the machine was fit to measure, and whether the series behaved. */
export interface Trust extends TrustBadge {
  /** Bad ones first, then warnings, then what was in order; what could not be looked at comes last. */
  readonly evidence: readonly TrustEvidence[];
}
