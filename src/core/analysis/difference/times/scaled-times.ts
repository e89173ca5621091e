import type { Interval, LatencySummary } from '../../../../contract/latency.ts';
import type { RunProfile } from '../../../../contract/profile.ts';
import type { Run } from '../../../../contract/run.ts';
import type { Milliseconds } from '../../../../contract/units.ts';

/** Where the median iteration of one run went: operators and what lies outside of them add up to it. */
export interface ScaledTimes {
  readonly totalMs: Milliseconds;
  readonly totalCi95: Interval | null;
  /** Of each operator; how far its interval reaches, NaN where it has none. */
  readonly ms: Float64Array;
  readonly reachMs: Float64Array;
  readonly outsideMs: Milliseconds;
  /** How far that may be off: what the operators' and the total's may be off together. Null where nobody can tell. */
  readonly outsideReachMs: Milliseconds | null;
}

/** A profile accounts for the mean of the clean pass: brought to its median, by which runs are held against each other. */
export function scaledTimes({ latencyMs }: Pick<Run, 'latencyMs'>, profile: RunProfile): ScaledTimes {
  const totalMs = latencyMs?.p50 ?? profile.cleanMeanMs;
  const { operators, outsideMs } = profile;
  const accountedMs = operators.reduce((sum, { selfMs }) => sum + selfMs, outsideMs);
  const scale = accountedMs > 0 && Number.isFinite(totalMs / accountedMs) ? totalMs / accountedMs : 1;
  const ms = Float64Array.from(operators, ({ selfMs }) => selfMs * scale);
  const reachMs = Float64Array.from(operators, ({ selfMs, selfMsCi95 }) =>
    selfMsCi95 === null ? Number.NaN : Math.max(0, selfMsCi95[1] - selfMs) * scale,
  );
  const totalCi95 = latencyMs === null ? null : (latencyMs.intervals.p50 ?? roughInterval(latencyMs));
  const known = reachMs.filter((reach) => !Number.isNaN(reach));
  const squares = known.reduce((sum, reach) => sum + reach * reach, 0);
  return {
    totalMs,
    totalCi95,
    ms,
    reachMs,
    outsideMs: totalMs - ms.reduce((sum, value) => sum + value, 0),
    outsideReachMs:
      totalCi95 === null || known.length === 0 ? null : Math.sqrt(squares + reachOf(totalCi95) ** 2),
  };
}

const FEWEST = 5;
/** Deviation of a normal distribution over its median absolute deviation, a median's error over the mean's, and 95 %. */
const REACH_OF_MAD = 1.4826 * 1.2533 * 1.96;

/** Of a run with too few iterations for an interval of its own. */
function roughInterval({ p50, mad, count }: LatencySummary): Interval | null {
  if (count < FEWEST || !Number.isFinite(mad)) return null;
  return around(p50, (REACH_OF_MAD * mad) / Math.sqrt(count));
}

export function reachOf([low, high]: Interval): number {
  return Math.max(0, (high - low) / 2);
}

export function around(middle: number, reach: number): Interval {
  return [middle - reach, middle + reach];
}
