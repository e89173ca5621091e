import type { AbAnswer, AbVerdict } from '../../../contract/ab.ts';
import type { Interval } from '../../../contract/latency.ts';
import { normalQuantile } from '../distributions/normal.ts';
import { tQuantile } from '../distributions/student-t.ts';
import { abSentence } from './sentence.ts';
import { boundAt, FIRST_LOOK, isLook, RANKED_FROM, type LookBound } from './spending.ts';
import { signedRankBound } from './signed-rank.ts';
import { hodgesLehmann, walshAverages, walshInterval } from './walsh.ts';

/** Two that are the same are called different once in five hundred comparisons at most, all looks together. */
const WRONGLY_DIFFERENT = 0.002;
const OUTSIDE_INTERVAL = 0.05;
export const DEFAULT_MARGIN = 0.02;

/** Two times are never known to be nearer to each other than this, whatever the clock. */
const FINEST = 1e-4;
const MOST_NEEDED = 10_000;
/** With fewer, no difference whatever would show. */
const FEWEST = 5;
/** A difference of the size seen would then be found in four of five comparisons. */
const POWER_OF_NEED = 0.8;
/** 19 times in 20. */
const POWER_OF_DETECTION = 0.95;

export interface AbQuestion {
  readonly margin: number;
  /** The budget is used up: what may still be spent on a wrong answer is spent on this look. */
  readonly isLast: boolean;
  /** One step of the clock as a share of the times measured: no interval is narrower. */
  readonly resolution: number;
}

/**
 * What the pairs' ratios (time of B over time of A) say. Below 12 pairs by Student's t at a very small level, from 12
 * on by signed ranks, which ask only for symmetry; two sides in random order have it when they are the same. The
 * interval is a repeated one (Jennison and Turnbull 1989): it covers at all looks together. Between the looks nothing
 * is decided.
 */
export function answerOf(ratios: readonly number[], { margin, isLast, resolution }: AbQuestion): AbAnswer {
  const logs = ratios.filter((ratio) => ratio > 0 && Number.isFinite(ratio)).map(Math.log);
  const pairs = logs.length;
  const averages = walshAverages(logs);
  const centre = pairs === 0 ? Number.NaN : hodgesLehmann(averages);
  const floor = Math.log1p(Math.max(resolution, FINEST));
  const at = (total: number): Interval | null =>
    widened(intervalOf(logs, averages, boundAt(pairs, total, isLast)), floor);
  const interval = at(OUTSIDE_INTERVAL);
  const within = Math.log1p(margin);
  const isDecided = isLast || isLook(pairs);
  const verdict = isDecided ? verdictOf(interval, at(WRONGLY_DIFFERENT), within) : 'undecided';
  const error = standardError(logs, averages, floor);
  const answer: Omit<AbAnswer, 'sentence'> = {
    verdict,
    ratio: Math.exp(centre),
    ratioCi95: interval && [Math.exp(interval[0]), Math.exp(interval[1])],
    pairs,
    needPairs: verdict === 'undecided' ? needPairs(pairs, centre, within - floor, error) : 0,
    minimumDetectable: error === null || pairs < FEWEST ? null : Math.expm1(detectable(pairs, error) + floor),
    margin,
    spread: pairs < 2 ? null : deviation(logs),
  };
  return { ...answer, sentence: abSentence(answer) };
}

function verdictOf(interval: Interval | null, sure: Interval | null, within: number): AbVerdict {
  if (interval !== null && interval[0] >= -within && interval[1] <= within) return 'same';
  if (sure !== null && sure[1] < 0) return 'faster';
  if (sure !== null && sure[0] > 0) return 'slower';
  return 'undecided';
}

function intervalOf(logs: readonly number[], averages: Float64Array, bound: LookBound): Interval | null {
  switch (bound.kind) {
    case 'none':
      return null;
    case 't': {
      const half = tQuantile(1 - bound.tail, logs.length - 1) * (deviation(logs) / Math.sqrt(logs.length));
      const centre = mean(logs);
      return [centre - half, centre + half];
    }
    case 'ranks':
      return walshInterval(averages, bound.rankSum);
  }
}

function widened(interval: Interval | null, by: number): Interval | null {
  return interval && [interval[0] - by, interval[1] + by];
}

/** Of the centre. By ranks where there are enough, so that one process in a slow mode does not hide all else. */
function standardError(logs: readonly number[], averages: Float64Array, floor: number): number | null {
  if (logs.length < 2) return null;
  const least = floor / Math.sqrt(logs.length);
  const plain = deviation(logs) / Math.sqrt(logs.length);
  if (logs.length < RANKED_FROM) return Math.max(least, plain);
  const tail = (1 - 0.95) / 2;
  const between = walshInterval(averages, signedRankBound(logs.length, tail).rankSum);
  const width = between === null ? plain : (between[1] - between[0]) / (2 * normalQuantile(1 - tail));
  return Math.max(least, width);
}

function detectable(pairs: number, error: number): number {
  return (tQuantile(1 - WRONGLY_DIFFERENT / 2, pairs - 1) + tQuantile(POWER_OF_DETECTION, pairs - 1)) * error;
}

/** The nearer of the two ends: sure of a difference as large as seen, or sure that it is within the margin. */
function needPairs(pairs: number, centre: number, within: number, error: number | null): number | null {
  if (error === null) return null;
  const distance = Math.abs(centre);
  const power = normalQuantile(POWER_OF_NEED);
  const until = (quantile: number, room: number): number =>
    room > 0 ? pairs * (((quantile + power) * error) / room) ** 2 : Infinity;
  const wanted = Math.min(
    until(normalQuantile(1 - WRONGLY_DIFFERENT / 2), distance),
    until(normalQuantile(1 - OUTSIDE_INTERVAL / 2), within - distance),
  );
  const more = Math.ceil(wanted) - pairs;
  return wanted > MOST_NEEDED ? null : Math.max(more, FIRST_LOOK - pairs, 1);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}
