import { adjacencyOf, type Adjacency } from './adjacency.ts';
import { countCrossings } from './count-crossings.ts';
import type { RoutedLevel } from './route-lines.ts';

/** Looks at links that a level may cost in all its sweeps: bounds the time without a clock, so that it repeats. */
const BUDGET = 3_000_000;
const MOST_SWEEPS = 14;
const PATIENCE = 3;

/**
 * The order within each rank, by barycentres in sweeps down and up (Sugiyama, Tagawa and Toda, "Methods for visual
 * understanding of hierarchical system structures", 1981); the sweep with the fewest crossings counts.
 */
export function orderRanks(level: RoutedLevel, rankCount: number): readonly (readonly number[])[] {
  const down = adjacencyOf(level.linkFrom, level.count);
  const up = adjacencyOf(level.linkTo, level.count);
  let ranks = firstOrder(level, down, rankCount);
  const position = new Float64Array(level.count);
  place(ranks, position);
  let best = ranks.map((rank) => rank.slice());
  let fewest = countCrossings(level, best);
  const sweeps = Math.min(MOST_SWEEPS, Math.max(2, Math.floor(BUDGET / Math.max(1, level.linkFrom.length))));
  let idle = 0;
  for (let sweep = 0; sweep < sweeps && fewest > 0 && idle < PATIENCE; sweep += 1) {
    const isDown = sweep % 2 === 0;
    for (let step = 1; step < rankCount; step += 1) {
      const at = isDown ? step : rankCount - 1 - step;
      const rank = ranks[at] as number[];
      if (rank.length < 2) continue;
      const wanted = isDown
        ? barycentres(rank, up, level.linkFrom, level.linkFromX, position)
        : barycentres(rank, down, level.linkTo, level.linkToX, position);
      const sorted = rank
        .map((place, slot) => ({ place, slot, at: wanted[slot] as number }))
        .sort((a, b) => a.at - b.at || (sweep % 4 < 2 ? a.slot - b.slot : b.slot - a.slot));
      ranks[at] = sorted.map(({ place }) => place);
      placeOne(ranks[at], position);
    }
    const crossings = countCrossings(level, ranks);
    if (crossings < fewest) {
      fewest = crossings;
      best = ranks.map((rank) => rank.slice());
      idle = 0;
    } else idle += 1;
  }
  ranks = best;
  return ranks;
}

/** As a walk in depth from the first boxes meets them: what belongs together lies together. */
function firstOrder(level: RoutedLevel, down: Adjacency, rankCount: number): number[][] {
  const ranks: number[][] = Array.from({ length: rankCount }, () => []);
  const seen = new Uint8Array(level.count);
  const roots = Array.from({ length: level.count }, (_, place) => place);
  roots.sort((a, b) => (level.rank[a] as number) - (level.rank[b] as number) || a - b);
  const stack: number[] = [];
  for (const root of roots) {
    if (seen[root] === 1) continue;
    stack.push(root);
    while (stack.length > 0) {
      const place = stack.pop() as number;
      if (seen[place] === 1) continue;
      seen[place] = 1;
      ranks[level.rank[place] as number]?.push(place);
      for (
        let slot = (down.start[place + 1] as number) - 1;
        slot >= (down.start[place] as number);
        slot -= 1
      ) {
        const next = level.linkTo[down.arrows[slot] as number] as number;
        if (seen[next] === 0) stack.push(next);
      }
    }
  }
  return ranks;
}

function place(ranks: readonly (readonly number[])[], position: Float64Array): void {
  for (const rank of ranks) placeOne(rank, position);
}

/** Between 0 and 1, so that ranks of different lengths compare. */
function placeOne(rank: readonly number[], position: Float64Array): void {
  rank.forEach((each, slot) => (position[each] = (slot + 0.5) / rank.length));
}

function barycentres(
  rank: readonly number[],
  { start, arrows }: Adjacency,
  otherEnd: Int32Array,
  offset: Float64Array,
  position: Float64Array,
): readonly number[] {
  return rank.map((place) => {
    const first = start[place] as number;
    const last = start[place + 1] as number;
    if (first === last) return position[place] as number;
    let sum = 0;
    for (let slot = first; slot < last; slot += 1) {
      const link = arrows[slot] as number;
      // Where on the other box the link ends decides between links of the same box.
      sum += (position[otherEnd[link] as number] as number) + (offset[link] as number) * 1e-7;
    }
    return sum / (last - first);
  });
}
