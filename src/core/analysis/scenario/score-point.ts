import type { QueryForm, ScenarioPoint } from '../../../contract/scenario.ts';
import { percentileOfSorted, summarizeLatency } from '../summary.ts';
import type { Dispatch } from './dispatch.ts';
import type { PointLog } from './point-log.ts';

/** A backlog within this is what chance makes of arrivals that the sessions can take. */
const BACKLOG_PER_SESSION = 10;
const BACKLOG_BATCHES = 2;
const BACKLOG_SHARE = 0.02;

export interface PointSetting {
  readonly sessions: number;
  readonly streams: number | null;
  readonly offeredPerSecond: number | null;
  readonly maxBatch: number;
  readonly unfinished: number;
  readonly query: QueryForm;
  /** Whether queries came at times of their own, which the generator could miss. */
  readonly timed: boolean;
}

/** What one point says, from all that it left behind. */
export function scorePoint(log: PointLog, dispatch: Dispatch, setting: PointSetting): ScenarioPoint {
  const { sessions, streams, offeredPerSecond, unfinished, query } = setting;
  const completed = log.latenciesMs.length;
  const durationMs = log.lastAnswerMs;
  const perSecond = (count: number): number => (durationMs > 0 ? (count * 1000) / durationMs : 0);
  const batches = log.serviceMs.length;
  return {
    sessions,
    streams,
    offeredPerSecond,
    completed,
    unfinished,
    overloaded: offeredPerSecond !== null && unfinished > mostBacklog(setting, log.scheduledMs.length),
    durationMs,
    queriesPerSecond: perSecond(completed),
    samplesPerSecond: perSecond(completed * query.samples),
    tokensPerSecond: query.sequence !== null ? perSecond(log.tokens * query.samples) : null,
    latencyMs: summarizeLatency(log.latenciesMs.slice()),
    serviceMs: summarizeLatency(log.serviceMs.slice()),
    lateMs: setting.timed ? lateness(log.lateMs.slice()) : null,
    meanBatch: batches > 0 ? completed / batches : 0,
    batchCounts: Array.from(log.batchCounts, (count) => count ?? 0),
    paddedShare: query.sequence !== null && log.positions > 0 ? 1 - log.tokens / log.positions : 0,
    meanQueue: log.meanQueue,
    longestQueue: log.longestQueue,
    perSession: dispatch.answeredBySession,
  };
}

/** With arrivals faster than answers the backlog grows by the difference for as long as they come. */
function mostBacklog({ sessions, maxBatch }: PointSetting, offered: number): number {
  return Math.max(
    BACKLOG_PER_SESSION * sessions,
    BACKLOG_BATCHES * sessions * maxBatch,
    BACKLOG_SHARE * offered,
  );
}

function lateness(values: Float64Array): ScenarioPoint['lateMs'] {
  if (values.length === 0) return null;
  const ascending = values.sort();
  return { p50: percentileOfSorted(ascending, 0.5), p99: percentileOfSorted(ascending, 0.99) };
}
