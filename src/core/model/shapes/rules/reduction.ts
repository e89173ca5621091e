import { axesWithin, withSize } from '../../node-view.ts';
import { like, made, spread, type OneShape, type ShapeRule } from '../types.ts';
import type { NodeView, Shape } from '../../node-view.ts';

/** Axes from an attribute in old operator sets, from an input in new ones. */
const reduced: OneShape = (view) => {
  const input = view.shape(0);
  if (input === undefined) return null;
  const given = view.integers('axes') ?? (view.has(1) ? view.values(1) : []);
  if (given === null) return null;
  if (given.length === 0 && view.integer('noop_with_empty_axes', 0) === 1) return input;
  return without(view, input, given.length === 0 ? [...input.keys()] : given);
};

function without(view: NodeView, input: Shape, axes: readonly number[]): Shape | null {
  const found = axesWithin(axes, input.length);
  if (found === null) return null;
  const gone = new Set(found);
  const keep = view.integer('keepdims', 1) === 1;
  return input.flatMap((size, axis) => (gone.has(axis) ? (keep ? [1] : []) : [size]));
}

const index: ShapeRule = (view) => {
  const input = view.shape(0);
  return [made('int64', input === undefined ? null : without(view, input, [view.integer('axis', 0)]))];
};

const largest: ShapeRule = (view) => {
  const input = view.shape(0);
  const k = view.has(1) ? view.values(1)?.[0] : view.integer('k', -1);
  const axis = input === undefined ? null : view.axis(input.length, -1);
  if (input === undefined || axis === null || k === undefined) return [];
  const shape = withSize(input, axis, k);
  return [made(view.inputs[0]?.type, shape), made('int64', shape)];
};

export const REDUCTION = spread({
  'ReduceMean ReduceSum ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2': like(reduced),
  'ReduceLogSum ReduceLogSumExp ReduceSumSquare': like(reduced),
  QLinearReduceMean: like((view) => {
    const input = view.shape(0);
    return input === undefined ? null : without(view, input, view.integers('axes') ?? [...input.keys()]);
  }),
  'ArgMax ArgMin': index,
  TopK: largest,
});
