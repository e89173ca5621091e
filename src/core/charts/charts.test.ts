import { describe, expect, it } from 'vitest';
import { condenseRun } from '../analysis/condense.ts';
import type { Chart } from './chart.ts';
import { chartToCsv } from './csv.ts';
import { cumulativeDistribution, distributionHistogram } from './distribution.ts';
import type { Distribution } from './distribution.ts';
import { cpuOverTime, memoryOverTime } from './hardware-over-time.ts';
import { latencyOverTime } from './latency-over-time.ts';
import { chartPalette as palette } from './palette.fixture.ts';
import { percentileCurves } from './percentiles.ts';
import { phasesBar } from './phases.ts';

function distribution(label: string, middle: number, count = 4000): Distribution {
  const samples = Float64Array.from(
    { length: count },
    (_, index) => middle * (1 + 0.2 * Math.sin(index * 1.7)),
  );
  const { series } = condenseRun(samples.slice(), samples);
  if (series === null) throw new Error('There are no samples.');
  const { quantileLevels, quantilesMs } = series;
  return { label, count, quantiles: { levels: quantileLevels, values: quantilesMs } };
}

const points = (chart: Chart, series = 0): readonly (readonly [number, number | null])[] =>
  chart.option.series[series]?.['data'] as readonly (readonly [number, number | null])[];

interface Formatter {
  formatter(points: readonly { dataIndex: number; seriesIndex: number; value: readonly number[] }[]): string;
}
const tip = (chart: Chart, dataIndex: number, value: readonly number[] = [0, 0]): string =>
  (chart.option['tooltip'] as Formatter).formatter([{ dataIndex, seriesIndex: 0, value }]);

describe('latency over time', () => {
  const atSeconds = Float64Array.from({ length: 30_000 }, (_, index) => index / 1000);
  const latencyMs = atSeconds.map((_, index) => (index === 12_345 ? 0.9 : 0.05));
  const track = { label: 'run', atSeconds, latencyMs, p50: 0.05, p50Low: 0.049, p50High: 0.051 };

  it('draws at most 2,000 points and keeps the spike', () => {
    const drawn = points(latencyOverTime({ tracks: [track] }, palette));
    expect(drawn.length).toBeLessThanOrEqual(2000);
    expect(drawn).toContainEqual([12.345, 0.9]);
  });

  it('names the unit that fits on the axis and labels ticks in it', () => {
    const { yAxis, xAxis } = latencyOverTime({ tracks: [track] }, palette).option;
    expect(yAxis['name']).toBe('latency (µs)');
    expect((yAxis['axisLabel'] as { formatter(value: number): string }).formatter(0.25)).toBe('250');
    expect(xAxis['name']).toBe('elapsed (s)');
  });

  it('ends exactly where it is told, so that charts of one run align', () => {
    const range = { min: -1.5, max: 42 };
    const series = { atSeconds, cpuPercent: latencyMs, workerCpuPercent: latencyMs, workerBytes: latencyMs };
    const latency = latencyOverTime({ tracks: [track], range }, palette).option;
    const cpu = cpuOverTime(
      { series: { ...series, memoryUsedBytes: latencyMs }, cores: 2, range },
      palette,
    ).option;
    for (const option of [latency, cpu]) expect(option.xAxis).toMatchObject(range);
    expect(cpu.grid).toMatchObject({ left: latency.grid['left'], right: latency.grid['right'] });
  });

  it('can be cut above a value without losing the points', () => {
    const chart = latencyOverTime({ tracks: [track], topMs: 0.06 }, palette);
    expect(chart.option.yAxis['max']).toBeLessThan(0.1);
    expect(points(chart)).toContainEqual([12.345, 0.9]);
  });

  it('draws A in blue and B in orange', () => {
    const { series } = latencyOverTime(
      {
        tracks: [
          { ...track, label: 'A' },
          { ...track, label: 'B' },
        ],
      },
      palette,
    ).option;
    expect(series.map(({ lineStyle }) => (lineStyle as { color: string }).color)).toEqual([
      '#blue',
      '#orange',
    ]);
  });

  it('stands without a single point', () => {
    const none = { label: 'run', atSeconds: new Float64Array(0), latencyMs: new Float64Array(0), p50: null };
    const chart = latencyOverTime({ tracks: [none] }, palette);
    expect(points(chart)).toEqual([]);
    expect(chart.description).toContain('no iterations measured');
    expect(chart.option.yAxis['max']).toBeGreaterThan(0);
  });

  it('shows names as text, whatever they contain', () => {
    const hostile = latencyOverTime(
      { tracks: [{ ...track, label: '<img src=x onerror=alert(1)>' }] },
      palette,
    );
    expect(tip(hostile, 0, [1, 0.05])).toContain('&lt;img');
    expect(tip(hostile, 0, [1, 0.05])).not.toContain('<img');
  });
});

