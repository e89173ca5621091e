import { attributeOf, isStandard } from '../../graph-walk.ts';
import { LONGEST, rearranged, stretched } from './strides.ts';
import { countElements } from '../../element-type.ts';
import { slicesOf } from '../slice-shape.ts';
import { shapeNumbers } from '../../tensor-values.ts';
import { ARITHMETIC, REDUCED, UNARY, wholeNumbers } from './arithmetic.ts';
import type { Made } from '../types.ts';
import type { NodeView } from '../../node-view.ts';

type Values = readonly number[];
/** `to` is the shape of the output. */
type ValueRule = (view: NodeView, to: readonly number[]) => Values | null | undefined;

const passed: ValueRule = (view) => view.values(0);

const constant: ValueRule = ({ node }) => {
  const value = attributeOf(node, 'value')?.t;
  if (value !== undefined) return shapeNumbers(value);
  const one = attributeOf(node, 'value_int')?.i ?? attributeOf(node, 'value_float')?.f;
  if (one !== undefined) return [Number(one)];
  const ints = attributeOf(node, 'value_ints')?.ints;
  if (ints !== undefined) return ints.length <= LONGEST ? ints.map(Number) : null;
  return attributeOf(node, 'value_floats')?.floats;
};

const filled: ValueRule = ({ node }, to) => {
  const value = attributeOf(node, 'value')?.t;
  const [one = Number.NaN] = value === undefined ? [0] : (shapeNumbers(value) ?? []);
  return Number.isNaN(one) ? null : stretched([one], [1], to);
};

const shape: ValueRule = (view) => {
  const sizes = view.shape(0);
  return sizes?.slice(view.integer('start', 0), view.integer('end', sizes.length));
};

const cast: ValueRule = (view) => {
  const [values, to] = [view.values(0), view.integer('to', 0)];
  if (values === null) return null;
  const isInteger = [2, 3, 4, 5, 6, 7, 12, 13].includes(to);
  // 9 is bool.
  return to === 9 ? values.map((value) => Number(value !== 0)) : isInteger ? values.map(Math.trunc) : values;
};

const gather: ValueRule = (view, to) => {
  const [values, from, indices, at] = [view.values(0), view.shape(0), view.values(1), view.shape(1)];
  if (values === null || from === undefined || indices === null || at === undefined) return null;
  const axis = view.axis(from.length, 0);
  if (axis === null) return null;
  const size = from[axis] as number;
  return rearranged(values, from, to, (index) => {
    let place = 0;
    for (const [depth, many] of at.entries()) place = place * many + (index[axis + depth] as number);
    const picked = indices[place] ?? -1;
    return [...index.slice(0, axis), picked < 0 ? picked + size : picked, ...index.slice(axis + at.length)];
  });
};

const concat: ValueRule = (view, to) => {
  const axis = view.axis(to.length, 1);
  if (axis === null || countElements(to) > LONGEST) return null;
  const parts = view.node.input.map((_name, slot) => view.values(slot));
  if (parts.includes(null)) return null;
  // Rows of each part, one part after the other.
  const rows = countElements(to.slice(0, axis));
  const joined: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    for (const part of parts as readonly Values[]) {
      const width = part.length / rows;
      joined.push(...part.slice(row * width, (row + 1) * width));
    }
  }
  return joined.length === countElements(to) ? joined : null;
};

const slice: ValueRule = (view, to) => {
  const [values, from] = [view.values(0), view.shape(0)];
  const slices = values === null || from === undefined ? null : slicesOf(view, from);
  if (values === null || from === undefined || slices === null) return null;
  return rearranged(values, from, to, (index) =>
    index.map((at, axis) => (slices[axis]?.start ?? 0) + at * (slices[axis]?.step ?? 1)),
  );
};

