import { describe, expect, it } from 'vitest';
import type { History, HistoryMetric } from '../../../contract/history.ts';
import type { RunFacts } from '../../../contract/run-list.ts';
import { findChangePoints } from '../change-points/find-change-points.ts';
import { buildHistory, countedValues, type HistoryParts } from './build-history.ts';
import { linesNamed } from './find-line.ts';
import { columnsOf, facts, wobble } from './history.fixture.ts';
import { modelLines } from './model-lines.ts';
import { trendOf } from './points.ts';

const OTHER = 'b2'.repeat(32);
const THIRD = 'c3'.repeat(32);

function historyOf(all: readonly RunFacts[], change: Partial<HistoryParts> = {}): History {
  const columns = columnsOf(all);
  const [line] = modelLines(columns);
  if (line === undefined) throw new Error('No line.');
  const [benchmark] = line.line.benchmarks;
  const metric: HistoryMetric = change.metric ?? 'p50';
  const trend = trendOf(columns, line.rows, benchmark?.key ?? '', metric);
  return buildHistory({
    columns,
    line,
    benchmark: benchmark as NonNullable<typeof benchmark>,
    metric,
    trend,
    found: findChangePoints(countedValues(trend)),
    baseline: null,
    goal: null,
    noiseFloor: null,
    environmentChange: () => '',
    ...change,
  });
}

const steady = (from: number, to: number, p50Ms: number, change: Partial<RunFacts> = {}): RunFacts[] =>
  Array.from({ length: to - from }, (_, at) =>
    facts(from + at, { p50Ms: p50Ms * wobble(from + at), ...change }),
  );

describe('a model’s line', () => {
  it('holds a renamed model together, whichever of its names or hashes is asked for', () => {
    const columns = columnsOf([
      facts(1, { model: 'old.onnx' }),
      facts(2, { model: 'New.onnx' }),
      facts(3, { model: 'New.onnx', contentHash: OTHER }),
      facts(4, { model: 'else.onnx', contentHash: THIRD }),
      facts(5, { model: 'never.onnx', contentHash: 'd4', status: 'crashed' }),
    ]);
    const lines = modelLines(columns);
    expect(lines.map(({ line }) => [line.names, line.versions, line.runs])).toEqual([
      [['else.onnx'], 1, 1],
      [['New.onnx', 'old.onnx'], 2, 3],
    ]);
    const found = (word: string) => linesNamed(lines, word).map(({ line }) => line.names[0]);
    expect(found('old.onnx')).toEqual(['New.onnx']);
    expect(found('new.onnx')).toEqual(['New.onnx']);
    expect(found('b2b2b2')).toEqual(['New.onnx']);
    expect(found(`sha256:${OTHER}`)).toEqual(['New.onnx']);
    expect(found('onnx')).toEqual(['else.onnx', 'New.onnx']);
    expect(found('a1')).toEqual([]);
    expect(found('never.onnx')).toEqual([]);
  });

  it('takes no name for another one’s hash', () => {
    const lines = modelLines(columnsOf([facts(1), facts(2, { model: 'a1'.repeat(32), contentHash: OTHER })]));
    expect(lines).toHaveLength(2);
  });

  it('tells its benchmarks apart by what differs', () => {
    const [line] = modelLines(
      columnsOf([
        facts(1),
        facts(2),
        facts(3, { benchmark: 'two', threads: 1 }),
        facts(4, { benchmark: 'three', threads: 1 }),
        facts(5, { benchmark: 'four', threads: 4, sequence: null }),
      ]),
    );
    expect(line?.line.benchmarks.map(({ key, label, runs }) => [key, label, runs])).toEqual([
      ['one', 'cpu · 1 × 128 · default threads', 2],
      ['four', 'cpu · batch 1 · 4 threads', 1],
      ['three', 'cpu · 1 × 128 · 1 thread · three', 1],
      ['two', 'cpu · 1 × 128 · 1 thread · two', 1],
    ]);
  });
});

