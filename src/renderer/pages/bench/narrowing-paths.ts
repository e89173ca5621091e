import type { Narrowing } from '../../state/live-feed.ts';

/** The scale is never finer than this share of the median to either side: below it lies the running histogram's grain. */
const FINEST = 0.03;

/** SVG paths of the median and its interval, around the latest median; what lies far off in the beginning is cut. */
export function narrowingPaths(
  steps: readonly Narrowing[],
  width: number,
  height: number,
): { readonly band: string; readonly line: string } {
  if (steps.length < 2) return { band: '', line: '' };
  const settled = steps.slice(Math.floor(steps.length / 4));
  const middle = (steps.at(-1) as Narrowing).p50;
  const reach = Math.max(...settled.map(({ low, high }) => Math.max(high - middle, middle - low)));
  const half = Math.max(reach * 1.1, middle * FINEST);
  const x = (index: number): string => ((index / (steps.length - 1)) * width).toFixed(1);
  const y = (value: number): string => {
    const share = 0.5 + (value - middle) / (2 * half);
    return ((1 - Math.min(1, Math.max(0, share))) * height).toFixed(1);
  };
  const upper = steps.map((step, index) => `${x(index)} ${y(step.high)}`);
  const lower = steps.map((step, index) => `${x(index)} ${y(step.low)}`).reverse();
  return {
    band: `M${[...upper, ...lower].join('L')}Z`,
    line: `M${steps.map((step, index) => `${x(index)} ${y(step.p50)}`).join('L')}`,
  };
}
