import type { Seconds } from '../../../contract/units.ts';
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

export interface CounterKind {
  /** How long the counter may stand still though energy flows. */
  readonly updateSeconds: Seconds;
  /** It counts in steps of this. */
  readonly stepJoules: number;
  /** After which it begins again at nought; null: it was unwound where it was read, or never wraps. */
  readonly wrapsAtJoules: number | null;
  /** Known error of the sensor itself, as a share, with where that is known from. */
  readonly tolerance: number;
  readonly toleranceWords: string;
}

/** Further from the run's end than this, or than that share of it, a reading says nothing of the end. */
const FAR_SECONDS = 1;
const FAR_SHARE = 0.1;

/**
 * Difference of a counter between two times. What it says is at most `updateSeconds` old, so the true count at a time
 * lies between the last reading before it and the first one after it by that much: the error at either end is how far
 * these are apart, whatever the power does in between.
 */
export function counterEnergy(
  series: MeterSeries,
  { fromSeconds, toSeconds }: Span,
  kind: CounterKind,
): Metered {
  const counted = unwound(readable(series), kind);
  const { atSeconds, values } = counted.series;
  if (values.length < 2) return unknown('Its counter was not read twice while it measured.');
  const far = Math.max(FAR_SECONDS, FAR_SHARE * (toSeconds - fromSeconds));
  if ((atSeconds[0] as number) > fromSeconds + far || (atSeconds.at(-1) as number) < toSeconds - far) {
    return unknown('Its counter was not read at the beginning and at the end of what was measured.');
  }
  const begin = countAt(counted.series, fromSeconds, kind);
  const end = countAt(counted.series, toSeconds, kind);
  const joules = end.joules - begin.joules;
  if (!(joules > 0)) {
    return unknown(
      toSeconds - fromSeconds < 10 * kind.updateSeconds
        ? 'Too short to say: its counter did not move in that time.'
        : 'Its counter does not move.',
    );
  }
  const gaps = counted.lost
    .filter(({ at }) => at > fromSeconds && at <= toSeconds + kind.updateSeconds)
    .reduce((sum, lost) => sum + lost.joules, 0);
  const parts = [
    { joules: kind.tolerance * joules, words: kind.toleranceWords },
    {
      joules: begin.error + end.error,
      words: `${formatJoules(begin.error + end.error)} since it begins and ends between two readings`,
    },
    { joules: 2 * kind.stepJoules, words: `a counter step of ${formatJoules(kind.stepJoules)} at each end` },
    { joules: gaps, words: `${formatJoules(gaps)} where the counter began anew` },
  ];
  const errorJoules = parts.reduce((sum, part) => sum + part.joules, 0);
  if (errorJoules > joules)
    return unknown('Too short to say: the error would be larger than what was counted.');
  return { kind: 'measured', joules, errorJoules, parts };
}

interface Count {
  readonly joules: number;
  readonly error: number;
}

function countAt({ atSeconds, values }: MeterSeries, seconds: Seconds, kind: CounterKind): Count {
  const before = indexAt(atSeconds, seconds);
  const after = indexAt(atSeconds, seconds + kind.updateSeconds) + 1;
  const slope = steepest(atSeconds, values);
  const low =
    before >= 0
      ? (values[before] as number)
      : (values[0] as number) - slope * ((atSeconds[0] as number) - seconds + kind.updateSeconds);
  const high =
    after < values.length
      ? (values[after] as number)
      : (values.at(-1) as number) + slope * (seconds + kind.updateSeconds - (atSeconds.at(-1) as number));
  const guess = interpolated(atSeconds, values, seconds + kind.updateSeconds / 2);
  const joules = Math.min(high, Math.max(low, guess));
  return { joules, error: Math.max(joules - low, high - joules) };
}

function interpolated(times: Float64Array, values: Float64Array, seconds: Seconds): number {
  const last = times.length - 1;
  const index = Math.min(last - 1, Math.max(0, indexAt(times, seconds)));
  const [t0, t1] = [times[index] as number, times[index + 1] as number];
  const [v0, v1] = [values[index] as number, values[index + 1] as number];
  return v0 + ((v1 - v0) * (seconds - t0)) / (t1 - t0);
}

/** Highest power between any two readings, for what lies before the first of them or after the last. */
function steepest(times: Float64Array, values: Float64Array): number {
  let most = 0;
  const step = usualStep(times) / 2;
  for (let index = 1; index < times.length; index += 1) {
    const passed = (times[index] as number) - (times[index - 1] as number);
    most = Math.max(
      most,
      ((values[index] as number) - (values[index - 1] as number)) / Math.max(step, passed),
    );
  }
  return most;
}

interface Unwound {
  readonly series: MeterSeries;
  /** Where it began anew and nobody can say what was lost: the energy put in its place, which may be off by as much. */
  readonly lost: readonly { readonly at: Seconds; readonly joules: number }[];
}

/**
 * A count that only rises. A fall by more than half of the known range is the counter's wrap; any other is a driver
 * that was loaded anew, and what flowed meanwhile is put in by the power just before.
 */
function unwound({ atSeconds, values }: MeterSeries, { wrapsAtJoules }: CounterKind): Unwound {
  const risen = Float64Array.from(values);
  const lost: { at: Seconds; joules: number }[] = [];
  let power = 0;
  for (let index = 1; index < values.length; index += 1) {
    const passed = (atSeconds[index] as number) - (atSeconds[index - 1] as number);
    let step = (values[index] as number) - (values[index - 1] as number);
    if (step < 0 && wrapsAtJoules !== null && -step > wrapsAtJoules / 2) step += wrapsAtJoules;
    if (step < 0) {
      const joules = Math.max(power * passed, values[index] as number);
      lost.push({ at: atSeconds[index] as number, joules });
      step = joules;
    } else if (passed > 0) power = Math.max(step / passed, power / 2);
    risen[index] = (risen[index - 1] as number) + step;
  }
  return { series: { atSeconds, values: risen }, lost };
}
