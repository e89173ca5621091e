import { describe, expect, it } from 'vitest';
import { generationTimes } from '../analysis/generation-times.ts';
import type { ChartPalette } from './chart.ts';
import { generationByPlace } from './generation-by-place.ts';

const palette = { blue: '#blue', orange: '#orange' } as ChartPalette;
const SIZE = { promptTokens: 8, batch: 1 };

describe('the time of each token', () => {
  const result = {
    promptTokens: 8,
    newTokens: 3,
    withCache: generationTimes([[9, 2, 2]], SIZE),
    withoutCache: generationTimes([[9, 10, 11]], SIZE),
    sameTokens: true,
    tokens: [1, 2, 3],
  };

  it('has a line for each way, the cache in blue', () => {
    const chart = generationByPlace(result, palette);
    expect(chart.option.series).toMatchObject([
      {
        name: 'with the cache',
        itemStyle: { color: '#blue' },
        data: [
          [1, 9],
          [2, 2],
          [3, 2],
        ],
      },
      { name: 'without', itemStyle: { color: '#orange' } },
    ]);
    expect(chart.table().map(({ label }) => label)).toEqual([
      'new token',
      'with the cache (ms)',
      'without (ms)',
    ]);
  });

  it('has one line where one way ran', () => {
    const { option, legend } = generationByPlace({ ...result, withoutCache: null }, palette);
    expect(option.series).toHaveLength(1);
    expect(legend).toEqual([{ label: 'with the cache', color: '#blue', value: 'median 2.00 ms' }]);
  });
});
