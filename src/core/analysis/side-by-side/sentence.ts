import type { AbAnswer } from '../../../contract/ab.ts';
import type { Interval } from '../../../contract/latency.ts';
import type { Run } from '../../../contract/run.ts';
import type { ComparisonReason, RunVerdict } from '../../../contract/side-by-side.ts';
import { formatCount, formatDuration, formatNumber, formatPercent } from '../../../contract/units.ts';
import { formatRatio } from '../ab/sentence.ts';
import type { Sides } from './guard-words.ts';
import { inputsOf, otherWork } from './same-work.ts';

export type Answer = Pick<RunVerdict, 'verdict' | 'ratio' | 'ratioCi95' | 'margin' | 'noiseFloor'>;

/** What two single runs show, and nothing beyond it. B is held against A. */
export function storedSentence(a: Run, b: Run, answer: Answer, sides: Sides): string {
  const [sideA, sideB] = sides;
  const { verdict, ratio, ratioCi95, margin, noiseFloor } = answer;
  const medians = mediansOf(a, b);
  const evidence = `${medians} at the median; ${ratioWords(ratio ?? Number.NaN, ratioCi95)}; ${floorWords(noiseFloor)}`;
  switch (verdict) {
    case 'faster':
      return `${sideB} is ${times(1 / (ratio as number))} faster than ${sideA} (${evidence}).`;
    case 'slower':
      return `${sideB} is ${times(ratio as number)} slower than ${sideA} (${evidence}).`;
    case 'same':
      return `${sideB} and ${sideA} take the same time within ${percent(margin)} (${evidence}).`;
    default:
      return ratioCi95 === null
        ? `Undecided: too few iterations for an interval (${medians} at the median; ${ratioWords(ratio ?? Number.NaN, null)}).`
        : `No difference between ${sideB} and ${sideA} that two single runs could show (${evidence}). A tested comparison would tell.`;
  }
}

/** The pairs' own answer, with the sides as they are called here. */
export function testedSentence(answer: AbAnswer, isTurned: boolean, [sideA, sideB]: Sides): string {
  const { verdict, pairs, margin } = answer;
  const ratio = isTurned ? 1 / answer.ratio : answer.ratio;
  const interval = isTurned ? turned(answer.ratioCi95) : answer.ratioCi95;
  const count = pairs === 1 ? '1 pair' : `${formatCount(pairs)} pairs`;
  const evidence = `tested: ${ratioWords(ratio, interval)}, ${count}`;
  if (verdict === 'same') {
    return `${sideB} and ${sideA} take the same time within ${percent(margin)} (${evidence}).`;
  }
  if (verdict === 'undecided') {
    return pairs === 0
      ? 'Undecided: no pair was measured to its end.'
      : `Undecided between ${sideB} and ${sideA} after ${count} (${evidence}).`;
  }
  return ratio < 1
    ? `${sideB} is ${times(1 / ratio)} faster than ${sideA} (${evidence}).`
    : `${sideB} is ${times(ratio)} slower than ${sideA} (${evidence}).`;
}

export function turned(interval: Interval | null): Interval | null {
  return interval && [1 / interval[1], 1 / interval[0]];
}

/** Why there is no verdict: the weightiest reason, and what the numbers are all the same. */
export function blockedSentence(a: Run, b: Run, reasons: readonly ComparisonReason[], sides: Sides): string {
  const [sideA, sideB] = sides;
  const [first] = reasons;
  if (first?.kind === 'nothing-measured') {
    const both = reasons.filter(({ kind }) => kind === 'nothing-measured').length > 1;
    return both
      ? `Neither ${sideA} nor ${sideB} has measured anything, so there is nothing to compare.`
      : `${first.text} There is nothing to compare.`;
  }
  const work = otherWork(a, b);
  if (work !== null && reasons.every(({ kind, blocks }) => !blocks || kind === 'other-shapes')) {
    return differentWork(a, b, sides);
  }
  const others = reasons.filter(({ blocks }) => blocks).length - 1;
  const also = others > 0 ? ` (and ${others} more ${others === 1 ? 'reason' : 'reasons'})` : '';
  return `${sideA} and ${sideB} cannot be held against each other${also}: ${lower(first?.text ?? '')} Their medians are ${inOrder(a, b, sides)}.`;
}

function lower(text: string): string {
  return /^(Different|Both|The|Where)/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

function inOrder(a: Run, b: Run, [sideA, sideB]: Sides): string {
  return `${formatDuration(a.latencyMs?.p50)} in ${sideA} and ${formatDuration(b.latencyMs?.p50)} in ${sideB}`;
}

function differentWork(a: Run, b: Run, [sideA, sideB]: Sides): string {
  const [left, right] = [a.latencyMs?.p50 ?? Number.NaN, b.latencyMs?.p50 ?? Number.NaN];
  const medians = `${sideB}’s median iteration took ${times(right / left)} ${sideA}’s time (${mediansOf(a, b)})`;
  const rates =
    a.throughput === null || b.throughput === null || !(a.throughput.samplesPerSecond > 0)
      ? ''
      : `, and ${sideB} did ${times(b.throughput.samplesPerSecond / a.throughput.samplesPerSecond)} ${sideA}’s samples per second`;
  return `The two did different work in an iteration (${workOf(a, b)} in ${sideA}, ${workOf(b, a)} in ${sideB}), so neither is faster as such: ${medians}${rates}.`;
}

function workOf(run: Run, other: Run): string {
  const { config } = run;
  const size = config.sequence === null ? '' : `, sequence ${config.sequence}`;
  const isShape = config.batch === other.config.batch && config.sequence === other.config.sequence;
  return isShape ? inputsOf(run) : `batch ${config.batch}${size}`;
}

function mediansOf(a: Run, b: Run): string {
  return `${formatDuration(b.latencyMs?.p50)} against ${formatDuration(a.latencyMs?.p50)}`;
}

export function ratioWords(ratio: number, interval: Interval | null): string {
  const ends = interval && `, 95 % ${formatRatio(interval[0])} to ${formatRatio(interval[1])}`;
  return `time ratio ${formatRatio(ratio)}${ends ?? ''}`;
}

function floorWords({ share, source }: RunVerdict['noiseFloor']): string {
  return source === 'calibrated'
    ? `two runs of one model differ by up to ${percent(share)} on this machine (calibrated)`
    : `two runs of one model are taken to differ by up to ${percent(share)}, since this machine was not calibrated`;
}

export function percent(share: number): string {
  const value = Number((share * 100).toPrecision(2));
  return Number.isInteger(value) ? `${value} %` : formatPercent(value);
}

export function times(factor: number): string {
  return `${formatNumber(factor)}×`;
}
