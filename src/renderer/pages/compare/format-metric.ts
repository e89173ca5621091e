import type { MetricDifference } from '../../../contract/comparison.ts';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
  formatPercent,
  NOT_MEASURED,
} from '../../../contract/units.ts';

export function formatByUnit(value: number | string | null, unit: MetricDifference['unit']): string {
  if (value === null) return NOT_MEASURED;
  if (typeof value === 'string') return value;
  switch (unit) {
    case 'ms':
      return formatDuration(value);
    case 'bytes':
      return formatBytes(value);
    case 'percent':
      return formatPercent(value);
    case 'per-second':
      return `${formatNumber(value)} /s`;
    case 'count':
      return formatCount(value);
    case 'text':
      return String(value);
  }
}

export interface Verdict {
  readonly tone: 'better' | 'worse' | 'same' | 'neutral';
  /** "0.71× · better": a sign and a word, never the colour alone. */
  readonly ratio: string;
  readonly word: string;
}

/** Ratios nearer to 1 than this are shown, but called the same. */
const SAME_WITHIN = 0.03;

export function verdictOf({ ratio, better, a, b }: MetricDifference): Verdict {
  if (ratio === null) {
    const missing = a === null || b === null;
    return { tone: 'neutral', ratio: NOT_MEASURED, word: a === b || missing ? '' : 'differs' };
  }
  const shown = `${formatNumber(ratio)}×`;
  if (better === 'neither') return { tone: 'neutral', ratio: shown, word: '' };
  if (Math.max(ratio, 1 / ratio) <= 1 + SAME_WITHIN)
    return { tone: 'same', ratio: shown, word: 'within 3 %' };
  const good = better === 'lower' ? ratio < 1 : ratio > 1;
  return { tone: good ? 'better' : 'worse', ratio: shown, word: good ? 'better' : 'worse' };
}
