import type { LatencySummary } from '../../../contract/latency.ts';
import type { ScenarioKind, ScenarioPoint, ScenarioResult } from '../../../contract/scenario.ts';
import { readSweep } from './read-sweep.ts';

/** A point as a test wants it; what it does not name is plausible and dull. */
export function scenarioPoint(change: Partial<ScenarioPoint> = {}, p50 = 4): ScenarioPoint {
  return {
    sessions: 2,
    streams: null,
    offeredPerSecond: null,
    completed: 1000,
    unfinished: 0,
    overloaded: false,
    durationMs: 5000,
    queriesPerSecond: 200,
    samplesPerSecond: 200,
    tokensPerSecond: null,
    latencyMs: latency(p50),
    serviceMs: latency(p50 / 2),
    lateMs: { p50: 0.01, p99: 0.08 },
    meanBatch: 1.5,
    batchCounts: [600, 200],
    paddedShare: 0,
    meanQueue: 0.4,
    longestQueue: 9,
    perSession: [510, 490],
    ...change,
  };
}

export function scenarioResult(kind: ScenarioKind, points: readonly ScenarioPoint[]): ScenarioResult {
  const reading = readSweep(kind, points);
  return { kind, points, ...reading, capacityPerSecond: null, joinedDifference: 0 };
}

function latency(p50: number): LatencySummary {
  return {
    count: 1000,
    mean: p50 * 1.1,
    std: p50 / 10,
    mad: p50 / 20,
    min: p50 / 2,
    max: p50 * 4,
    p50,
    p90: p50 * 2,
    p95: p50 * 2.5,
    p99: p50 * 3,
    p999: null,
    effectiveSize: null,
    intervals: {},
  };
}
