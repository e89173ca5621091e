import { describe, expect, it } from 'vitest';
import type { AbPair } from '../../contract/ab.ts';
import { answerOf } from '../analysis/ab/answer.ts';
import { abClosing, type AbClosing } from './ab-closing.ts';
import type { ChartPalette } from './chart.ts';

const palette = new Proxy({} as ChartPalette, { get: (_, name) => String(name) });

const ratios = [1.1, 1.12, 1.08, 2.2, 1.09, 1.11, 1.1, 1.13, 1.07, 1.1, 1.12, 1.09];
const pairs = ratios.map((ratio, index): AbPair => ({
  index,
  first: 'a',
  aMs: [1, 1],
  bMs: [ratio, ratio],
  ratio,
}));
const data: AbClosing = {
  pairs,
  margin: 0.02,
  resolution: 0,
  answer: answerOf(ratios, { margin: 0.02, isLast: true, resolution: 0 }),
  pairsWanted: null,
};
const valuesOf = (label: string, given = data): ArrayLike<number | string | null> =>
  abClosing(given, palette)
    .table()
    .find((column) => column.label === label)?.values ?? [];

describe('the interval closing', () => {
  it('ends with the very interval that was answered', () => {
    const [low, high] = data.answer?.ratioCi95 as [number, number];
    expect(valuesOf('95 % low')[11]).toBe(low);
    expect(valuesOf('95 % high')[11]).toBe(high);
    expect(abClosing(data, palette).description).toContain('after each of 12 pairs');
  });

  it('has no interval before there are pairs enough for one', () => {
    expect(valuesOf('95 % low')[0]).toBeNull();
    expect(valuesOf('time ratio so far')[0]).toBeCloseTo(1.1, 12);
  });

  it('keeps every point inside the plot, a slow process at its edge', () => {
    const { option } = abClosing(data, palette);
    const top = option.yAxis['max'] as number;
    const dots = option.series.find(({ id }) => id === 'pairs')?.['data'] as [number, number][];
    expect(Math.max(...dots.map(([, ratio]) => ratio))).toBeLessThanOrEqual(top);
    expect(dots).toHaveLength(12);
  });

  it('is drawn from the first pair on, with whole pairs at its ticks', () => {
    const { option, legend } = abClosing({ ...data, pairs: pairs.slice(0, 1), answer: null }, palette);
    expect(option.xAxis).toMatchObject({ min: 0, max: 14, interval: 2 });
    expect(legend.map(({ value }) => value)).toEqual(['1.100', '', '']);
  });
});
