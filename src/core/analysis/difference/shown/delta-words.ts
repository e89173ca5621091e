import type { Difference, DifferencePart, MatchKind } from '../../../../contract/difference.ts';
import type { Interval } from '../../../../contract/latency.ts';
import { formatCount, formatDuration, NOT_MEASURED, type Milliseconds } from '../../../../contract/units.ts';

const MINUS = '−';

/** "+3.92 ms", "−118 µs". */
export function signedDuration(ms: Milliseconds | null): string {
  if (ms === null || Number.isNaN(ms)) return NOT_MEASURED;
  if (ms === 0) return '0 ms';
  return `${ms > 0 ? '+' : MINUS}${formatDuration(Math.abs(ms))}`;
}

export function signedInterval(interval: Interval | null): string {
  return interval === null ? '' : `[${signedDuration(interval[0])}, ${signedDuration(interval[1])}]`;
}

/** Of a whole, with its sign: "+1.6 %". A whole of nothing has no parts. */
export function signedShare(part: number, whole: number): string {
  if (!(whole > 0) || !Number.isFinite(part)) return NOT_MEASURED;
  const percent = (100 * part) / whole;
  if (percent === 0) return '0 %';
  return `${percent > 0 ? '+' : MINUS}${sizeOf(percent)} %`;
}

function sizeOf(percent: number): string {
  const size = Math.abs(percent);
  return size >= 10 ? formatCount(size) : size.toFixed(size >= 0.095 ? 1 : 2);
}

/** What a part is of a change: below zero where it went against it. A change of nothing has no parts. */
export function contribution(partMs: Milliseconds, wholeMs: Milliseconds): string {
  if (wholeMs === 0 || !Number.isFinite(partMs)) return NOT_MEASURED;
  return percentOf((100 * partMs) / wholeMs);
}

/** As a contribution is written. */
export function percentOf(percent: number): string {
  return `${percent < 0 ? MINUS : ''}${sizeOf(percent)} %`;
}

/** The word that goes with a sign and a hue. */
export function deltaWord(deltaMs: Milliseconds): 'slower' | 'faster' | 'the same' {
  if (deltaMs === 0) return 'the same';
  return deltaMs > 0 ? 'slower' : 'faster';
}

export const MATCH_WORDS: Readonly<Record<MatchKind, string>> = {
  same: 'same',
  renamed: 'renamed',
  replaced: 'replaced',
  requantised: 'requantised',
  fused: 'fused',
  split: 'split',
  new: 'new',
  gone: 'gone',
};

/** Whether its time is known to have moved: without an interval nobody can tell, and what was measured stands. */
export function isUnclear({ deltaCi95, isClear }: DifferencePart): boolean {
  return deltaCi95 !== null && !isClear;
}

/** What "iteration", "step" and "trace" are called above a time. */
export const PER_WORDS: Readonly<Record<Difference['per'], string>> = {
  iteration: 'a median iteration',
  step: 'a mean step',
  trace: 'the whole trace',
};

/** Of the two sides' names the shortest that tell them apart. */
export function sideNames({ a, b }: Pick<Difference, 'a' | 'b'>): { readonly a: string; readonly b: string } {
  return { a: a === '' ? 'A' : a, b: b === '' ? 'B' : b };
}
