import { expect, it } from 'vitest';
import type { ChannelsOverTime } from './channels-over-time.ts';
import { coreStrip } from './core-strip.ts';
import { chartPalette as palette } from './palette.fixture.ts';

const core = (label: string, values: readonly number[]): ChannelsOverTime['series'][number] => ({
  ...{ label, hue: 'sky', metric: 'cpu.core-use' },
  atSeconds: Float64Array.from(values, (_, index) => index / 100),
  values: Float64Array.from(values),
});

interface Cell {
  readonly shape: { readonly y: number };
  readonly style: { readonly opacity: number };
}

it('draws a core for each line, and keeps the tick in which one was busy', () => {
  // A thousand ticks, of which one was busy: 240 columns must not lose it.
  const quiet = new Array<number>(1000).fill(0);
  const chart = coreStrip(
    {
      ...{ title: 'Each core', unit: 'percent', top: 100, range: { min: 0, max: 10 }, limits: [] },
      series: [core('core 0', quiet), core('core 1', quiet.with(700, 100))],
    },
    palette,
  );
  const draw = chart.option.series[0]?.['renderItem'] as (
    item: { dataIndex: number },
    api: object,
  ) => { readonly children: readonly Cell[] };
  const api = { coord: ([x, y]: number[]) => [x, -(y ?? 0) * 10], size: () => [1, 10] };
  const columns = Array.from({ length: 240 }, (_, dataIndex) => draw({ dataIndex }, api).children);
  expect(columns.every((cells) => cells.length === 2)).toBe(true);
  const strongest = columns.flat().filter(({ style }) => style.opacity > 0.9);
  expect(strongest).toHaveLength(1);
  // Core 1 stands above core 0.
  expect(strongest[0]?.shape.y).toBe(-20);
  expect(chart.option.yAxis['max']).toBe(2);
});

it('leaves empty what was not read', () => {
  const chart = coreStrip(
    {
      ...{ title: 'Each core', unit: 'percent', top: 100, range: { min: 0, max: 10 }, limits: [] },
      series: [core('core 0', [Number.NaN])],
    },
    palette,
  );
  const draw = chart.option.series[0]?.['renderItem'] as (
    item: { dataIndex: number },
    api: object,
  ) => { readonly children: readonly Cell[] };
  const api = { coord: () => [0, 0], size: () => [1, 10] };
  expect(draw({ dataIndex: 0 }, api).children).toEqual([]);
});
