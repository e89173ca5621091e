import { describe, expect, it } from 'vitest';
import type { ChangePoint, HistoryPoints, HistoryVersion } from '../../contract/history.ts';
import { historyTrend, type HistoryTrend } from './history-trend.ts';
import { chartPalette } from './palette.fixture.ts';

const version = (contentHash: string): HistoryVersion => ({
  contentHash,
  name: 'model.onnx',
  commit: null,
  isCommitDirty: false,
  firstRunId: 'r0',
  firstAt: 0,
  lastAt: 1,
  runs: 5,
  value: 4,
  ci95: null,
  againstPrevious: null,
  againstBaseline: null,
});

const change: ChangePoint = {
  index: 5,
  runId: 'r5',
  at: 5,
  commit: null,
  contentHash: 'b',
  cause: 'version',
  change: { from: 4, to: 3, ratio: 0.75, ratioCi95: null, verdict: 'better' },
  pValue: 0.001,
  sentence: 'p50 fell by 25 % with run r5.',
};

function trend(values: readonly number[], given: Partial<HistoryTrend> = {}): HistoryTrend {
  const points: HistoryPoints = {
    runIds: values.map((_, index) => `r${index}`),
    at: Float64Array.from(values, (_, index) => index * 86_400e3),
    values: Float64Array.from(values),
    low: Float64Array.from(values, (value) => value * 0.99),
    high: Float64Array.from(values, (value) => value * 1.01),
    version: Uint32Array.from(values, (_, index) => (index < 5 ? 0 : 1)),
    leftOut: new Uint8Array(values.length),
  };
  return {
    points,
    versions: [version('a'), version('b')],
    changes: [],
    anomalies: [],
    baseline: null,
    goal: null,
    unit: 'ms',
    better: 'lower',
    metric: 'p50',
    ...given,
  };
}

interface Series {
  readonly id: string;
  readonly data: readonly (readonly (number | null)[])[];
  readonly markLine: { readonly data: readonly Record<string, unknown>[] };
  readonly markArea: { readonly data: readonly (readonly Record<string, unknown>[])[] };
}

const seriesOf = (data: HistoryTrend, id: string): Series =>
  historyTrend(data, chartPalette).option.series.find((each) => each['id'] === id) as unknown as Series;

const FIVE_AND_FIVE = [4, 4, 4, 4, 4, 3, 3, 3, 3, 3];

describe('the trend of a history', () => {
  it('draws the level of each stretch between two changes', () => {
    expect(seriesOf(trend(FIVE_AND_FIVE, { changes: [change] }), 'levels').data).toEqual([
      [-0.5, 4],
      [4.5, 4],
      [4.5, 3],
      [9.5, 3],
    ]);
  });

  it('names the versions above their runs, and a change by its share in the hue of what it is', () => {
    const { markArea, markLine } = seriesOf(trend(FIVE_AND_FIVE, { changes: [change] }), 'levels');
    expect(markArea.data.map(([from, to]) => [from?.['name'], from?.['xAxis'], to?.['xAxis']])).toEqual([
      ['v1', -0.5, 4.5],
      ['v2', 4.5, 9.5],
    ]);
    expect(markLine.data[0]).toMatchObject({
      xAxis: 4.5,
      lineStyle: { color: chartPalette.green },
      label: { formatter: '−25 %' },
    });
    const higher = trend(FIVE_AND_FIVE, { changes: [change], better: 'higher' });
    expect(seriesOf(higher, 'levels').markLine.data[0]).toMatchObject({
      lineStyle: { color: chartPalette.vermilion },
    });
  });

  it('is not flattened by one run that stands out, which stays at the edge of the plot', () => {
    const values = [...FIVE_AND_FIVE.slice(0, 9), 400];
    const data = trend(values, { anomalies: [{ index: 9, runId: 'r9', score: 90, sentence: 'far off' }] });
    const top = historyTrend(data, chartPalette).option.yAxis['max'] as number;
    expect(top).toBeLessThan(10);
    expect(seriesOf(data, 'anomalies').data).toEqual([[9, top]]);
    expect(seriesOf(data, 'runs').data[9]).toEqual([9, null]);
  });

  it('shows a run that is not to be trusted, and takes it for nothing', () => {
    const values = [4, 4, 40, 4, 4];
    const { points } = trend(values);
    const data = trend(values, { points: { ...points, leftOut: Uint8Array.of(0, 0, 1, 0, 0) } });
    expect(seriesOf(data, 'levels').data).toEqual([
      [-0.5, 4],
      [4.5, 4],
    ]);
    expect(seriesOf(data, 'runs').data[2]).toEqual([2, null]);
    expect(seriesOf(data, 'left-out').data[2]?.[1]).toBeLessThan(10);
  });

  it('holds baseline and goal within the plot', () => {
    const data = trend(FIVE_AND_FIVE, { baseline: { name: 'main', runId: 'r0', value: 6 }, goal: 1 });
    const { yAxis } = historyTrend(data, chartPalette).option;
    expect(yAxis['max']).toBeGreaterThanOrEqual(6);
    expect(yAxis['min']).toBeLessThanOrEqual(1);
  });

  it('picks the run under the pointer, and holds together with none at all', () => {
    const { pick } = historyTrend(trend(FIVE_AND_FIVE), chartPalette);
    const same = (point: { x: number; y: number }) => point;
    expect(pick?.({ x: 3.4, y: 0 }, same)).toBe(3);
    expect(pick?.({ x: 12, y: 0 }, same)).toBeNull();
    expect(historyTrend(trend([]), chartPalette).description).toMatch(/0 runs/);
    expect(historyTrend(trend([Number.NaN]), chartPalette).option.series).not.toEqual([]);
  });
});
