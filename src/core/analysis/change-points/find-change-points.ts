import { valueAtRank } from '../order-statistics.ts';
import { findLevels } from './find-levels.ts';
import { noiseScale, resolutionOf } from './noise-scale.ts';
import { describeSegment, type Segment } from './segment.ts';
import { RUNS_TO_EITHER_SIDE, SETTINGS } from './settings.ts';

export interface FoundChange {
  /** Of the first value after the change. */
  readonly index: number;
  /** Chance of such a change somewhere in a history without one. */
  readonly pValue: number;
  readonly before: Level;
  readonly after: Level;
}

/** Of up to thirty values on one side of a change; with what the mean of them may be off by. */
export interface Level {
  readonly value: number;
  readonly error: number;
  readonly count: number;
}

export interface ChangePoints {
  readonly changes: readonly FoundChange[];
  /** Correlation of neighbouring values about their levels, as the tests reckoned with it. */
  readonly correlation: number;
}

/** Values in units of their noise are held within this, so that no square overflows. */
const FURTHEST = 1e6;
const LARGEST = 1e100;

/**
 * Where the level of a series changes. A robust partition proposes places (robust-partition.ts), a test of each against its
 * neighbours takes out what noise, correlation, skew or a drift explain as well (level-test.ts), the least sure one first.
 * Values that are no numbers are left out; the same series has the same changes every time, whatever its unit.
 */
export function findChangePoints(series: Float64Array): ChangePoints {
  const steps = changePointSteps(series);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same in steps of a millisecond or so, for who must not hold a thread. */
export function* changePointSteps(series: Float64Array): Generator<void, ChangePoints> {
  const places: number[] = [];
  let largest = 0;
  series.forEach((value, place) => {
    if (!Number.isFinite(value)) return;
    places.push(place);
    largest = Math.max(largest, Math.abs(value));
  });
  const unit = largest > LARGEST || (largest > 0 && largest < 1 / LARGEST) ? largest : 1;
  const values = Float64Array.from(places, (place) => (series[place] as number) / unit);
  const scale = noiseScale(values);
  if (values.length < 2 * SETTINGS.shortest || scale === 0) return { changes: [], correlation: 0 };

  const ascending = values.slice().sort();
  const middle = valueAtRank(ascending, (values.length - 1) / 2);
  const inNoise = values.map((value) => Math.min(FURTHEST, Math.max(-FURTHEST, (value - middle) / scale)));
  const { segments, chances, correlation } = yield* findLevels(
    inNoise,
    (resolutionOf(ascending) / scale) ** 2 / 12,
  );
  const level = (from: number, to: number): Level => {
    const { level: value, squares, count } = describeSegment(values, from, to, scale);
    const variance = squares / Math.max(1, count - 1) / count;
    const error = Math.sqrt((variance * (1 + correlation)) / (1 - correlation));
    return { value: value * unit, error: error * unit, count };
  };
  const changes = segments.slice(1).map((right, at): FoundChange => {
    const left = segments[at] as Segment;
    return {
      index: places[right.from] as number,
      pValue: chances[at] as number,
      before: level(Math.max(left.from, left.to - RUNS_TO_EITHER_SIDE), left.to),
      after: level(right.from, Math.min(right.to, right.from + RUNS_TO_EITHER_SIDE)),
    };
  });
  return { changes, correlation };
}
