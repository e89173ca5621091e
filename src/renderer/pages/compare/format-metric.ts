import type { MetricDifference } from '../../../contract/comparison.ts';
import type { LatencySummary } from '../../../contract/latency.ts';
import { formatCount, formatNumber, NOT_MEASURED } from '../../../contract/units.ts';
import { SAMPLES_WANTED, samplesMissing } from '../../../core/analysis/summary.ts';

export interface Verdict {
  readonly tone: 'better' | 'worse' | 'same' | 'neutral';
  /** "0.71× · better": a sign and a word, never the colour alone. */
  readonly ratio: string;
  readonly word: string;
}

/** Ratios nearer to 1 than this are shown, but called the same: two processes of one model differ by as much. */
const SAME_WITHIN_PERCENT = 3;

/** Values that rest on one event of the run, or on its few slowest iterations, differ by far more by chance. */
const LOOSE_WITHIN_PERCENT = 20;
const LOOSE = new Set(['loadMs', 'firstRunMs', 'max', 'std']);

export function verdictOf({ id, ratio, better, a, b }: MetricDifference): Verdict {
  if (ratio === null) {
    const missing = a === null || b === null;
    return { tone: 'neutral', ratio: NOT_MEASURED, word: a === b || missing ? '' : 'differs' };
  }
  const shown = `${formatNumber(ratio)}×`;
  if (better === 'neither') return { tone: 'neutral', ratio: shown, word: '' };
  const within = LOOSE.has(id) ? LOOSE_WITHIN_PERCENT : SAME_WITHIN_PERCENT;
  if (Math.round(Math.max(ratio, 1 / ratio) * 100) <= 100 + within) {
    return { tone: 'same', ratio: shown, word: `within ${within} %` };
  }
  const good = better === 'lower' ? ratio < 1 : ratio > 1;
  return { tone: good ? 'better' : 'worse', ratio: shown, word: good ? 'better' : 'worse' };
}

/** Why a percentile is "—": "needs 562 more samples"; empty for what is missing for another reason. */
export function missingReason(id: string, count: number): string {
  if (!Object.hasOwn(SAMPLES_WANTED, id)) return '';
  const missing = samplesMissing(id as keyof typeof SAMPLES_WANTED, count);
  return missing === 0 ? '' : `needs ${formatCount(missing)} more samples`;
}

/** Half the median's 95 % interval in percent of it: "±0.2 %"; empty where there is none. */
export function formatInterval({ p50, intervals }: LatencySummary): string {
  if (intervals.p50 === undefined) return '';
  const [p50Low, p50High] = intervals.p50;
  const half = (Math.max(p50High - p50, p50 - p50Low) / p50) * 100;
  return `±${half < 0.05 ? '<0.1' : half.toFixed(1)} %`;
}
