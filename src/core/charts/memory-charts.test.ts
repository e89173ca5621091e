import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Chart, ChartPoint } from './chart.ts';
import { chartToCsv } from './csv.ts';
import { memoryGrowth } from './memory-growth.ts';
import { memoryPlan } from './memory-plan.ts';
import { chartPalette as palette } from './palette.fixture.ts';
import { LIVES_SHOWN, rowsOf, tensorLives } from './tensor-lives.ts';

const nameOf = (place: number): string => `op ${place}`;
const data = (chart: Chart, id: string): readonly unknown[] =>
  chart.option.series.find((series) => series['id'] === id)?.['data'] as readonly unknown[];
const same = (point: ChartPoint): ChartPoint => point;

describe('values alive', () => {
  it('are drawn by the order of execution, with the peak and its operator', () => {
    const chart = memoryPlan(
      { memory: { aliveBytes: [10, 400, 20], peakBytes: 400, peakAt: 1 }, nameOf },
      palette,
    );
    expect(data(chart, 'alive')).toEqual([
      [0, 10],
      [1, 400],
      [2, 20],
    ]);
    expect(data(chart, 'peak')).toEqual([[1, 400]]);
    expect(chart.legend[0]?.value).toBe('400 B at op 1');
    expect([0.4, 0.6, 9].map((x) => chart.pick?.({ x, y: 0 }, same))).toEqual([0, 1, null]);
  });

  it('keep their peak however many operators there are', () => {
    const aliveBytes = Array.from({ length: 20_000 }, (_, place) => (place === 12_345 ? 1e9 : place % 97));
    const chart = memoryPlan({ memory: { aliveBytes, peakBytes: 1e9, peakAt: 12_345 }, nameOf }, palette);
    const drawn = data(chart, 'alive') as readonly (readonly [number, number])[];
    expect(drawn.length).toBeLessThanOrEqual(2000);
    expect(Math.max(...drawn.map(([, bytes]) => bytes))).toBe(1e9);
    expect(chartToCsv(chart).trimEnd().split('\r\n')).toHaveLength(20_001);
  });
});

describe('lifetimes', () => {
  const life = fc.tuple(fc.nat(60), fc.nat(20)).map(([from, length]) => ({ from, to: from + length }));

  it('of one row never meet', () => {
    fc.assert(
      fc.property(fc.array(life, { maxLength: 60 }), (lives) => {
        const rows = rowsOf(lives);
        lives.forEach((one, index) =>
          lives.slice(index + 1).forEach((other, next) => {
            if (rows[index] !== rows[index + 1 + next]) return;
            expect(one.to < other.from || other.to < one.from).toBe(true);
          }),
        );
      }),
    );
  });

  it('are those of the largest, picked by row and place', () => {
    const lives = Array.from({ length: LIVES_SHOWN + 20 }, (_, index) => ({
      tensor: `t${index}`,
      bytes: index,
      from: index,
      to: index + 1,
    }));
    const chart = tensorLives({ lives, operatorCount: 600, nameOf, familyOf: () => 'matrix' }, palette);
    expect(data(chart, 'lives')).toHaveLength(LIVES_SHOWN);
    expect(chart.description).toContain('t519, 519 B');
    expect(chart.pick?.({ x: 519.2, y: 0.5 }, same)).toBe(519);
    expect(chart.pick?.({ x: 0, y: 0.5 }, same)).toBeNull();
  });
});

describe('growth', () => {
  it('is the change since the first iteration, with gaps where nothing was told', () => {
    const chart = memoryGrowth(
      { title: 'Process', iterationWords: 'iteration', hue: 'purple', bytes: [1000, 1500, null, 900] },
      palette,
    );
    expect(data(chart, 'change')).toEqual([
      [1, 0],
      [2, 500],
      [3, Number.NaN],
      [4, -100],
    ]);
    expect(chart.legend[0]?.value).toBe('1000 B −100 B');
    expect(chartToCsv(chart)).toBe('iteration,holds (bytes)\r\n1,1000\r\n2,1500\r\n3,\r\n4,900\r\n');
  });
});
