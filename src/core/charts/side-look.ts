import type { ChartPalette } from './chart.ts';
import type { LineLook } from './line-looks.ts';

/**
 * How the run at that place of a comparison is drawn: A is blue and B is orange on every page; then the other hues of
 * Okabe and Ito, vermilion last since alone it means bad; then all of them dashed and dotted.
 */
export function sideLook(palette: ChartPalette, index: number): LineLook {
  const hues = [palette.blue, palette.orange, palette.green, palette.purple, palette.sky, palette.vermilion];
  const types = ['solid', 'dashed', 'dotted'] as const;
  return {
    color: hues[index % hues.length] as string,
    type: types[Math.floor(index / hues.length) % types.length] as LineLook['type'],
  };
}
