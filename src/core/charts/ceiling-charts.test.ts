import { describe, expect, it } from 'vitest';
import { bandwidthLadder } from './bandwidth-ladder.ts';
import type { Chart } from './chart.ts';
import { chartToCsv } from './csv.ts';
import { matrixCliff } from './matrix-cliff.ts';
import { chartPalette as palette } from './palette.fixture.ts';
import { roofline, type Roofline } from './roofline.ts';

const machine: Roofline = {
  name: 'Ryzen',
  memory: [
    { label: 'L3', gigabytesPerSecond: 400 },
    { label: 'memory', gigabytesPerSecond: 50 },
  ],
  compute: [
    { label: 'FP32', gigaflops: 800 },
    { label: 'FP64', gigaflops: 400 },
  ],
};

interface Point {
  readonly value: readonly [number, number];
  readonly label: { readonly show: boolean; readonly formatter: string };
}
const points = (chart: Chart, id: string): readonly Point[] =>
  chart.option.series.find((series) => series['id'] === id)?.['data'] as readonly Point[];

describe('a roofline', () => {
  const chart = roofline(machine, palette);

  it('rises with the bandwidth and ends where the arithmetic ends', () => {
    const slope = points(chart, 'memory-memory');
    for (const { value } of slope) expect(value[1]).toBeCloseTo(Math.min(800, 50 * 2 ** value[0]), 6);
    // 800 GFLOP/s over 50 GB/s: 16 operations a byte.
    expect(slope.at(-1)?.value).toEqual([4, 800]);
  });

  it('begins a ceiling where the fastest memory first feeds it', () => {
    const ceiling = points(chart, 'compute-FP64');
    expect(ceiling[0]?.value).toEqual([0, 400]);
    expect(ceiling.every(({ value }) => value[1] === 400)).toBe(true);
  });

  it('shows every ridge', () => {
    expect(chart.option.xAxis['max']).toBeGreaterThan(4);
    expect(chart.option.yAxis['max']).toBeGreaterThan(800);
    expect(chart.option.yAxis['min']).toBeLessThanOrEqual(50 / 32);
  });

  it('names roofs that lie on each other once', () => {
    const near = { ...machine, compute: [...machine.compute, { label: 'BF16', gigaflops: 820 }] };
    const names = roofline(near, palette).option.series.flatMap((series) =>
      (series['data'] as readonly Point[]).flatMap(({ label }) => (label.show ? label.formatter : [])),
    );
    expect(names).toEqual(['L3', 'memory', 'FP32 / BF16', 'FP64']);
  });

  it('is numbers for who wants them', () => {
    expect(chartToCsv(chart)).toContain('memory,50,\r\nFP32,,800');
  });
});

describe('bandwidth by size', () => {
  const ladder = [
    { bytes: 16_384, readGBs: 900 },
    { bytes: 1_048_576, readGBs: 300 },
    { bytes: 268_435_456, readGBs: 40 },
  ];
  const caches = [
    { level: 'L1', bytes: 32_768, readGBs: 900 },
    { level: 'huge', bytes: 2 ** 40, readGBs: 1 },
    { level: 'memory', bytes: null, readGBs: 40 },
  ];

  it('marks where a cache ends, within what was measured', () => {
    const { series } = bandwidthLadder(ladder, caches, palette).option;
    const { data } = series[0]?.['markLine'] as { data: readonly { xAxis: number }[] };
    expect(data.map(({ xAxis }) => xAxis)).toEqual([15]);
  });

  it('says each level, and keeps the exact numbers', () => {
    const chart = bandwidthLadder(ladder, caches, palette);
    expect(chart.description).toContain('memory: 40.0 GB/s');
    expect(chartToCsv(chart)).toContain('268435456,40');
  });
});

it('tells aligned matrix products from the others by hue and by shape', () => {
  const products = [
    { size: 4096, gflops: 600_000 },
    { size: 4097, gflops: 300_000 },
  ];
  const { series } = matrixCliff(products, palette).option;
  expect(series.map(({ symbol, data }) => [symbol, (data as unknown[]).length])).toEqual([
    ['circle', 1],
    ['diamond', 1],
  ]);
});
