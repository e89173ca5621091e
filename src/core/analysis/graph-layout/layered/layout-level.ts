import { assignRanks } from './assign-ranks.ts';
import { assignX } from './assign-x.ts';
import { arrowsThatCloseCycles } from './break-cycles.ts';
import { SPACE, type LevelGraph, type LevelLayout } from './level-graph.ts';
import { orderRanks } from './order-ranks.ts';
import { routeLines, type RoutedLevel } from './route-lines.ts';

/** Sugiyama's four steps: turn what loops, rank, order, place. The same graph gives the same layout. */
export function layoutLevel(level: LevelGraph): LevelLayout {
  const count = level.width.length;
  const isFeedback = arrowsThatCloseCycles(level.from, level.to, count);
  const turned = (straight: Int32Array, other: Int32Array): Int32Array =>
    straight.map((end, arrow) => (isFeedback[arrow] === 1 ? (other[arrow] as number) : end));
  const from = turned(level.from, level.to);
  const to = turned(level.to, level.from);
  const offset = (straight: Float64Array, other: Float64Array): Float64Array =>
    straight.map((at, arrow) => (isFeedback[arrow] === 1 ? (other[arrow] as number) : at));
  const fromX = offset(level.fromX, level.toX);
  const toX = offset(level.toX, level.fromX);

  const { rank, rankCount } = assignRanks(from, to, level.pin);
  const routed = routeLines(from, to, fromX, toX, rank, isFeedback);
  const ranks = orderRanks(routed, rankCount);
  const middle = assignX(routed, ranks, level.width);
  const rows = stackRanks(routed, ranks, middle, level.height);

  const x = new Float64Array(count);
  let left = Number.POSITIVE_INFINITY;
  let right = 0;
  for (let place = 0; place < routed.count; place += 1) {
    const half = place < count ? (level.width[place] as number) / 2 : 1;
    left = Math.min(left, (middle[place] as number) - half);
  }
  if (!Number.isFinite(left)) left = 0;
  for (let place = 0; place < routed.count; place += 1) {
    const half = place < count ? (level.width[place] as number) / 2 : 1;
    middle[place] = (middle[place] as number) - left;
    right = Math.max(right, (middle[place] as number) + half);
    if (place < count) x[place] = (middle[place] as number) - half;
  }
  const y = Float64Array.from(rank, (each) => rows.top[each] as number);
  const routes = routed.places.map((places, arrow) => {
    const source = from[arrow] as number;
    const target = to[arrow] as number;
    const startX = (middle[source] as number) + (fromX[arrow] as number);
    const points = [startX, (y[source] as number) + (level.height[source] as number)];
    const bottom = rows.bottom[rank[source] as number] as number;
    if (points[1] !== bottom) points.push(startX, bottom);
    for (const place of places ?? []) {
      const row = routed.rank[place] as number;
      points.push(
        middle[place] as number,
        rows.top[row] as number,
        middle[place] as number,
        rows.bottom[row] as number,
      );
    }
    points.push((middle[target] as number) + (toX[arrow] as number), y[target] as number);
    return isFeedback[arrow] === 1 ? backwards(points) : Float64Array.from(points);
  });
  return { width: right, height: rows.bottom[rankCount - 1] ?? 0, x, y, routes, isFeedback };
}

function backwards(points: readonly number[]): Float64Array {
  const turned = new Float64Array(points.length);
  for (let at = 0; at < points.length; at += 2) {
    turned[points.length - 2 - at] = points[at] as number;
    turned[points.length - 1 - at] = points[at + 1] as number;
  }
  return turned;
}

/** Where each rank begins and ends; wide swings get more room, so that they do not run along the boxes. */
function stackRanks(
  level: RoutedLevel,
  ranks: readonly (readonly number[])[],
  middle: Float64Array,
  height: Float64Array,
): { readonly top: Float64Array; readonly bottom: Float64Array } {
  const swing = new Float64Array(ranks.length);
  for (let link = 0; link < level.linkFrom.length; link += 1) {
    const from = level.linkFrom[link] as number;
    const to = level.linkTo[link] as number;
    const row = level.rank[from] as number;
    const reach = Math.abs(
      (middle[from] as number) +
        (level.linkFromX[link] as number) -
        (middle[to] as number) -
        (level.linkToX[link] as number),
    );
    swing[row] = Math.max(swing[row] as number, reach);
  }
  const top = new Float64Array(ranks.length);
  const bottom = new Float64Array(ranks.length);
  let at = 0;
  ranks.forEach((rank, row) => {
    let tallest = 0;
    for (const place of rank)
      if (place < level.boxCount) tallest = Math.max(tallest, height[place] as number);
    top[row] = at;
    at += tallest;
    bottom[row] = at;
    at += SPACE.ranks + Math.min(SPACE.swing, (swing[row] as number) * 0.06);
  });
  return { top, bottom };
}
