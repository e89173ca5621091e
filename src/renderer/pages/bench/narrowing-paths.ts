import type { Narrowing } from '../../state/live-feed.ts';

/** SVG paths of the median and its interval; the scale fits the second half of what is shown, where it matters. */
export function narrowingPaths(
  steps: readonly Narrowing[],
  width: number,
  height: number,
): { readonly band: string; readonly line: string } {
  if (steps.length < 2) return { band: '', line: '' };
  const settled = steps.slice(Math.floor(steps.length / 4));
  const low = Math.min(...settled.map((step) => step.low));
  const high = Math.max(...settled.map((step) => step.high));
  const margin = Math.max((high - low) * 0.15, high * 1e-4);
  const x = (index: number): string => ((index / (steps.length - 1)) * width).toFixed(1);
  const y = (value: number): string => {
    const share = (value - (low - margin)) / (high - low + 2 * margin);
    return ((1 - Math.min(1.2, Math.max(-0.2, share))) * height).toFixed(1);
  };
  const upper = steps.map((step, index) => `${x(index)} ${y(step.high)}`);
  const lower = steps.map((step, index) => `${x(index)} ${y(step.low)}`).reverse();
  return {
    band: `M${[...upper, ...lower].join('L')}Z`,
    line: `M${steps.map((step, index) => `${x(index)} ${y(step.p50)}`).join('L')}`,
  };
}
