import { integerAttribute, isStandard } from '../graph-walk.ts';
import type { NodeProto } from '../onnx-messages.ts';
import type { ShapeTable } from './shape-table.ts';

const LONGEST = 64;

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => Math.trunc(a / b),
};

/** Integers that exporters compute from shapes to feed Reshape, Expand and their like; null where unknown. */
export function inferIntegers(node: NodeProto, table: ShapeTable): readonly number[] | null {
  if (!isStandard(node.domain)) return null;
  const values = (slot: number): readonly number[] | null =>
    table.integers.get(node.input[slot] ?? '') ?? null;
  const first = values(0);
  switch (node.opType) {
    case 'Shape': {
      const shape = table.tensors.get(node.input[0] ?? '')?.shape;
      return shape === undefined
        ? null
        : shape.slice(integerAttribute(node, 'start', 0), integerAttribute(node, 'end', shape.length));
    }
    case 'Identity':
    case 'Unsqueeze':
    case 'Squeeze':
      return first;
    case 'Cast':
      // Only to integers; a float of the same value is no shape.
      return [6, 7].includes(integerAttribute(node, 'to', 0)) ? first : null;
    case 'Gather': {
      const indices = values(1);
      if (first === null || indices === null) return null;
      const picked = indices.map((index) => first.at(index));
      return picked.every((value) => value !== undefined) ? (picked as number[]) : null;
    }
    case 'Concat': {
      const parts = node.input.map((_name, slot) => values(slot));
      if (parts.some((part) => part === null)) return null;
      const joined = parts.flatMap((part) => part ?? []);
      return joined.length <= LONGEST ? joined : null;
    }
    case 'Slice': {
      const [starts, ends, , steps] = [values(1), values(2), null, values(4)];
      if (first === null || starts?.length !== 1 || ends?.length !== 1) return null;
      return (steps?.[0] ?? 1) === 1 ? first.slice(starts[0], ends[0]) : null;
    }
    default:
      return combine(ARITHMETIC[node.opType ?? ''], first, values(1));
  }
}

function combine(
  operation: ((a: number, b: number) => number) | undefined,
  left: readonly number[] | null,
  right: readonly number[] | null,
): readonly number[] | null {
  if (operation === undefined || left === null || right === null) return null;
  const length = Math.max(left.length, right.length);
  if (![1, length].includes(left.length) || ![1, length].includes(right.length)) return null;
  return Array.from({ length }, (_value, index) =>
    operation(left[left.length === 1 ? 0 : index] as number, right[right.length === 1 ? 0 : index] as number),
  );
}
