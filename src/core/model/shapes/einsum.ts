import type { NodeProto } from '../onnx-messages.ts';
import { attributeOf } from '../graph-walk.ts';
import { decodeUtf8 } from '../utf8.ts';

type Shapes = readonly (readonly number[] | undefined)[];

export interface Einsum {
  readonly terms: readonly string[];
  readonly output: string;
  /** Of each letter. */
  readonly sizes: ReadonlyMap<string, number>;
}

export function einsumShape(node: NodeProto, inputs: Shapes): readonly number[] | null {
  const equation = readEinsum(node, inputs);
  if (equation === null) return null;
  const shape = [...equation.output].map((letter) => equation.sizes.get(letter) ?? Number.NaN);
  return shape.some(Number.isNaN) ? null : shape;
}

/** Null where it is no plain equation. Ellipses are left alone: which axes they stand for depends on both operands. */
export function readEinsum(node: NodeProto, inputs: Shapes): Einsum | null {
  const equation = attributeOf(node, 'equation')?.s;
  const text = equation?.kind === 'bytes' ? decodeUtf8(equation.bytes).replaceAll(' ', '') : '';
  if (!/^[A-Za-z]*(,[A-Za-z]*)*(->[A-Za-z]*)?$/.test(text) || text === '') return null;
  const [left = '', output] = text.split('->');
  const terms = left.split(',');
  const sizes = new Map<string, number>();
  if (terms.length !== node.input.length) return null;
  for (const [index, term] of terms.entries()) {
    const shape = inputs[index];
    if (shape === undefined || shape.length !== term.length) return null;
    for (const [axis, letter] of [...term].entries()) {
      const size = shape[axis] as number;
      // A size of 1 meets any other.
      sizes.set(letter, Math.max(size, sizes.get(letter) ?? size));
    }
  }
  return { terms, output: output ?? impliedOutput(terms), sizes };
}

/** Without an arrow: the letters that occur once, in the alphabet's order. */
function impliedOutput(terms: readonly string[]): string {
  const letters = [...terms.join('')];
  return letters
    .filter((letter) => letters.indexOf(letter) === letters.lastIndexOf(letter))
    .sort()
    .join('');
}
