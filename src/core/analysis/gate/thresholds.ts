import {
  GATE_DEFAULTS,
  type GateKind,
  type GateRequest,
  type GateThresholds,
} from '../../../contract/gate.ts';

export type FailOn = NonNullable<GateRequest['failOn']>;

export function fillThresholds(given: Partial<GateThresholds> = {}): GateThresholds {
  return { ...GATE_DEFAULTS, ...given, levels: { ...GATE_DEFAULTS.levels, ...given.levels } };
}

/**
 * The fixed line, as a ratio. No fifth of the agreement may be lost unnoticed: of accuracy the alert is where it is
 * critical.
 */
export function fixedLimit({ alertRatio, levels }: GateThresholds, kind: GateKind, failOn: FailOn): number {
  if (failOn !== 'alert') return 1 + levels[kind][failOn];
  return kind === 'accuracy' ? 1 + levels.accuracy.critical : alertRatio;
}

export function gradeOf(
  ratio: number,
  { levels }: GateThresholds,
  kind: GateKind,
): 'fine' | 'warning' | 'critical' {
  if (ratio > 1 + levels[kind].critical) return 'critical';
  return ratio > 1 + levels[kind].warning ? 'warning' : 'fine';
}
