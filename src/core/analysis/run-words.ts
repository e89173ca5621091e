import type { RunConfig, RunWork } from '../../contract/run.ts';
import type { StopRule, WarmupReport } from '../../contract/signals.ts';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
  formatScaled,
  NOT_MEASURED,
  type Bytes,
} from '../../contract/units.ts';
import { STEADY_NEEDS_ITERATIONS } from './steady-state.ts';

/** "1 240 iterations, 210 ms (steady)". */
export function warmupWords({ iterations, durationMs, endedBy, steady }: WarmupReport): string {
  const found = {
    steady: 'steady',
    cap: steady ? 'cap reached: steady' : capWords(iterations),
    fixed: 'as many as asked for',
  } as const;
  return `${countWords(iterations)}, ${formatDuration(durationMs)} (${found[endedBy]})`;
}

function capWords(iterations: number): string {
  const isShort = iterations < STEADY_NEEDS_ITERATIONS;
  return isShort ? 'time was up: too few to tell whether steady' : 'cap reached: not found steady';
}

/** What ended the measured loop, as in "ended by its time budget"; empty where a count did, as is usual. */
export function stopWords(rule: StopRule | null, { precision }: Pick<RunConfig, 'precision'>): string {
  const wanted = precision === null ? '' : `±${formatNumber(precision * 100)} %`;
  switch (rule) {
    case 'precision':
      return `p50 within ${wanted}`;
    case 'duration':
      return wanted === '' ? 'time budget used' : `time budget used before p50 was within ${wanted}`;
    case 'iterations':
      return wanted === '' ? '' : `all iterations done before p50 was within ${wanted}`;
    case 'limit':
      return 'the most samples that one run keeps';
    case 'stopped':
      return 'stopped';
    case null:
      return '';
  }
}

/** What a cold-cache run did, and with how much. */
export function coldCacheWords(bytes: Bytes): string {
  return `${formatBytes(bytes)} overwritten before each iteration`;
}

/** "1.23 GFLOP an iteration · 45.6 GFLOP/s". */
export function workWords({ flops, flopsPerSecond }: RunWork): string {
  const each = `${formatFlops(flops)} an iteration`;
  return flopsPerSecond === null ? each : `${each} · ${formatFlops(flopsPerSecond)}/s`;
}

export function formatFlops(flops: number | null | undefined): string {
  const scaled = formatScaled(flops);
  if (scaled === NOT_MEASURED) return scaled;
  return scaled.includes(' ') ? `${scaled}FLOP` : `${scaled} FLOP`;
}

function countWords(iterations: number): string {
  return iterations === 1 ? '1 iteration' : `${formatCount(iterations)} iterations`;
}