const transposed: ValueRule = (view, to) => {
  const [values, from] = [view.values(0), view.shape(0)];
  if (values === null || from === undefined) return null;
  const order = view.integers('perm') ?? [...from.keys()].reverse();
  return rearranged(values, from, to, (index) => from.map((_size, axis) => index[order.indexOf(axis)] ?? -1));
};

const range: ValueRule = (view, to) => {
  const [start, , step] = [0, 1, 2].map((slot) => view.values(slot)?.[0]);
  const [count = 0] = to;
  if (start === undefined || step === undefined || count > LONGEST) return null;
  return Array.from({ length: count }, (_value, index) => start + index * step);
};

const expanded: ValueRule = (view, to) => {
  const [values, from] = [view.values(0), view.shape(0)];
  return values === null || from === undefined ? null : stretched(values, from, to);
};

const chosen: ValueRule = (view, to) => {
  const parts = [0, 1, 2].map((slot) => {
    const [values, from] = [view.values(slot), view.shape(slot)];
    return values === null || from === undefined ? null : stretched(values, from, to);
  });
  const [condition, yes, no] = parts;
  if (!condition || !yes || !no) return null;
  return condition.map((holds, index) => (holds === 0 ? no : yes)[index] as number);
};

/** All of them into one: what an exporter takes products and sums of shapes with. */
const reduced: ValueRule = (view, to) => {
  const [values, combine] = [view.values(0), REDUCED[view.op]];
  if (values === null || values.length === 0 || combine === undefined || countElements(to) !== 1) return null;
  return [values.reduce(combine)];
};

const RULES: ReadonlyMap<string, ValueRule> = new Map<string, ValueRule>([
  ...'Identity Unsqueeze Squeeze Reshape Flatten'
    .split(' ')
    .map((name): [string, ValueRule] => [name, passed]),
  ...Object.keys(REDUCED).map((name): [string, ValueRule] => [name, reduced]),
  ['Constant', constant],
  ['ConstantOfShape', filled],
  ['Shape', shape],
  ['Size', (view) => (view.shape(0) === undefined ? null : [countElements(view.shape(0) as Values)])],
  ['Cast', cast],
  ['Gather', gather],
  ['Concat', concat],
  ['Slice', slice],
  ['Transpose', transposed],
  ['Range', range],
  ['Expand', expanded],
  ['Where', chosen],
]);

/** Values that exporters compute from shapes to feed Reshape, Expand, Resize and their like; null where unknown. */
export function inferValues(view: NodeView, outputs: readonly Made[]): readonly (Values | null)[] {
  if (!isStandard(view.node.domain)) return [];
  const [first] = outputs;
  if (first === null || first === undefined || countElements(first.shape) > LONGEST) return [];
  if (view.op === 'Split') return split(view, outputs);
  const rule = RULES.get(view.op);
  const values = rule === undefined ? calculated(view, first) : rule(view, first.shape);
  return [values?.length === countElements(first.shape) ? values : null];
}

function split(view: NodeView, outputs: readonly Made[]): readonly (Values | null)[] {
  const values = view.values(0);
  if (values === null || view.shape(0)?.length !== 1) return [];
  let from = 0;
  return outputs.map((output) => {
    const size = output?.shape[0] ?? 0;
    from += size;
    return values.slice(from - size, from);
  });
}

function calculated(view: NodeView, to: NonNullable<Made>): Values | null {
  const unary = UNARY[view.op];
  if (unary !== undefined) return view.values(0)?.map(unary) ?? null;
  const combine = ARITHMETIC[view.op];
  if (combine === undefined) return null;
  let left: Values | null = null;
  for (const slot of view.node.input.keys()) {
    const [values, from] = [view.values(slot), view.shape(slot)];
    const right = values === null || from === undefined ? null : stretched(values, from, to.shape);
    if (right === null) return null;
    left = left === null ? right : left.map((value, index) => combine(value, right[index] as number));
  }
  return left !== null && wholeNumbers(to.type) ? left.map(Math.trunc) : left;
}
