import { describe, expect, it } from 'vitest';
import type { Chart, ChartPoint } from './chart.ts';
import { chartToCsv } from './csv.ts';
import { BARS_SHOWN, operatorBars, type OperatorBar } from './operator-bars.ts';
import { DOTS_SHOWN, operatorRoofline, type OperatorDot } from './operator-roofline.ts';
import { chartPalette as palette } from './palette.fixture.ts';
import type { Roofline } from './roofline.ts';

const data = (chart: Chart, id: string): readonly Record<string, unknown>[] =>
  chart.option.series.find((series) => series['id'] === id)?.['data'] as readonly Record<string, unknown>[];
const same = (point: ChartPoint): ChartPoint => point;

describe('bars of the dearest operators', () => {
  const bar = (share: number): OperatorBar => ({
    label: `op ${share}`,
    family: share > 0.05 ? 'matrix' : null,
    selfMs: share * 10,
    share,
  });
  const bars = Array.from({ length: BARS_SHOWN + 5 }, (_, index) => bar(0.2 - index * 0.01));
  const chart = operatorBars('Operators', bars, palette);

  it('show the first of them, with the hue of their family', () => {
    expect(data(chart, 'operators')).toHaveLength(BARS_SHOWN);
    expect(data(chart, 'operators')[0]).toMatchObject({
      value: [0.2, '0'],
      itemStyle: { color: '#family-matrix' },
    });
    expect(chart.legend.map(({ label }) => label)).toEqual(['matrix products']);
    expect(chartToCsv(chart).split('\r\n')).toHaveLength(bars.length + 2);
  });

  it('are picked by their row', () => {
    expect(chart.pick?.({ x: 0.001, y: 1.4 }, same)).toBe(1);
    expect(chart.pick?.({ x: 0.001, y: BARS_SHOWN }, same)).toBeNull();
  });

  it('keep both ends of a long name', () => {
    const long = operatorBars(
      'Operators',
      [{ ...bar(0.5), label: `encoder/${'x'.repeat(200)}/MatMul_12` }],
      palette,
    );
    const { formatter } = long.option.yAxis['axisLabel'] as { formatter: (place: string) => string };
    expect(formatter('0')).toMatch(/^encoder\/.*….*\/MatMul_12$/);
    expect(formatter('0')).toHaveLength(26);
  });

  it('stand for none as well', () => {
    expect(data(operatorBars('Operators', [], palette), 'operators')).toEqual([]);
  });
});

describe('operators under a roofline', () => {
  const roofs: Roofline = {
    name: 'Ryzen',
    memory: [{ label: 'memory', gigabytesPerSecond: 50 }],
    compute: [{ label: 'FP32', gigaflops: 800 }],
  };
  const dot = (share: number, intensity: number, gigaflops: number): OperatorDot => ({
    label: 'a <b>',
    family: 'convolution',
    intensity,
    gigaflops,
    attained: 0.5,
    selfMs: 1,
    share,
  });

  it('have room on the axes, wherever they lie', () => {
    const chart = operatorRoofline(roofs, [dot(0.1, 2 ** -9, 1e-4), dot(0.1, 2 ** 14, 5000)], null, palette);
    expect(chart.option.xAxis['min']).toBeLessThanOrEqual(-9);
    expect(chart.option.xAxis['max']).toBeGreaterThanOrEqual(14);
    expect(chart.option.yAxis['min']).toBeLessThanOrEqual(1e-4);
    expect(chart.option.yAxis['max']).toBeGreaterThanOrEqual(5000);
  });

  it('are the larger, the more of the time they take, and the small ones lie on top', () => {
    const chart = operatorRoofline(roofs, [dot(0.01, 8, 100), dot(0.6, 8, 100)], 0, palette);
    const [large, small] = data(chart, 'operators');
    expect(Number(large?.['symbolSize'])).toBeGreaterThan(Number(small?.['symbolSize']));
    expect(small).toMatchObject({ itemStyle: { borderColor: '#text' } });
    const pixels = ({ x, y }: ChartPoint): ChartPoint => ({ x: x * 100, y });
    expect(chart.pick?.({ x: 3, y: 100 }, pixels)).toBe(0);
    expect(chart.pick?.({ x: 3.14, y: 100 }, pixels)).toBe(1);
    expect(chart.pick?.({ x: 5, y: 100 }, pixels)).toBeNull();
  });

  it('are as many as anybody can tell apart, and all of them as CSV', () => {
    const dots = Array.from({ length: DOTS_SHOWN + 10 }, (_, index) => dot(1 / (index + 1), 4, 10));
    const chart = operatorRoofline(roofs, dots, null, palette);
    expect(data(chart, 'operators')).toHaveLength(DOTS_SHOWN);
    expect(chartToCsv(chart).trimEnd().split('\r\n')).toHaveLength(dots.length + 1);
  });

  it('carry their names as text, never as markup', () => {
    const chart = operatorRoofline(roofs, [dot(0.1, 4, 10)], null, palette);
    const { formatter } = chart.option['tooltip'] as { formatter: (point: unknown) => string };
    expect(formatter({ dataIndex: 0, value: [2, 10] })).toContain('a &lt;b&gt;');
  });
});
