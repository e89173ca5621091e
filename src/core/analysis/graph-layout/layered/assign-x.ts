import { adjacencyOf, type Adjacency } from './adjacency.ts';
import { SPACE } from './level-graph.ts';
import { keepApart } from './keep-apart.ts';
import type { RoutedLevel } from './route-lines.ts';

const ROUNDS = 6;
const BUDGET = 6_000_000;
/** How hard a place on a line holds on to its neighbours: lines bend less than boxes move. */
const LINE_WEIGHT = 12;
/** How much more a box follows a line that ends there than its other neighbours: what skips a block stays upright. */
const TRUNK_WEIGHT = 6;
/** And one that goes on to others, such as a mask, hardly at all. */
const PASSING_WEIGHT = 0.1;
const FIXED_WEIGHT = 1e6;

/**
 * The middle of each place: in sweeps each wants to stand where its neighbours are (the priority method of Sugiyama
 * and others, 1981), and a rank gives way as little as its order allows, which is isotonic regression and exact.
 */
export function assignX(
  level: RoutedLevel,
  ranks: readonly (readonly number[])[],
  width: Float64Array,
): Float64Array {
  const up: Side = {
    by: adjacencyOf(level.linkTo, level.count),
    end: level.linkFrom,
    there: level.linkFromX,
    here: level.linkToX,
  };
  const down: Side = {
    by: adjacencyOf(level.linkFrom, level.count),
    end: level.linkTo,
    there: level.linkToX,
    here: level.linkFromX,
  };
  const isLine = (place: number): boolean => place >= level.boxCount;
  const halfWidth = (place: number): number => (isLine(place) ? 1 : (width[place] as number) / 2);
  const gaps = ranks.map((rank) =>
    Float64Array.from(rank, (place, slot) => {
      if (slot === 0) return 0;
      const before = rank[slot - 1] as number;
      const lines = Number(isLine(place)) + Number(isLine(before));
      const space = lines === 0 ? SPACE.boxes : lines === 1 ? SPACE.boxAndLine : SPACE.lines;
      return halfWidth(before) + space + halfWidth(place);
    }),
  );
  const x = new Float64Array(level.count);
  ranks.forEach((rank, at) => {
    let total = 0;
    for (const gap of gaps[at] as Float64Array) total += gap;
    let left = -total / 2;
    rank.forEach((place, slot) => {
      left += gaps[at]?.[slot] as number;
      x[place] = left;
    });
  });

  const pullOf = (place: number, other: number): number => {
    if (!isLine(other)) return 1;
    if (isLine(place)) return LINE_WEIGHT;
    const readers = (down.by.start[other + 1] as number) - (down.by.start[other] as number);
    return readers === 1 ? TRUNK_WEIGHT : PASSING_WEIGHT;
  };
  const isFed = (place: number): boolean => up.by.start[place] !== up.by.start[place + 1];
  const settle = (at: number, sides: readonly Side[], isFixed?: (place: number) => boolean): void => {
    const rank = ranks[at] as readonly number[];
    const wanted = new Float64Array(rank.length);
    const weight = new Float64Array(rank.length);
    rank.forEach((place, slot) => {
      if (isFixed?.(place) === true) {
        wanted[slot] = x[place] as number;
        weight[slot] = FIXED_WEIGHT;
        return;
      }
      let sum = 0;
      let total = 0;
      for (const side of sides) {
        for (
          let index = side.by.start[place] as number;
          index < (side.by.start[place + 1] as number);
          index += 1
        ) {
          const link = side.by.arrows[index] as number;
          const other = side.end[link] as number;
          const pull = pullOf(place, other);
          // Box under box by their middles: by their doors, a stack of frames would wander off to one side.
          const shift =
            isLine(place) || isLine(other) ? (side.there[link] as number) - (side.here[link] as number) : 0;
          sum += pull * ((x[other] as number) + shift);
          total += pull;
        }
      }
      wanted[slot] = total === 0 ? (x[place] as number) : sum / total;
      weight[slot] = total === 0 ? 0.05 : isLine(place) ? LINE_WEIGHT : 1 + Math.min(4, total);
    });
    keepApart(wanted, weight, gaps[at] as Float64Array);
    rank.forEach((place, slot) => (x[place] = wanted[slot] as number));
  };

  const rounds = Math.min(ROUNDS, Math.max(2, Math.floor(BUDGET / Math.max(1, level.linkFrom.length * 4))));
  for (let round = 0; round < rounds; round += 1) {
    for (let at = 1; at < ranks.length; at += 1) settle(at, [up]);
    for (let at = ranks.length - 2; at >= 0; at -= 1) settle(at, [down]);
    for (let at = 0; at < ranks.length; at += 1) settle(at, [up, down]);
  }
  // At last every box stands under what feeds it, so that chains are straight, and what nothing feeds over its readers.
  for (let at = 1; at < ranks.length; at += 1) settle(at, [up]);
  for (let at = ranks.length - 2; at >= 0; at -= 1) settle(at, [down], isFed);
  return x;
}

interface Side {
  readonly by: Adjacency;
  readonly end: Int32Array;
  readonly there: Float64Array;
  readonly here: Float64Array;
}
