import type { ChartPalette, Range } from './chart.ts';
import { verticalAxis, type AxisWords } from './frame.ts';

/** Beyond this ratio the small values would lie on the ground. */
const LINEAR_UP_TO = 30;

/** From zero where the values are of one size; by their logarithm where they span decades. */
export function valueAxis(
  palette: ChartPalette,
  words: AxisWords,
  values: readonly number[],
): Readonly<Record<string, unknown>> {
  const positive = values.filter((value) => value > 0);
  const range: Range = { min: Math.min(...positive), max: Math.max(...values, 0) };
  if (positive.length === 0 || range.max / range.min <= LINEAR_UP_TO) {
    return verticalAxis(palette, words, { min: 0, max: range.max || 1 });
  }
  return {
    ...verticalAxis(palette, words, range),
    type: 'log',
    interval: null,
    min: 10 ** Math.floor(Math.log10(range.min / words.unit.size)) * words.unit.size,
    max: 10 ** Math.ceil(Math.log10(range.max / words.unit.size)) * words.unit.size,
  };
}
