import { axesWithin } from '../node-view.ts';
import type { NodeView, Shape } from '../node-view.ts';

/** Where a slice begins on an axis, how far it steps and how many it takes. */
export interface AxisSlice {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** One for each axis of the input, which is taken whole where nothing is said of it; null where nobody can tell. */
export function slicesOf(view: NodeView, input: Shape | undefined): readonly AxisSlice[] | null {
  const starts = view.integers('starts') ?? view.values(1);
  const ends = view.integers('ends') ?? view.values(2);
  if (input === undefined || starts === null || ends === null) return null;
  const named = view.integers('axes') ?? (view.has(3) ? view.values(3) : [...starts.keys()]);
  const steps = view.has(4) ? view.values(4) : starts.map(() => 1);
  const axes = named === null ? null : axesWithin(named, input.length);
  if (axes === null || steps === null) return null;
  const slices = input.map((size): AxisSlice => ({ start: 0, step: 1, count: size }));
  for (const [index, axis] of axes.entries()) {
    const size = input[axis] as number;
    const step = steps[index] ?? 1;
    if (step === 0) return null;
    const clamp = (value: number | undefined, low: number, high: number): number =>
      Math.min(high, Math.max(low, (value ?? 0) < 0 ? (value ?? 0) + size : (value ?? 0)));
    const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
    // Backwards, "before the beginning" is written as a number so negative that adding the size keeps it so.
    const start = clamp(starts[index], 0, high);
    const count = Math.max(0, Math.ceil((clamp(ends[index], low, high) - start) / step));
    slices[axis] = { start, step, count };
  }
  return slices;
}

export function sliceShape(view: NodeView): Shape | null {
  return slicesOf(view, view.shape(0))?.map(({ count }) => count) ?? null;
}
