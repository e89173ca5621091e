import type { NoiseFloor } from '../../../contract/calibration.ts';
import type {
  ChangePoint,
  History,
  HistoryAnomaly,
  HistoryBenchmark,
  HistoryMetric,
} from '../../../contract/history.ts';
import type { RunColumns } from '../../../contract/run-list.ts';
import { findAnomalies } from '../change-points/find-anomalies.ts';
import type { ChangePoints, Level } from '../change-points/find-change-points.ts';
import { SETTINGS } from '../change-points/settings.ts';
import { firstRunOfChange } from './first-run-of-change.ts';
import { TREND_METRICS } from './history-metrics.ts';
import { historySentence } from './history-sentence.ts';
import { anomalySentence, changeSentence } from './history-words.ts';
import type { LineRows } from './model-lines.ts';
import type { Trend } from './points.ts';
import { runSpread } from './run-spread.ts';
import { valueChange, type SureValue } from './value-change.ts';
import { medianOfRuns, versionsOf } from './versions.ts';

export interface HistoryParts {
  readonly columns: RunColumns;
  readonly line: LineRows;
  readonly benchmark: HistoryBenchmark;
  readonly metric: HistoryMetric;
  readonly trend: Trend;
  /** Found in countedValues(trend). */
  readonly found: ChangePoints;
  readonly baseline: { readonly name: string; readonly runId: string } | null;
  readonly goal: number | null;
  /** Of the metric, on the machine of the last run; null where it was never calibrated. */
  readonly noiseFloor: NoiseFloor | null;
  /** What differs in the surroundings of two runs, in words; empty: nothing that is known. */
  environmentChange(beforeRunId: string, runId: string): string;
}

/** What a change is looked for in: a run that is not to be trusted is none. */
export function countedValues({ points }: Trend): Float64Array {
  return points.values.map((value, at) => (points.leftOut[at] === 1 ? Number.NaN : value));
}

export function buildHistory(parts: HistoryParts): History {
  const { columns, line, benchmark, metric, trend, found, goal } = parts;
  const { unit, better } = TREND_METRICS[metric];
  const values = countedValues(trend);
  const changes = changesOf(parts, values);
  const spread = runSpread(alikeRuns(trend, values, changes), parts.noiseFloor);
  const baseline = baselineOf(parts);
  const sureBaseline = baseline === null ? null : medianOfRuns([baseline.value], spread);
  const versions = versionsOf(columns, trend, spread, sureBaseline, better);
  const at = changes.map(({ index }) => index);
  const anomalies = findAnomalies(values, at).map(({ index, score, level }): HistoryAnomaly => {
    const runId = trend.points.runIds[index] as string;
    return {
      index,
      runId,
      score,
      sentence: anomalySentence(metric, runId, values[index] as number, level, score),
    };
  });
  return {
    line: line.line,
    benchmark,
    metric,
    unit,
    better,
    points: trend.points,
    versions,
    changes,
    anomalies,
    baseline,
    goal,
    method: methodWords(found),
    sentence: historySentence({
      metric,
      points: trend.points,
      versions,
      changes,
      goal,
      fewest: 2 * SETTINGS.shortest,
    }),
  };
}

function changesOf(
  { columns, metric, trend: { rows, points }, found, environmentChange }: HistoryParts,
  values: Float64Array,
): readonly ChangePoint[] {
  const counted = rows.flatMap((_, at) => (points.leftOut[at] === 1 ? [] : [at]));
  const rankOf = new Map(counted.map((at, rank) => [at, rank]));
  const before = (index: number): number => counted[(rankOf.get(index) ?? 0) - 1] ?? index;
  const differs = (column: Uint32Array, index: number): boolean =>
    column[rows[index] as number] !== column[rows[before(index)] as number];
  const isNewVersion = (index: number): boolean => differs(columns.contentHash, index);
  const isNewCommit = (index: number): boolean => differs(columns.commit, index);

  const ends = [0, ...found.changes.map(({ index }) => index), values.length];
  return found.changes.map((change, at): ChangePoint => {
    const within = [ends[at] as number, ends[at + 2] as number] as const;
    const canBe = (is: (index: number) => boolean) => (index: number) => rankOf.has(index) && is(index);
    const byVersion = firstRunOfChange(values, change, canBe(isNewVersion), within);
    const index = isNewVersion(byVersion)
      ? byVersion
      : firstRunOfChange(values, change, canBe(isNewCommit), within);
    const row = rows[index] as number;
    const runId = points.runIds[index] as string;
    const surroundings = environmentChange(points.runIds[before(index)] as string, runId);
    const cause = isNewVersion(index)
      ? 'version'
      : isNewCommit(index)
        ? 'commit'
        : surroundings !== ''
          ? 'environment'
          : 'unknown';
    const told = valueChange(sure(change.before), sure(change.after), TREND_METRICS[metric].better);
    const commit =
      columns.commit[row] === 0 ? null : (columns.texts[columns.commit[row] as number] as string);
    return {
      index,
      runId,
      at: points.at[index] as number,
      commit,
      contentHash: columns.texts[columns.contentHash[row] as number] as string,
      cause,
      change: told,
      pValue: change.pValue,
      sentence: changeSentence(metric, told, runId, commit, cause, surroundings),
    };
  });
}

function sure({ value, error, count }: Level): SureValue {
  return { value, variance: (error / value) ** 2, freedom: Math.max(1, count - 1) };
}

/** Runs of one version between two changes. */
function alikeRuns(
  { points }: Trend,
  values: Float64Array,
  changes: readonly ChangePoint[],
): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  let segment = 0;
  values.forEach((value, at) => {
    if (changes[segment]?.index === at) segment += 1;
    if (Number.isNaN(value)) return;
    const key = `${segment} ${points.version[at]}`;
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  });
  return [...groups.values()];
}

function baselineOf({
  columns,
  metric,
  baseline,
  trend: { rows, points },
}: HistoryParts): History['baseline'] {
  if (baseline === null) return null;
  const at = points.runIds.indexOf(baseline.runId);
  if (at < 0) return null;
  const value = columns[TREND_METRICS[metric].fact][rows[at] as number] as number;
  return { ...baseline, value };
}

function methodWords({ correlation }: ChangePoints): string {
  const alpha = `${SETTINGS.alpha * 100} %`;
  return (
    'Robust partition of the trend into levels (biweight loss, functional pruning), each change then tested against its ' +
    'neighbours by least squares with a step, a drift and autocorrelated noise, the least sure one taken out first; ' +
    `at most ${alpha} of histories without a change show one. Correlation of neighbouring runs: ${correlation.toFixed(2)}.`
  );
}
