import type { RunConfig, RunStatus } from '../../../contract/run.ts';
import type { ScenarioConfig, ScenarioResult } from '../../../contract/scenario.ts';
import { formatCount, formatDuration, formatPercent, formatScaled } from '../../../contract/units.ts';
import { sweptOf } from '../../../core/analysis/scenario/read-sweep.ts';
import { sweptWords } from '../../../core/charts/scenario-axis.ts';
import { countPoints } from '../../../core/analysis/scenario/plan-points.ts';

export interface Findings {
  /** What changes how the numbers are to be read. */
  readonly warnings: readonly string[];
  readonly remarks: readonly string[];
}

/** With joined rows in another order of summation, rounding alone may make this much. */
const SAME_ANSWER = 0.01;

/** How it was set up, in one line. */
export function scenarioSetting({ scenario, threads }: RunConfig): string {
  if (scenario === null) return '';
  const { kind, sessions, maxBatch, batchDelayMs, durationMs, lengths, sweep } = scenario;
  const each = threads === 1 ? 'one thread' : `${threads ?? 'all'} threads`;
  return [
    kind === 'offline' && sweep.length > 0
      ? `each session on ${each}`
      : `${formatCount(sessions)} ${sessions === 1 ? 'session' : 'sessions'} on ${each}${sessions === 1 ? '' : ' each'}`,
    maxBatch === 1 ? 'no joining' : `up to ${formatCount(maxBatch)} queries joined`,
    ...(batchDelayMs > 0 ? [`waiting at most ${formatDuration(batchDelayMs)} for each other`] : []),
    ...(lengths === 'mixed' ? ['lengths from a quarter to the whole of the sequence'] : []),
    `${formatDuration(durationMs)} for each point`,
    'latency counts from the scheduled time',
  ].join(' · ');
}

/** What a reader has to know besides the numbers. */
export function findingsOf(scenario: ScenarioConfig, result: ScenarioResult, status: RunStatus): Findings {
  return { warnings: warningsOf(scenario, result, status), remarks: remarksOf(scenario, result) };
}

function warningsOf(
  scenario: ScenarioConfig,
  { points, joinedDifference }: ScenarioResult,
  status: RunStatus,
): readonly string[] {
  const wanted = countPoints(scenario);
  return [
    ...(status === 'stopped'
      ? [
          `Stopped: ${points.length} of ${wanted} ${wanted === 1 ? 'point' : 'points'}, the last one cut short.`,
        ]
      : []),
    ...points
      .filter(({ overloaded }) => overloaded)
      .map(
        ({ offeredPerSecond, unfinished }) =>
          `Cannot keep up with ${formatScaled(offeredPerSecond)} queries/s: ${formatCount(unfinished)} were unanswered when the time was over, and its latencies grow with the duration.`,
      ),
    ...(joinedDifference !== null && joinedDifference > SAME_ANSWER
      ? [
          `Joined queries gave other outputs than alone, by up to ${formatPercent(joinedDifference * 100)} of an output’s largest value.`,
        ]
      : []),
  ];
}

function remarksOf(
  { remarks }: ScenarioConfig,
  { kind, points, knee, shown, capacityPerSecond }: ScenarioResult,
): readonly string[] {
  const own = points[shown];
  const late = points.reduce((most, { lateMs }) => Math.max(most, lateMs?.p99 ?? 0), 0);
  return [
    ...(knee === null ? [] : [knee.reason]),
    ...(points.length > 1 && own !== undefined
      ? [`Latency and throughput of the run are those at ${sweptWords(kind, sweptOf(kind, own))}.`]
      : []),
    ...remarks,
    ...(capacityPerSecond === null
      ? []
      : [`With every session always busy it answered ${formatScaled(capacityPerSecond)} queries/s.`]),
    ...(late > 0
      ? [`The load generator was less than ${formatDuration(late)} late for 99 of 100 queries.`]
      : []),
  ];
}
