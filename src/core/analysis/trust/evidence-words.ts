import type { TrustCheck, TrustEvidence, TrustVerdict } from '../../../contract/trust.ts';
import { formatBytes, formatDuration, formatPercent } from '../../../contract/units.ts';

export const VERDICT_WORDS: Readonly<Record<TrustVerdict, string>> = {
  trusted: 'trusted',
  caution: 'caution',
  'not-trusted': 'not trusted',
};

export const CHECK_TITLES: Readonly<Record<TrustCheck, string>> = {
  simulated: 'Measured for real',
  suspended: 'Suspended',
  outputs: 'Outputs',
  throttling: 'Throttling',
  'other-load': 'Other load',
  steal: 'Hypervisor',
  'cpu-wait': 'Waiting for a core',
  cgroup: 'Control group',
  swap: 'Swap',
  samples: 'Samples',
  spread: 'Spread',
  drift: 'Drift',
  'clock-rate': 'Clock rate',
  battery: 'Battery',
  governor: 'Governor',
  'interface-cost': 'Dyno’s own cost',
  'sampler-cost': 'Sampler’s cost',
  'warm-up': 'Warm-up',
  modes: 'Two speeds',
  outliers: 'Outliers',
  timer: 'Timer',
  'wall-clock': 'Wall clock',
};

/** What was measured, and where the line is; empty where it is no number. */
export function evidenceNumbers({ value, limit, unit }: Pick<TrustEvidence, 'value' | 'limit' | 'unit'>): {
  readonly value: string;
  readonly limit: string;
} {
  return { value: inUnit(value, unit), limit: inUnit(limit, unit) };
}

function inUnit(amount: number | null, unit: string): string {
  if (amount === null || !Number.isFinite(amount)) return '';
  if (unit === 'ms') return formatDuration(amount);
  if (unit === 'bytes') return formatBytes(amount);
  if (unit === '%') return formatPercent(amount);
  return `${Number(amount.toFixed(2))} ${unit}`.trim();
}
