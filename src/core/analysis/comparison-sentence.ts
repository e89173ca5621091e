import type { LatencySummary } from '../../contract/latency.ts';
import type { Run } from '../../contract/run.ts';
import { formatDuration, formatNumber } from '../../contract/units.ts';
import { FEW_SAMPLES } from './comparison-cautions.ts';
import { sameWork } from './comparison-rows.ts';

/** Two processes of the same model on the same machine differ by 1 to 3 %, whatever their samples say. */
export const BETWEEN_PROCESSES = 0.03;

/** What two single runs can show, and nothing beyond it. */
export function sentenceOf(a: Run, b: Run, noiseFloor: number | null): string {
  if (a.id === b.id) return 'A and B are the same run.';
  const left = a.latencyMs;
  const right = b.latencyMs;
  if (left === null || right === null) return nothingMeasured(left === null, right === null);
  if (!sameWork(a, b)) return differentWork(a, b, left, right);

  const medians = `${formatDuration(right.p50)} against ${formatDuration(left.p50)}`;
  const ratio = left.p50 / right.p50;
  const factor = Math.max(ratio, 1 / ratio);
  const floor = noiseFloor ?? BETWEEN_PROCESSES;
  if (factor <= 1 + floor) {
    return `No difference that two single runs could show: B’s median and A’s are within ${percent(floor)} of each other (${medians}), as two processes of the same model are${noiseFloor === null ? '' : ' on this machine (calibrated)'}.`;
  }
  const oneRunEach = `One run each: two processes of the same model differ by ${noiseFloor === null ? '1–3 %' : `up to ${percent(floor)} on this machine (calibrated)`}, so only a paired comparison can confirm a small difference.`;
  const verdict = `B’s median is ${times(factor)} ${ratio > 1 ? 'faster' : 'slower'} than A’s (${medians}`;
  if (overlap(left, right)) {
    return `${verdict}), but the medians’ 95 % intervals overlap, so this may be chance. More iterations would tell.`;
  }
  if (Math.min(left.count, right.count) < FEW_SAMPLES) {
    return `${verdict}), on too few iterations to be sure of either median. ${oneRunEach}`;
  }
  return `${verdict}; the medians’ 95 % intervals do not overlap). ${oneRunEach}`;
}

function percent(share: number): string {
  return `${formatNumber(Number((share * 100).toPrecision(2)), 2).replace(/\.0$/, '')} %`;
}

function nothingMeasured(a: boolean, b: boolean): string {
  const who = a && b ? 'Neither run has' : `${a ? 'A' : 'B'} has no`;
  return `${who}${a && b ? ' any' : ''} measured latency, so there is nothing to compare.`;
}

function differentWork(a: Run, b: Run, left: LatencySummary, right: LatencySummary): string {
  const medians = `B’s median iteration took ${times(right.p50 / left.p50)} A’s time (${formatDuration(right.p50)} against ${formatDuration(left.p50)})`;
  const rates =
    a.throughput === null || b.throughput === null
      ? ''
      : `, and B did ${times(b.throughput.samplesPerSecond / a.throughput.samplesPerSecond)} A’s samples per second`;
  return `The two did different work in an iteration (${workOf(a)} in A, ${workOf(b)} in B), so neither is faster as such: ${medians}${rates}.`;
}

function workOf({ config }: Run): string {
  return config.sequence === null
    ? `batch ${config.batch}`
    : `batch ${config.batch}, sequence ${config.sequence}`;
}

function overlap(left: LatencySummary, right: LatencySummary): boolean {
  const [a, b] = [left.intervals.p50, right.intervals.p50];
  // Without an interval nothing can be told apart.
  return a === undefined || b === undefined || (a[0] <= b[1] && b[0] <= a[1]);
}

function times(factor: number): string {
  return `${formatNumber(factor)}×`;
}
