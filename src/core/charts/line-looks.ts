import type { ChartPalette } from './chart.ts';

export interface LineLook {
  readonly color: string;
  readonly type: 'solid' | 'dashed' | 'dotted';
}

/** Hues that judge nothing, then the same with dashes: twelve lines can be told apart, and more cannot be read. */
export function lineLook(palette: ChartPalette, index: number): LineLook {
  const hues = [palette.blue, palette.orange, palette.purple, palette.sky];
  const types = ['solid', 'dashed', 'dotted'] as const;
  return {
    color: hues[index % hues.length] as string,
    type: types[Math.floor(index / hues.length) % types.length] as LineLook['type'],
  };
}
