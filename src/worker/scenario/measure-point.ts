import type { ScenarioConfig, ScenarioPoint } from '../../contract/scenario.ts';
import { Dispatch } from '../../core/analysis/scenario/dispatch.ts';
import { drive } from '../../core/analysis/scenario/drive.ts';
import type { PointPlan } from '../../core/analysis/scenario/plan-points.ts';
import { PointLog } from '../../core/analysis/scenario/point-log.ts';
import { queryLengths } from '../../core/analysis/scenario/query-lengths.ts';
import { scorePoint } from '../../core/analysis/scenario/score-point.ts';
import {
  closedTraffic,
  offlineTraffic,
  poissonTraffic,
  type Traffic,
} from '../../core/analysis/scenario/traffic.ts';
import { uniform } from '../../core/analysis/scenario/uniform.ts';
import type { SessionBank } from './session-bank.ts';

/** Queries of one point at most: their times have to be kept until it is over. */
const MOST_QUERIES = 2 ** 24;
/** After a point's own time, for what still waits. */
const PATIENCE_MS = 1000;

export interface PointOrders {
  readonly seed: number;
  /** Of this point, whatever its time; null: as many as there is time for. */
  readonly queries: number | null;
  stopAsked(): boolean;
  onTurn(log: PointLog): void;
}

export interface MeasuredPoint {
  readonly point: ScenarioPoint;
  readonly log: PointLog;
}

/** One point over sessions that are loaded: traffic by the scenario, and all that it left behind. */
export async function measurePoint(
  bank: SessionBank,
  scenario: ScenarioConfig,
  plan: PointPlan,
  orders: PointOrders,
): Promise<MeasuredPoint> {
  const { maxBatch, batchDelayMs, query } = scenario;
  const { sessions, streams, offeredPerSecond, durationMs } = plan;
  const atOnce = streams === null && offeredPerSecond === null;
  const log = new PointLog(queryLengths(scenario, orders.seed));
  const policy = { sessions, maxBatch, batchDelayMs, ahead: atOnce ? 1 : 0 };
  const dispatch = new Dispatch(policy, (index) => log.scheduledMs.at(index));
  const giveUpAtMs = durationMs * 2 + PATIENCE_MS;
  const { unfinished } = await drive(bank.restarted(), trafficOf(plan, orders), dispatch, log, {
    untilMs: atOnce ? giveUpAtMs : durationMs,
    giveUpAtMs,
    stopAsked: orders.stopAsked,
    onTurn: () => orders.onTurn(log),
  });
  const point = scorePoint(log, dispatch, {
    sessions,
    streams,
    offeredPerSecond,
    maxBatch,
    unfinished,
    query,
    timed: !atOnce,
  });
  return { point, log };
}

function trafficOf({ streams, offeredPerSecond, durationMs }: PointPlan, orders: PointOrders): Traffic {
  const most = Math.min(orders.queries ?? MOST_QUERIES, MOST_QUERIES);
  if (streams !== null) return closedTraffic(streams, durationMs, most);
  if (offeredPerSecond !== null)
    return poissonTraffic(offeredPerSecond, durationMs, uniform(orders.seed, 'arrivals'), most);
  return offlineTraffic(most);
}