describe('distributions', () => {
  const runs = [distribution('A', 4), distribution('B', 3)];

  it('share their bins, so that heights can be held against each other', () => {
    const chart = distributionHistogram(runs, palette);
    const xs = [0, 1].map((series) => points(chart, series).map(([x]) => x));
    expect(xs[0]).toEqual(xs[1]);
    expect(chart.option.series.map(({ itemStyle }) => itemStyle)).toEqual([
      { color: '#blue' },
      { color: '#orange' },
    ]);
  });

  it('say in the tooltip how many iterations a bin holds', () => {
    expect(tip(distributionHistogram(runs, palette), 0)).toMatch(/ms to .* ms.*A.*%.*B.*%/);
  });

  it('accumulate to 100 % without falling', () => {
    const [, a, b] = cumulativeDistribution(runs, palette).table();
    for (const column of [a, b]) {
      const percents = Array.from(column?.values as Float64Array);
      expect(percents.at(-1)).toBeGreaterThan(99);
      percents.forEach((value, index) => expect(value).toBeGreaterThanOrEqual(percents[index - 1] ?? 0));
    }
  });

  it('stretch the tail only as far as the samples reach', () => {
    const nines = (count: number): number =>
      percentileCurves([distribution('run', 4, count)], palette).option.xAxis['max'] as number;
    expect(nines(100)).toBe(2);
    expect(nines(4000)).toBeCloseTo(3.6, 1);
    expect(nines(5_000_00)).toBe(4);
  });

  it('name percentiles as people do', () => {
    const { xAxis } = percentileCurves(runs, palette).option;
    const label = (xAxis['axisLabel'] as { formatter(value: number): string }).formatter;
    expect([0, 1, 2, 3, 4].map(label)).toEqual(['p0', 'p90', 'p99', 'p99.9', 'p99.99']);
  });
});

describe('hardware over time', () => {
  const atSeconds = Float64Array.of(-1, 0, 1, 2);
  const series = {
    atSeconds,
    cpuPercent: Float64Array.of(10, 60, 70, 65),
    workerCpuPercent: Float64Array.of(Number.NaN, 100, 200, 200),
    workerBytes: Float64Array.of(Number.NaN, 1e8, 2e8, 2e8),
    memoryUsedBytes: Float64Array.of(8e9, 8.1e9, 8.2e9, 8.2e9),
  };

  it('puts worker and machine on one scale where the cores are known', () => {
    const chart = cpuOverTime({ series, cores: 4 }, palette);
    expect(points(chart, 1)).toEqual([
      [-1, null],
      [0, 25],
      [1, 50],
      [2, 50],
    ]);
    expect(chart.option.yAxis['max']).toBe(100);
  });

  it('says "of one core" where they are not', () => {
    const chart = cpuOverTime({ series, cores: null }, palette);
    expect(chart.legend[1]?.label).toBe('worker, of one core');
    expect(chart.option.yAxis['max']).toBeGreaterThanOrEqual(200);
  });

  it('gives the worker’s memory its own scale beside a machine that uses far more, and loses no number', () => {
    const chart = memoryOverTime({ series, cores: null }, palette);
    expect(chart.legend.map(({ label }) => label)).toEqual(['worker']);
    expect(chart.option.yAxis['name']).toBe('Memory (MiB)');
    expect(chartToCsv(chart)).toContain('8200000000');
  });

  it('draws the machine alone where no worker was seen', () => {
    const none = { ...series, workerBytes: atSeconds.map(() => Number.NaN) };
    expect(memoryOverTime({ series: none, cores: null }, palette).legend.map(({ label }) => label)).toEqual([
      'machine',
    ]);
  });
});

describe('phases', () => {
  it('stack in the order in which they happened, missing ones named', () => {
    const chart = phasesBar({ loadMs: 12, firstRunMs: 3, warmupMs: 85, measuredMs: null }, palette);
    expect(chart.option.xAxis['max']).toBe(100);
    expect(chart.legend.map(({ label, value }) => `${label} ${value}`)).toEqual([
      'load 12.0 ms',
      'first run 3.00 ms',
      'warm-up 85.0 ms',
      'measured —',
    ]);
  });
});

describe('a chart as CSV', () => {
  const chart = (table: ReturnType<Chart['table']>): Chart => ({
    ...phasesBar({ loadMs: 1, firstRunMs: 1, warmupMs: 1, measuredMs: 1 }, palette),
    table: () => table,
  });

  it('has a header with units and a row for each point', () => {
    const csv = chartToCsv(
      chart([
        { label: 'elapsed (s)', values: Float64Array.of(0, 0.5) },
        { label: 'latency (ms)', values: Float64Array.of(1.25, Number.NaN) },
      ]),
    );
    expect(csv).toBe('elapsed (s),latency (ms)\r\n0,1.25\r\n0.5,\r\n');
  });

  it('quotes what would break it and disarms formulas', () => {
    const csv = chartToCsv(chart([{ label: 'a,"b"', values: ['=1+1', 'x\ny', null] }]));
    expect(csv).toBe(`"a,""b"""\r\n'=1+1\r\n"x\ny"\r\n\r\n`);
  });
});
