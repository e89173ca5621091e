import type { KnownTensor } from './shape-table.ts';
import type { NodeView, Shape } from '../node-view.ts';
import type { TensorType } from '../../../contract/model.ts';

export type Made = KnownTensor | null;

/** Shapes and types of a node's outputs, as far as they can be told. */
export type ShapeRule = (view: NodeView) => readonly Made[];
export type ShapeRules = Readonly<Record<string, ShapeRule>>;

/** Null where the rule cannot tell. */
export type OneShape = (view: NodeView) => Shape | null | undefined;

const DEEPEST = 64;

/** "a b c" to the rule of each. */
export function spread(lines: ShapeRules): ShapeRules {
  return Object.fromEntries(
    Object.entries(lines).flatMap(([names, rule]) => names.split(' ').map((name) => [name, rule])),
  );
}

/** A shape of counts with a type; null for anything else, whatever a node's attributes made of it. */
export function made(type: TensorType | undefined, shape: Shape | null | undefined): Made {
  if (type === undefined || shape === null || shape === undefined || shape.length > DEEPEST) return null;
  for (const size of shape) if (!(size >= 0 && Number.isInteger(size))) return null;
  return { type, shape };
}

/** One output of the type of an input: the first one unless it is said. */
export function like(shape: OneShape, slot = 0): ShapeRule {
  return (view) => [made(view.inputs[slot]?.type, shape(view))];
}

export function typed(type: TensorType, shape: OneShape): ShapeRule {
  return (view) => [made(type, shape(view))];
}

/** As the first input is. */
export const SAME: ShapeRule = (view) => [view.inputs[0] ?? null];

export const shapeOfFirst: OneShape = (view) => view.shape(0);

export function broadcast(a: Shape, b: Shape): Shape | null {
  if (a.length === b.length && a.every((size, axis) => size === b[axis])) return a;
  const rank = Math.max(a.length, b.length);
  const sizes = Array.from({ length: rank }, (_value, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    return left === 1 ? right : right === 1 || right === left ? left : Number.NaN;
  });
  return sizes.some(Number.isNaN) ? null : sizes;
}

export const broadcastAll: OneShape = (view) => {
  let shape: Shape | null = [];
  for (const input of view.inputs)
    shape = shape === null || input === undefined ? null : broadcast(shape, input.shape);
  return view.inputs.length === 0 ? null : shape;
};

/** Of some other operand where one is not known: they are all of one type. */
export function commonType(view: NodeView): TensorType | undefined {
  return view.inputs.find((input) => input !== undefined)?.type;
}
