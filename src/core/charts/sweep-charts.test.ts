import { describe, expect, it } from 'vitest';
import type { SweepCell } from '../../contract/sweep.ts';
import { fitScaling } from '../analysis/scaling/fit-scaling.ts';
import type { Chart, ChartPalette } from './chart.ts';
import { chartToCsv } from './csv.ts';
import { scalingLaw } from './scaling-law.ts';
import { sweepHeatMap } from './sweep-heat-map.ts';
import { sweepLines } from './sweep-lines.ts';
import { metricsOf } from './sweep-metric.ts';
import { sweepSpeedUp } from './sweep-speed-up.ts';

const PALETTE = new Proxy({}, { get: (_, name) => String(name) }) as ChartPalette;

function cell(change: Partial<SweepCell>): SweepCell {
  return {
    index: 0,
    model: { kind: 'demo', location: 'demo:mlp-tiny' },
    level: null,
    batch: 1,
    sequence: null,
    provider: 'cpu',
    threads: null,
    state: 'done',
    runId: 'abc',
    error: null,
    estimateMs: null,
    p50Ms: 1,
    p50LowMs: 0.9,
    p50HighMs: 1.1,
    samplesPerSecond: 1000,
    tokensPerSecond: null,
    peakBytes: null,
    speedUp: null,
    ...change,
  };
}

const series = (chart: Chart | null): readonly Readonly<Record<string, unknown>>[] =>
  chart?.option.series ?? [];

const grid = [1, 2, 4].flatMap((batch) =>
  [64, 128].map((sequence) => cell({ batch, sequence, p50Ms: batch * sequence })),
);

describe('lines of a sweep', () => {
  it('are one for each combination of the rest, with the interval at each point', () => {
    const chart = sweepLines(grid, 'batch', 'latency', PALETTE);
    expect(chart?.legend.map(({ label }) => label)).toEqual(['sequence 64', 'sequence 128']);
    expect(series(chart)[0]?.['data']).toEqual([
      [0, 64],
      [1, 128],
      [2, 256],
    ]);
    expect(series(chart)[1]?.['data']).toHaveLength(9);
    expect(chartToCsv(chart as Chart).split('\r\n')[0]).toBe('batch,sequence,p50 latency (ms),low,high');
  });

  it('leave out what was not measured, and are no chart without anything', () => {
    const waiting = grid.map((each) => ({ ...each, state: 'waiting', p50Ms: null }) as const);
    expect(sweepLines(waiting, 'batch', 'latency', PALETTE)).toBeNull();
    expect(metricsOf(waiting)).toEqual(['samples']);
  });
});

describe('the map of a sweep', () => {
  it('has a tile for every cell, and says of each what it is', () => {
    const cells = [...grid.slice(0, 5), cell({ ...grid[5], state: 'skipped', p50Ms: null })];
    const chart = sweepHeatMap(cells, ['batch', 'sequence'], 'latency', PALETTE);
    expect(series(chart)[0]?.['data']).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
      [2, 0],
      [2, 1],
    ]);
    expect(chart?.description).toContain('batch 4, sequence 128: skipped');
    expect(chart?.description).toContain('batch 2, sequence 64: 128 ms');
  });

  it('is none where an axis has one value', () => {
    expect(sweepHeatMap(grid.slice(0, 1), ['batch', 'sequence'], 'latency', PALETTE)).toBeNull();
  });
});

describe('the bars of providers', () => {
  it('carry the speed-up against the processor', () => {
    const cells = [cell({ p50Ms: 6, speedUp: 1 }), cell({ provider: 'webgpu', p50Ms: 2, speedUp: 3 })];
    const [cpu, gpu] = series(sweepSpeedUp(cells, PALETTE));
    const words = (bar: Readonly<Record<string, unknown>> | undefined): string =>
      (bar?.['label'] as { formatter: (at: { dataIndex: number }) => string }).formatter({ dataIndex: 0 });
    expect([words(cpu), words(gpu)]).toEqual(['6.00 ms', '2.00 ms · 3.00×']);
  });

  it('are none for one provider alone', () => {
    expect(sweepSpeedUp(grid, PALETTE)).toBeNull();
  });
});

it('draws a law with its points, its band and what was kept out of the fit', () => {
  const points = [1, 2, 4, 8, 16].map((x) => ({ x, y: 2 + x }));
  const fit = fitScaling({ metric: 'latency', variable: 'batch', at: 'cpu', points });
  if (fit.law === null) throw new Error(fit.words);
  const chart = scalingLaw(fit, PALETTE);
  expect(series(chart).map(({ id }) => id)).toEqual(['band', 'law', 'points', 'holdout']);
  expect(chart.description).toContain('2.00 ms + 1.00 ms per sample');
  const [, columnMeasured, columnPredicted] = chart.table();
  expect(columnMeasured?.values).toEqual([3, 4, 6, 10, 18]);
  expect((columnPredicted?.values as readonly (number | null)[]).slice(0, 4)).toEqual([
    null,
    null,
    null,
    null,
  ]);
});
