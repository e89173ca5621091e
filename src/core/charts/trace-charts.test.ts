import { describe, expect, it } from 'vitest';
import { chartPalette } from './palette.fixture.ts';
import { queueLength } from './queue-length.ts';
import { ROWS_DRAWN, stackedParts } from './stacked-parts.ts';

const parts = [
  { label: 'kernel', hue: () => '#111' },
  { label: 'copy', hue: () => '#222' },
  { label: 'idle', hue: () => '#333' },
];
const words = { title: 'Steps', axis: 'step', description: 'Two steps.' };

describe('wholes made of parts', () => {
  it('say in the legend what each part is of all, and leave out parts that never occur', () => {
    const rows = [
      { label: '1', valuesMs: [3, 0, 1] },
      { label: '2', valuesMs: [3, 0, 1] },
    ];
    const chart = stackedParts(words, parts, rows, chartPalette);
    expect(chart.legend.map(({ label, value }) => `${label} ${value}`)).toEqual(['kernel 75 %', 'idle 25 %']);
    expect(chart.option.xAxis['max']).toBe(4);
    expect(chart.table().map(({ label }) => label)).toEqual([
      'step',
      'kernel (ms)',
      'copy (ms)',
      'idle (ms)',
    ]);
  });

  it('draw as many as can be read and keep all in the table', () => {
    const rows = Array.from({ length: 100 }, (_, place) => ({ label: `${place}`, valuesMs: [1, 1, 1] }));
    const chart = stackedParts(words, parts, rows, chartPalette);
    expect((chart.option.yAxis['data'] as string[]).length).toBe(ROWS_DRAWN);
    expect(chart.table()[0]?.values.length).toBe(100);
  });

  it('stand with nothing to show', () => {
    expect(stackedParts(words, parts, [], chartPalette).legend).toEqual([]);
  });
});

describe('the queue', () => {
  it('is drawn over the time of the trace, to its highest', () => {
    const chart = queueLength(
      [
        {
          label: 'stream 7',
          atUs: Float64Array.of(0, 1000, 2000),
          length: Float64Array.of(0, 5, 1),
          mean: 2,
          max: 5,
        },
      ],
      chartPalette,
    );
    expect([chart.option.xAxis['min'], chart.option.xAxis['max']]).toEqual([0, 2]);
    expect(chart.option.yAxis['max']).toBeGreaterThanOrEqual(5);
    expect(chart.table().map(({ values }) => values.length)).toEqual([3, 3, 3]);
  });
});
