import { correlationAbout } from './correlation.ts';
import { levelTest, type LevelTestOptions } from './level-test.ts';
import { placesTried } from './places-tried.ts';
import { pruneChanges } from './prune-changes.ts';
import { robustPartition } from './robust-partition.ts';
import { describeSegment, type Segment } from './segment.ts';
import { SETTINGS } from './settings.ts';

export interface Levels {
  readonly segments: readonly Segment[];
  /** Of the change between each two of them. */
  readonly chances: readonly number[];
  readonly correlation: number;
}

/**
 * The levels of a series in units of its noise. The tests are made twice from the same proposal: once with a little
 * correlation assumed, to see how much there is about the levels that pass; then with that.
 */
export function* findLevels(values: Float64Array, leastVariance: number): Generator<void, Levels> {
  const count = values.length;
  const describe = (from: number, to: number): Segment => describeSegment(values, from, to, 1);
  const join = (left: Segment, right: Segment): Segment => describe(left.from, right.to);
  const places = yield* robustPartition(values, SETTINGS.bend, SETTINGS.penalty);
  const edges = [0, ...places, count];
  const proposed = edges.slice(1).map((to, at) => describe(edges[at] as number, to));

  const chanceWith =
    (options: LevelTestOptions) =>
    (left: Segment, right: Segment): number => {
      const short = Math.min(left.count, right.count);
      if (short < SETTINGS.shortest) return Number.POSITIVE_INFINITY;
      const test = (a: Segment, b: Segment): number => levelTest(values, a, b, options);
      const near = Math.max(SETTINGS.near, SETTINGS.nearTimes * short);
      const isLong = Math.max(left.count, right.count) > near;
      const close = isLong
        ? test(
            left.count > near ? describe(left.to - near, left.to) : left,
            right.count > near ? describe(right.from, right.from + near) : right,
          )
        : 0;
      return Math.max(close, test(left, right)) * placesTried(left, right, count);
    };
  const prune = (chance: (left: Segment, right: Segment) => number) =>
    pruneChanges(proposed, chance, join, SETTINGS.alpha);

  const first = chanceWith({ phi: SETTINGS.firstCorrelation, leastVariance, mindsDrift: false });
  const correlation = correlationAbout(yield* prune(first), count);
  const chance = chanceWith({ phi: correlation, leastVariance, mindsDrift: true });
  const segments = yield* prune(chance);
  const chances = segments.slice(1).map((right, at) => chance(segments[at] as Segment, right));
  return { segments, chances, correlation };
}
