import { categoryHue } from '../../core/charts/family-hue.ts';
import { usePalette } from '../charts/palette.ts';

/** The hue of a category, beside its word. */
export function Swatch({ category }: { readonly category: string }) {
  const palette = usePalette();
  return (
    <svg width="10" height="10" aria-hidden="true">
      <rect width="10" height="10" rx="2" fill={categoryHue(category, palette)} />
    </svg>
  );
}