describe('a history', () => {
  const faster = [
    ...steady(0, 20, 245),
    ...steady(20, 40, 180, { contentHash: OTHER, commit: 'beef'.repeat(10) }),
  ];

  it('tells versions as a changelog does', () => {
    const { versions, unit } = historyOf(faster, { baseline: { name: 'main', runId: 'r0003' } });
    expect(unit).toBe('ms');
    expect(versions.map(({ runs, contentHash }) => [runs, contentHash.slice(0, 2)])).toEqual([
      [20, 'a1'],
      [20, 'b2'],
    ]);
    const [first, second] = versions;
    expect(first?.againstPrevious).toBeNull();
    expect(second?.againstPrevious).toMatchObject({ verdict: 'better' });
    expect(second?.againstPrevious?.ratio).toBeCloseTo(180 / 245, 2);
    expect(second?.againstBaseline?.from).toBeCloseTo(245 * wobble(3), 6);
    const [low, high] = second?.ci95 ?? [0, 0];
    expect(low).toBeLessThan(180);
    expect(high).toBeGreaterThan(180);
  });

  it('gives a change its run, its commit and what it came with, in a sentence', () => {
    const { changes, sentence } = historyOf(faster);
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({
      index: 20,
      runId: 'r0020',
      cause: 'version',
      commit: 'beef'.repeat(10),
    });
    expect(changes[0]?.sentence).toMatch(
      /^From run r0020 \(commit beefbeef\) on the median is −2[67] %: 24\d ms → 1[78]\d ms \(−2[67] %\)\. It came with a new version of the model\.$/,
    );
    expect(sentence).toMatch(/^One change in 40 runs: the median became better, .* from run r0020 on /);
  });

  it('names another commit, another environment, or neither', () => {
    const slower = (change: Partial<RunFacts>) => [...steady(0, 20, 100), ...steady(20, 40, 130, change)];
    const causeOf = (all: RunFacts[], environment = '') => {
      const [change] = historyOf(all, { environmentChange: () => environment }).changes;
      return [change?.cause, change?.change.verdict, change?.sentence.split('It came ')[1]];
    };
    expect(causeOf(slower({ commit: 'beef' }))).toEqual(['commit', 'worse', 'with another commit.']);
    expect(causeOf(slower({}), 'driver 1 → 2')).toEqual([
      'environment',
      'worse',
      'with another environment: driver 1 → 2.',
    ]);
    expect(causeOf(slower({}))[0]).toBe('unknown');
  });

  it('moves a change to the version beside it where the runs allow that as well', () => {
    const all = [...steady(0, 20, 100), ...steady(20, 40, 106)].map((run, at) => ({
      ...run,
      // The new version’s first run happens to lie between the levels.
      ...(at === 20 && { p50Ms: 102.95 }),
      ...(at >= 20 && { contentHash: OTHER }),
    }));
    expect(historyOf(all).changes).toMatchObject([{ index: 20, cause: 'version' }]);
    const later = all.map((run, at) => ({ ...run, contentHash: at >= 24 ? OTHER : THIRD }));
    expect(historyOf(later).changes[0]?.index).toBeLessThan(24);
  });

  it('shows runs that are not to be trusted and counts them nowhere', () => {
    const all = steady(0, 40, 100).map((run, at) =>
      at >= 30 ? { ...run, p50Ms: 300, trust: 'not-trusted' as const } : run,
    );
    const { points, changes, anomalies, versions, sentence } = historyOf(all);
    expect([points.runIds.length, changes.length, anomalies.length]).toEqual([40, 0, 0]);
    expect(points.leftOut.reduce((sum, flag) => sum + flag, 0)).toBe(10);
    expect(versions[0]?.value).toBeCloseTo(100, -0.5);
    expect(sentence).toMatch(/^No change in 30 runs: the median is 100 ms\./);
    const simulated = all.map((run) => ({ ...run, isSimulated: true, trust: 'not-trusted' as const }));
    expect(historyOf(simulated).changes).toHaveLength(1);
  });

  it('follows other metrics, of which more may be better', () => {
    const { changes, unit, better } = historyOf(faster, { metric: 'samples-per-second' });
    expect([unit, better, changes[0]?.change.verdict]).toEqual(['per-second', 'higher', 'better']);
    const none = historyOf(faster, { metric: 'energy' });
    expect([none.points.runIds.length, none.sentence]).toEqual([
      0,
      'No run has measured the energy of an inference in this way.',
    ]);
  });

  it('does not call two single runs different that two processes of one model may be', () => {
    const twice = (later: number) =>
      historyOf([facts(1), facts(2, { p50Ms: later, contentHash: OTHER })]).versions[1]?.againstPrevious
        ?.verdict;
    expect(twice(102)).toBe('undecided');
    expect(twice(110)).toBe('worse');
    expect(twice(90)).toBe('better');
  });

  it('says whether the goal is reached', () => {
    expect(historyOf(faster, { goal: 200 }).sentence).toContain('The goal of 200 ms is reached.');
    expect(historyOf(faster, { goal: 90 }).sentence).toMatch(/not reached: −[45]\d % to go\.$/);
  });

  it('has a word for one run and for a few', () => {
    expect(historyOf([facts(1)]).sentence).toBe('One run so far: 100 ms.');
    expect(historyOf(steady(0, 4, 100)).sentence).toMatch(/^4 runs, too few to find a change in/);
  });
});
