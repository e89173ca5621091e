import type { ScenarioKind, ScenarioPoint, ScenarioResult } from '../../../contract/scenario.ts';
import { formatNumber, formatScaled } from '../../../contract/units.ts';
import { kneeOf } from './knee.ts';

type Reading = Pick<ScenarioResult, 'knee' | 'best' | 'shown'>;

/** What the points say together. */
export function readSweep(kind: ScenarioKind, points: readonly ScenarioPoint[]): Reading {
  const best = highest(points, () => true);
  return {
    best,
    shown: Math.max(
      0,
      highest(points, ({ overloaded }) => !overloaded),
    ),
    knee: kind === 'server' ? kneeOfServer(points) : kneeOfConcurrency(kind, points),
  };
}

/** What was varied from point to point, as it stands in tables and on axes. */
export function sweptOf(kind: ScenarioKind, point: ScenarioPoint): number {
  if (kind === 'server') return point.offeredPerSecond ?? 0;
  return kind === 'offline' ? point.sessions : (point.streams ?? 1);
}

function highest(points: readonly ScenarioPoint[], counts: (point: ScenarioPoint) => boolean): number {
  let best = -1;
  for (const [index, point] of points.entries()) {
    if (!counts(point)) continue;
    if (best < 0 || point.samplesPerSecond > (points[best]?.samplesPerSecond ?? 0)) best = index;
  }
  return best;
}

function kneeOfConcurrency(kind: ScenarioKind, points: readonly ScenarioPoint[]): ScenarioResult['knee'] {
  const order = ordered(kind, points);
  const place = kneeOf(
    order.map(({ point }) => ({ x: sweptOf(kind, point), y: point.samplesPerSecond })),
    'rising',
  );
  const at = place === null ? undefined : order[place];
  const last = order.at(-1);
  if (at === undefined || last === undefined) return null;
  const more = sweptOf(kind, last.point) / sweptOf(kind, at.point);
  const gain = last.point.samplesPerSecond / at.point.samplesPerSecond;
  const what = kind === 'offline' ? 'sessions' : 'streams';
  return {
    index: at.index,
    reason: `Beyond ${sweptOf(kind, at.point)} ${what} throughput ${gain < 1 ? 'falls' : 'hardly grows'}: ${formatNumber(more)}× as many give ${formatNumber(gain)}× as much.`,
  };
}

/** Where latency takes off; where it does so nowhere, the last rate before one that cannot be kept up with. */
function kneeOfServer(points: readonly ScenarioPoint[]): ScenarioResult['knee'] {
  const order = ordered('server', points);
  const kept = order.filter(({ point }) => !point.overloaded && point.latencyMs !== null);
  const place = kneeOf(
    kept.map(({ point }) => ({ x: sweptOf('server', point), y: point.latencyMs?.mean ?? 0 })),
    'climbing',
  );
  const at = place === null ? undefined : kept[place];
  if (at !== undefined)
    return {
      index: at.index,
      reason: `Beyond ${formatScaled(at.point.offeredPerSecond)} queries/s the mean latency takes off.`,
    };
  const last = kept.at(-1);
  if (points.length < 3 || last === undefined) return null;
  const next = order.find(({ point }) => sweptOf('server', point) > sweptOf('server', last.point));
  if (next === undefined) return null;
  return {
    index: last.index,
    reason: `${formatScaled(next.point.offeredPerSecond)} queries/s cannot be kept up with: the queue grows for as long as they come.`,
  };
}

function ordered(
  kind: ScenarioKind,
  points: readonly ScenarioPoint[],
): readonly { readonly point: ScenarioPoint; readonly index: number }[] {
  return points
    .map((point, index) => ({ point, index }))
    .sort((left, right) => sweptOf(kind, left.point) - sweptOf(kind, right.point));
}
