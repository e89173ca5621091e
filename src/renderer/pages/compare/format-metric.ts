import type { ComparedMetric } from '../../../contract/side-by-side.ts';
import type { Interval, LatencySummary } from '../../../contract/latency.ts';
import { formatCount, formatNumber, NOT_MEASURED } from '../../../contract/units.ts';
import { SAMPLES_WANTED, samplesMissing } from '../../../core/analysis/summary.ts';

export interface RatioWords {
  readonly tone: 'better' | 'worse' | 'same' | 'neutral';
  /** "0.71× · better": a sign and a word, never the colour alone. */
  readonly ratio: string;
  readonly word: string;
}

/** Values that rest on one event of the run, or on its few slowest iterations, differ by far more by chance. */
const LOOSE_WITHIN = 0.2;
const LOOSE = new Set(['loadMs', 'firstRunMs', 'max', 'std', 'mad']);

type Row = Pick<ComparedMetric, 'id' | 'better' | 'values' | 'ratios' | 'intervals'>;

/** Of the run at that place. Ratios no further from 1 than two runs of one model differ by are shown, but judged the same. */
export function ratioWords(
  { id, better, values, ratios, intervals }: Row,
  place: number,
  noiseShare: number,
): RatioWords {
  const ratio = ratios[place] ?? null;
  if (ratio === null) {
    const [value, reference] = [values[place] ?? null, values[0] ?? null];
    const missing = value === null || reference === null;
    return { tone: 'neutral', ratio: NOT_MEASURED, word: value === reference || missing ? '' : 'differs' };
  }
  const shown = `${formatNumber(ratio)}×`;
  if (better === 'neither') return { tone: 'neutral', ratio: shown, word: '' };
  const own = Math.hypot(
    noiseShare,
    halfWidth(values[0] ?? null, intervals[0] ?? null),
    halfWidth(values[place] ?? null, intervals[place] ?? null),
  );
  const within = LOOSE.has(id) ? Math.max(LOOSE_WITHIN, own) : own;
  if (Math.max(ratio, 1 / ratio) <= 1 + within + 1e-9) {
    return {
      tone: 'same',
      ratio: shown,
      word: `within ${formatNumber(within * 100, 2).replace(/\.0$/, '')} %`,
    };
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
export function formatInterval({ p50, intervals }: Pick<LatencySummary, 'p50' | 'intervals'>): string {
  return intervalWords(p50, intervals.p50 ?? null);
}

function halfWidth(value: number | string | null, interval: Interval | null): number {
  if (interval === null || typeof value !== 'number' || !(value > 0)) return 0;
  return Math.max(interval[1] - value, value - interval[0]) / value;
}

/** The wider half of any 95 % interval in percent of its value. */
export function intervalWords(value: number | string | null, interval: Interval | null): string {
  if (interval === null || typeof value !== 'number' || !(value > 0)) return '';
  const half = halfWidth(value, interval) * 100;
  return `±${half < 0.05 ? '<0.1' : half.toFixed(1)} %`;
}
