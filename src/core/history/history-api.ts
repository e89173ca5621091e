import { isAbsolute } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { CalibratedMetric, NoiseFloor } from '../../contract/calibration.ts';
import type { History, HistoryApi, HistoryBenchmark, HistoryRequest } from '../../contract/history.ts';
import type { RunColumns } from '../../contract/run-list.ts';
import type { Run } from '../../contract/run.ts';
import { changePointSteps, type ChangePoints } from '../analysis/change-points/find-change-points.ts';
import { buildHistory, countedValues } from '../analysis/history/build-history.ts';
import { linesNamed } from '../analysis/history/find-line.ts';
import { TREND_METRICS } from '../analysis/history/history-metrics.ts';
import { modelLines, type LineRows } from '../analysis/history/model-lines.ts';
import { trendOf } from '../analysis/history/points.ts';
import type { Store } from '../store/store.ts';
import { environmentChange } from './environment-change.ts';
import { goalInvalid, noSuchBenchmark, noSuchModel, severalModels } from './history-errors.ts';

export interface HistorySources {
  readonly store: Pick<Store, 'getRun' | 'baselines' | 'goals' | 'putGoal' | 'removeGoal'>;
  /** All of the store, archived runs among them. */
  allRuns(): Promise<RunColumns>;
  noiseOf(run: Run, metric: CalibratedMetric): NoiseFloor | null;
  /** Of a model's file; null where there is none. */
  identifyFile(path: string): Promise<{ readonly contentHash: string; readonly name: string } | null>;
  changed(): void;
}

/** Others have their turn after so long. */
const SLICE_MS = 6;

/** Models through their versions. */
export function historyApi(sources: HistorySources): HistoryApi {
  const { store, allRuns, noiseOf, identifyFile, changed } = sources;
  let held: { readonly columns: RunColumns; readonly lines: readonly LineRows[] } | null = null;

  const read = async () => {
    const columns = await allRuns();
    if (held?.columns !== columns) held = { columns, lines: modelLines(columns) };
    return held;
  };
  const findLine = async (word: string) => {
    const { columns, lines } = await read();
    const file = isAbsolute(word) ? await identifyFile(word) : null;
    const words = file === null ? [word] : [file.contentHash, file.name];
    for (const each of words) {
      const found = linesNamed(lines, each);
      if (found.length > 1)
        throw severalModels(
          word,
          found.map(({ line }) => line),
        );
      if (found[0] !== undefined) return { columns, line: found[0] };
    }
    throw noSuchModel(word, lines.length);
  };

  const getHistory = async ({ model, benchmark, metric = 'p50' }: HistoryRequest): Promise<History> => {
    const { columns, line } = await findLine(model);
    const chosen = chooseBenchmark(line, benchmark);
    const trend = trendOf(columns, line.rows, chosen.key, metric);
    const { runIds } = trend.points;
    const found = await inTurns(changePointSteps(countedValues(trend)));
    const runs = new Map<string, Run | null>();
    const runOf = (id: string): Run | null => {
      if (!runs.has(id)) runs.set(id, store.getRun(id));
      return runs.get(id) ?? null;
    };
    const { calibrated } = TREND_METRICS[metric];
    const last = runOf(runIds.at(-1) ?? '');
    const places = new Set(runIds);
    const baseline = store
      .baselines()
      .filter(({ runId }) => places.has(runId))
      .sort((a, b) => b.setAt - a.setAt)[0];
    return buildHistory({
      columns,
      line,
      benchmark: chosen,
      metric,
      trend,
      found,
      baseline: baseline === undefined ? null : { name: baseline.name, runId: baseline.runId },
      goal: store.goals(chosen.key, metric).find((goal) => line.hashes.includes(goal.line))?.goal ?? null,
      noiseFloor: last === null || calibrated === null ? null : noiseOf(last, calibrated),
      environmentChange: (before, after) =>
        environmentChange(runOf(before)?.environment ?? null, runOf(after)?.environment ?? null),
    });
  };

  return {
    listHistories: async () => (await read()).lines.map(({ line }) => line),
    getHistory,
    setGoal: async (word, benchmark, metric, goal) => {
      if (goal !== null && !(goal > 0 && Number.isFinite(goal))) throw goalInvalid(goal);
      const { line } = await findLine(word);
      const { key } = chooseBenchmark(line, benchmark);
      for (const hash of line.hashes) store.removeGoal({ line: hash, benchmark: key, metric });
      if (goal !== null) store.putGoal({ line: line.line.id, benchmark: key, metric, goal });
      changed();
    },
  };
}

/** By its key or the beginning of it, or by words that only one label has. */
function chooseBenchmark({ line }: LineRows, word: string | undefined): HistoryBenchmark {
  const [most] = line.benchmarks;
  if (word === undefined) return most as HistoryBenchmark;
  const exact = line.benchmarks.find(({ key }) => key === word);
  if (exact) return exact;
  const words = word
    .toLowerCase()
    .split(/[\s·]+/)
    .filter(Boolean);
  const found = line.benchmarks.filter(
    ({ key, label }) =>
      (word.length >= 4 && key.startsWith(word)) ||
      (words.length > 0 && words.every((each) => label.toLowerCase().includes(each))),
  );
  if (found.length !== 1) throw noSuchBenchmark(word, line, found.length);
  return found[0] as HistoryBenchmark;
}

async function inTurns(steps: Generator<void, ChangePoints>): Promise<ChangePoints> {
  let since = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - since > SLICE_MS) {
      await turn();
      since = performance.now();
    }
  }
}
