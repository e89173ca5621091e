import type { Seconds } from '../../../contract/units.ts';
import { tQuantile } from '../distributions/student-t.ts';
import { formatJoules } from './joules.ts';
import {
  indexAt,
  readable,
  unknown,
  usualStep,
  type Metered,
  type MeterSeries,
  type Span,
} from './series.ts';

export interface PowerKind {
  /** Each reading is a mean over so long a time before it; 0 is an instant. */
  readonly windowSeconds: Seconds;
  /** The share of that window in which the sensor looks at all. */
  readonly coverage: number;
  readonly tolerance: number;
  readonly toleranceWords: string;
}

/** Fewer windows than this, and what the sensor smears over its ends is much of the whole. */
const FEW_WINDOWS = 10;
/** Three of the usual steps without a reading are a gap. */
const GAP_STEPS = 3;
const MOST_GAPS = 0.5;

/**
 * Power put together over time: a trapezoid between fresh readings, each standing at the middle of the window that it
 * is the mean of. NVIDIA's sensors look for a quarter of the time alone on A100 and H100 (Yang, Adámek, Armour,
 * "Part-time Power Measurements", arXiv 2312.02741), so that readings are a sample of the power: the error has a
 * 95 % interval for what nobody looked at, from how much the readings themselves vary.
 */
export function powerEnergy(series: MeterSeries, span: Span, kind: PowerKind): Metered {
  const seconds = span.toSeconds - span.fromSeconds;
  const { atSeconds, values } = centred(readable(series), kind.windowSeconds);
  const first = indexAt(atSeconds, span.fromSeconds) + 1;
  const last = indexAt(atSeconds, span.toSeconds);
  const inside = values.subarray(first, last + 1);
  const window = `${kind.windowSeconds.toFixed(kind.windowSeconds < 0.1 ? 3 : 1)} s`;
  if (seconds < kind.windowSeconds) {
    return unknown(
      `Too short to say: it measured for ${seconds.toFixed(2)} s, and a reading is the mean over ${window}.`,
    );
  }
  if (inside.length < 2) {
    return unknown(
      `Too short to say: ${inside.length === 0 ? 'no reading' : 'one reading'} of the power in that time.`,
    );
  }
  const around = {
    atSeconds: atSeconds.subarray(Math.max(0, first - 1), last + 2),
    values: values.subarray(Math.max(0, first - 1), last + 2),
  };
  const most = Math.max(...extremes(around.values));
  if (!(most > 0)) return unknown('Its meter says 0 W, which nothing that runs draws.');
  const step = Math.max(usualStep(around.atSeconds), kind.windowSeconds);
  const gapSeconds = gapsIn(around.atSeconds, span, GAP_STEPS * step);
  if (gapSeconds > MOST_GAPS * seconds) return unknown('Its power could not be read for most of that time.');

  const joules = trapezoid(around, span);
  const seenShare = Math.min(1, kind.windowSeconds / step) * kind.coverage;
  const looks = Math.max(2, seconds / step);
  const unseen =
    tQuantile(0.975, Math.max(1, looks - 1)) * spread(inside) * seconds * Math.sqrt((1 - seenShare) / looks);
  const ends = 1.5 * most * step;
  const gaps = gapSeconds * most;
  const parts = [
    { joules: kind.tolerance * joules, words: kind.toleranceWords },
    {
      joules: ends,
      words:
        `${formatJoules(ends)} since it begins and ends between two readings` +
        (looks < FEW_WINDOWS ? `, of which there were only ${inside.length}` : ''),
    },
    {
      joules: unseen,
      words: `${formatJoules(unseen)} since the sensor looks for ${Math.round(seenShare * 100)} % of the time alone`,
    },
    { joules: gaps, words: `${formatJoules(gaps)} for ${gapSeconds.toFixed(1)} s without a reading` },
  ];
  const errorJoules = parts.reduce((sum, part) => sum + part.joules, 0);
  if (errorJoules > joules) {
    return unknown(
      `Too short to say: ${seconds.toFixed(2)} s are ${looks.toFixed(0)} windows of the sensor (${window}), and the error would be larger than the energy.`,
    );
  }
  return { kind: 'measured', joules, errorJoules, parts };
}

function centred({ atSeconds, values }: MeterSeries, windowSeconds: Seconds): MeterSeries {
  return { atSeconds: atSeconds.map((at) => at - windowSeconds / 2), values };
}

/** Straight lines between readings; the nearest reading beyond the first and the last. */
function trapezoid({ atSeconds, values }: MeterSeries, { fromSeconds, toSeconds }: Span): number {
  const at = (seconds: Seconds): number => {
    const index = indexAt(atSeconds, seconds);
    if (index < 0) return values[0] as number;
    if (index >= values.length - 1) return values.at(-1) as number;
    const [t0, t1] = [atSeconds[index] as number, atSeconds[index + 1] as number];
    const [v0, v1] = [values[index] as number, values[index + 1] as number];
    return v0 + ((v1 - v0) * (seconds - t0)) / (t1 - t0);
  };
  let joules = 0;
  let [time, power] = [fromSeconds, at(fromSeconds)];
  for (let index = 0; index <= atSeconds.length; index += 1) {
    const next = index < atSeconds.length ? (atSeconds[index] as number) : toSeconds;
    if (next <= time && index < atSeconds.length) continue;
    const until = Math.min(next, toSeconds);
    const then = at(until);
    joules += ((power + then) / 2) * (until - time);
    [time, power] = [until, then];
    if (until >= toSeconds) break;
  }
  return joules;
}

/** Time in the span further than usual from any reading. */
function gapsIn(times: Float64Array, { fromSeconds, toSeconds }: Span, longest: Seconds): Seconds {
  let gaps = 0;
  let before = fromSeconds;
  for (const time of [...times, toSeconds]) {
    const until = Math.min(time, toSeconds);
    if (until - before > longest) gaps += until - before;
    before = Math.max(before, until);
  }
  return gaps;
}

function extremes(values: Float64Array): [number, number] {
  return values.reduce<[number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
}

function spread(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
