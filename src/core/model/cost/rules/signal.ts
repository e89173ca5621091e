import { countElements } from '../../element-type.ts';
import { eachInput, eachOutput, elementsOut, spread, times, work, type WorkRule } from '../types.ts';
import type { NodeView } from '../../node-view.ts';

/** Values that each result is made of: linear between 2ⁿ neighbours, cubic 4ⁿ, one product and one sum for each. */
function interpolation(mode: string, axes: number): number {
  if (mode.startsWith('nearest')) return 0;
  return 2 * (mode.includes('cubic') ? 4 : 2) ** axes;
}

const resize: WorkRule = (view) => {
  const [from, to] = [view.shape(0), view.outputs[0]?.shape];
  if (from === undefined || to === undefined) return work(0, null);
  const axes = to.filter((size, axis) => size !== from[axis]).length;
  return work(0, countElements(to) * interpolation(view.text('mode', 'nearest'), axes));
};

const gridSample: WorkRule = (view) => {
  const grid = view.shape(1);
  if (grid === undefined) return work(0, null);
  return work(0, times(elementsOut(view), interpolation(view.text('mode', 'linear'), grid.at(-1) ?? 2)));
};

const affineGrid: WorkRule = (view) => {
  const grid = view.outputs[0]?.shape;
  return grid === undefined ? work(0, null) : work(0, countElements(grid) * 2 * (grid.at(-1) ?? 2));
};

/** 5 n log₂ n, as fast Fourier transforms are counted. */
function fourier(length: number): number {
  return length <= 1 ? 0 : 5 * length * Math.log2(length);
}

const transform: WorkRule = (view) => {
  const [from, to] = [view.shape(0), view.outputs[0]?.shape];
  if (from === undefined || to === undefined) return work(0, null);
  const axis = view.op === 'DFT' ? dftAxis(view, from.length) : from.length - 2;
  const length = axis === null ? 0 : Math.max(from[axis] ?? 0, to[axis] ?? 0);
  if (axis === null || length === 0) return work(0, null);
  const lines = countElements(to.filter((_size, at) => at !== axis && at !== to.length - 1));
  return work(0, Math.round(lines * fourier(length)));
};

function dftAxis(view: NodeView, rank: number): number | null {
  const given = view.has(2) ? view.values(2)?.[0] : view.integer('axis', view.node.input.length > 2 ? -2 : 1);
  return given === undefined ? null : given < 0 ? given + rank : given;
}

/** Each frame is multiplied with the window and transformed. */
const shortTime: WorkRule = (view) => {
  const output = view.outputs[0]?.shape;
  const length = view.shape(2)?.[0] ?? view.values(3)?.[0];
  if (output?.length !== 4 || length === undefined) return work(0, null);
  const frames = (output[0] as number) * (output[1] as number);
  return work(0, Math.round(frames * (fourier(length) + (view.has(2) ? length : 0))));
};

/** Elimination: two thirds of n³. The inverse takes three times that. */
const elimination =
  (share: number): WorkRule =>
  (view) => {
    const shape = view.shape(0);
    const size = shape?.at(-1);
    if (shape === undefined || size === undefined) return work(0, null);
    return work(0, Math.round(countElements(shape.slice(0, -2)) * size ** 3 * share));
  };

export const SIGNAL = spread({
  'Resize Upsample': resize,
  'GridSample CropAndResize': gridSample,
  AffineGrid: affineGrid,
  'DFT Rfft Irfft': transform,
  STFT: shortTime,
  'HannWindow HammingWindow': eachOutput(4),
  BlackmanWindow: eachOutput(7),
  MelWeightMatrix: eachOutput(4),
  Det: elimination(2 / 3),
  Inverse: elimination(2),
  'Scaler Normalizer Imputer Binarizer': eachInput(2),
});
