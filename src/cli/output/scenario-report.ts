import type { RunConfig } from '../../contract/run.ts';
import type { ScenarioConfig, ScenarioKind, ScenarioPoint, ScenarioResult } from '../../contract/scenario.ts';
import {
  formatCount,
  formatDuration,
  formatNumber,
  formatPercent,
  formatScaled,
} from '../../contract/units.ts';
import { sweptOf } from '../../core/analysis/scenario/read-sweep.ts';
import type { Paint } from '../host/terminal.ts';
import { formatTable } from './table.ts';
import { wrap } from './wrap.ts';

const WIDTH = 80;

/** What a scenario gave, point by point, for a person. 80 columns. */
export function formatScenario(config: RunConfig, result: ScenarioResult, paint: Paint): string {
  const { scenario } = config;
  if (scenario === null) return '';
  const columns = columnsOf(result, scenario);
  const { head, body } = formatTable(
    columns.map(({ title }) => ({ title, align: 'right' })),
    result.points.map((point, index) => columns.map(({ cell }) => cell(point, index))),
    WIDTH,
  );
  const findings = [...findingsOf(result), ...scenario.remarks];
  return [
    `${paint.bold(result.kind)}  ${settingOf(scenario, config.threads)}`,
    '',
    paint.dim(head),
    ...body,
    ...(findings.length > 0 ? ['', ...findings.flatMap((text) => wrap(text, WIDTH))] : []),
  ].join('\n');
}

function settingOf(
  { kind, sessions, maxBatch, batchDelayMs, lengths, sweep }: ScenarioConfig,
  threads: number | null,
): string {
  const each = threads === 1 ? '1 thread' : `${threads ?? 'all'} threads`;
  const swept = kind === 'offline' && sweep.length > 0;
  return [
    swept ? `${each} a session` : `${sessions} ${sessions === 1 ? 'session' : 'sessions'} of ${each}`,
    maxBatch === 1 ? 'no batching' : `up to ${maxBatch} joined`,
    ...(batchDelayMs > 0 ? [`delay ${formatDuration(batchDelayMs)}`] : []),
    ...(lengths === 'mixed' ? ['mixed lengths'] : []),
  ].join(' · ');
}

interface Shown {
  readonly title: string;
  readonly cell: (point: ScenarioPoint, index: number) => string;
}

/** Only what says something: a batch of one, or the queue of queries that came all at once, does not. */
function columnsOf(result: ScenarioResult, { maxBatch }: ScenarioConfig): readonly Shown[] {
  const { kind, points } = result;
  const tokens = points.some(({ tokensPerSecond }) => tokensPerSecond !== null);
  return [
    sweptColumn(kind),
    { title: 'queries/s', cell: ({ queriesPerSecond }) => formatScaled(queriesPerSecond) },
    {
      title: tokens ? 'tokens/s' : 'samples/s',
      cell: ({ tokensPerSecond, samplesPerSecond }) => formatScaled(tokensPerSecond ?? samplesPerSecond),
    },
    { title: 'p50', cell: ({ latencyMs }) => formatDuration(latencyMs?.p50) },
    { title: 'p90', cell: ({ latencyMs }) => formatDuration(latencyMs?.p90) },
    { title: 'p99', cell: ({ latencyMs }) => formatDuration(latencyMs?.p99) },
    ...(maxBatch > 1
      ? [{ title: 'batch', cell: ({ meanBatch }: ScenarioPoint) => formatNumber(meanBatch) }]
      : []),
    ...(kind === 'offline'
      ? []
      : [{ title: 'queue', cell: ({ meanQueue }: ScenarioPoint) => formatQueue(meanQueue) }]),
    { title: '', cell: (point, index) => markOf(result, point, index) },
  ];
}

/** Digits of a queue that is hardly ever there say nothing. */
function formatQueue(mean: number): string {
  return mean > 0 && mean < 0.01 ? '<0.01' : formatNumber(mean, 2);
}

function sweptColumn(kind: ScenarioKind): Shown {
  if (kind === 'server')
    return { title: 'offered', cell: ({ offeredPerSecond }) => formatScaled(offeredPerSecond) };
  return {
    title: kind === 'offline' ? 'sessions' : 'streams',
    cell: (point) => formatCount(sweptOf(kind, point)),
  };
}

function markOf(
  { knee, best, points }: ScenarioResult,
  { overloaded }: ScenarioPoint,
  index: number,
): string {
  if (overloaded) return 'over';
  if (best === index && points.length > 1) return 'best';
  return knee?.index === index ? 'knee' : '';
}

function findingsOf(result: ScenarioResult): readonly string[] {
  const { points, knee, best, capacityPerSecond } = result;
  const late = points.reduce((most, { lateMs }) => Math.max(most, lateMs?.p99 ?? 0), 0);
  const padded = points.reduce((most, { paddedShare }) => Math.max(most, paddedShare), 0);
  const over = points.filter(({ overloaded }) => overloaded);
  const bestPoint = points[best];
  const single = points.length === 1 ? points[0] : undefined;
  return [
    ...(capacityPerSecond === null
      ? []
      : [`With all sessions always busy: ${formatScaled(capacityPerSecond)} queries/s.`]),
    ...over.map(
      ({ offeredPerSecond, unfinished }) =>
        `Cannot keep up with ${formatScaled(offeredPerSecond)} queries/s: ${formatCount(unfinished)} were unanswered when the time was over.`,
    ),
    ...(points.length > 1 && bestPoint !== undefined
      ? [`Most throughput: ${formatScaled(bestPoint.samplesPerSecond)} samples/s.`]
      : []),
    ...(knee === null ? [] : [`Knee: ${knee.reason}`]),
    ...(single !== undefined && single.perSession.length > 1
      ? [`Answered by each session: ${single.perSession.map((count) => formatCount(count)).join(', ')}.`]
      : []),
    ...(padded > 0 ? [`Padding: up to ${formatPercent(padded * 100)} of all positions.`] : []),
    ...(late > 0
      ? [`The load generator was less than ${formatDuration(late)} late for 99 of 100 queries.`]
      : []),
  ];
}
