import { describe, expect, it } from 'vitest';
import { channelsOverTime, type ChannelsOverTime } from './channels-over-time.ts';
import { chartToCsv } from './csv.ts';
import { chartPalette as palette } from './palette.fixture.ts';

const power: ChannelsOverTime = {
  title: 'Power',
  unit: 'watts',
  top: null,
  range: { min: 0, max: 3 },
  limits: [],
  series: [
    {
      ...{ label: 'drawn', hue: 'orange', metric: 'gpu.power' },
      atSeconds: Float64Array.of(0, 1, 2, 3),
      values: Float64Array.of(100, 300, Number.NaN, 200),
    },
  ],
};

describe('channels over time', () => {
  it('say mean and maximum of what was read, and break where nothing was', () => {
    const chart = channelsOverTime(power, palette);
    expect(chart.description).toBe('Power over time. drawn: mean 200 W, at most 300 W.');
    expect(chart.option.series[0]?.['data']).toContainEqual([2, null]);
    expect(chart.legend).toEqual([{ label: 'mean', color: '#orange', value: '200 W' }]);
  });

  it('draw a threshold that is near, and do not press the line flat for one that is far', () => {
    const limit = (value: number) => {
      const { series, yAxis } = channelsOverTime({ ...power, limits: [value] }, palette).option;
      return { lines: (series[0]?.['markLine'] as { data: unknown[] }).data, top: yAxis['max'] as number };
    };
    expect(limit(400)).toMatchObject({ lines: [{ yAxis: 400 }] });
    expect(limit(400).top).toBeGreaterThanOrEqual(400);
    expect(limit(9000).lines).toEqual([]);
    expect(limit(9000).top).toBeLessThan(1000);
  });

  it('mark stretches of time, and name them for those who cannot see them', () => {
    const span = { fromSeconds: 1, toSeconds: 2, words: 'Power limit' };
    const chart = channelsOverTime({ ...power, spans: [span] }, palette);
    const area = chart.option.series[0]?.['markArea'] as object;
    expect(area).toMatchObject({ itemStyle: { color: '#vermilion' }, data: [[{ xAxis: 1 }, { xAxis: 2 }]] });
    expect(chart.description).toContain('Power limit from 1.00 s to 2.00 s.');
  });

  it('name one unit for the axis, and keep the exact numbers in the table', () => {
    const values = Float64Array.of(3 * 1024 ** 3);
    const atSeconds = Float64Array.of(0);
    const chart = channelsOverTime(
      {
        ...power,
        unit: 'bytes',
        series: [{ label: 'used', hue: 'purple', metric: 'memory.used', atSeconds, values }],
      },
      palette,
    );
    expect(chart.option.yAxis['name']).toBe('GiB');
    expect(chartToCsv(chart)).toBe('elapsed (s),used (bytes)\r\n0,3221225472\r\n');
  });

  it('stand without a single reading', () => {
    const none = new Float64Array(0);
    const series = [{ ...power.series[0], atSeconds: none, values: none }] as ChannelsOverTime['series'];
    const chart = channelsOverTime({ ...power, series }, palette);
    expect(chart.description).toContain('not measured');
    expect(chart.legend[0]?.value).toBe('—');
  });
});
