import { formatCount } from '../../contract/units.ts';
import type { ChartPalette } from './chart.ts';
import { horizontalAxis } from './frame.ts';

export interface SizeAxis {
  readonly option: Readonly<Record<string, unknown>>;
  /** Where a size stands on it. */
  readonly at: (size: number) => number;
  readonly sizeAt: (place: number) => number;
}

const MOST_LABELS = 12;

/** Sizes are doubled rather than added to, so they stand by their logarithm, with a label at each power of two. */
export function sizeAxis(palette: ChartPalette, name: string, sizes: readonly number[]): SizeAxis {
  const smallest = Math.min(...sizes);
  const byRatio = smallest > 0;
  const at = (size: number): number => (byRatio ? Math.log2(size) : size);
  const sizeAt = (place: number): number => (byRatio ? 2 ** place : place);
  const largest = at(Math.max(...sizes));
  const plain = horizontalAxis(palette, { name, unit: { name: '', size: 1 } }, { min: 0, max: largest || 1 });
  if (!byRatio) return { at, sizeAt, option: plain };
  // Ticks are counted from the minimum, so that has to be a half for the wholes to get theirs.
  const [from, to] = [Math.ceil(at(smallest) - 0.49) - 0.5, Math.floor(largest + 0.49) + 0.5];
  const every = Math.ceil((to - from) / MOST_LABELS);
  const label = (place: number): string => formatCount(sizeAt(place));
  const pointer = plain['axisPointer'] as { readonly label: object };
  return {
    at,
    sizeAt,
    option: {
      ...plain,
      min: from,
      max: to,
      interval: 0.5,
      axisLabel: {
        ...(plain['axisLabel'] as object),
        formatter: (place: number) => (Number.isInteger(place) && place % every === 0 ? label(place) : ''),
      },
      axisPointer: {
        ...pointer,
        label: { ...pointer.label, formatter: ({ value }: { value: number }) => label(value) },
      },
    },
  };
}
