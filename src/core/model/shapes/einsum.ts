import { attributeOf } from '../graph-walk.ts';
import { decodeUtf8 } from '../utf8.ts';
import type { NodeProto } from '../onnx-messages.ts';
import type { Work } from '../cost/types.ts';

type Shapes = readonly (readonly number[] | undefined)[];

interface Einsum {
  readonly terms: readonly string[];
  readonly output: string;
  /** Of each letter. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** Axes of an ellipsis, named from the last one: operands of another rank meet there. */
const HIDDEN = '9876543210';

export function einsumShape(node: NodeProto, inputs: Shapes): readonly number[] | null {
  const equation = readEinsum(node, inputs);
  if (equation === null) return null;
  const shape = [...equation.output].map((letter) => equation.sizes.get(letter) ?? Number.NaN);
  return shape.some(Number.isNaN) ? null : shape;
}

/**
 * Operands are taken one after the other from the left. Two of which letters are summed away are multiplied and added,
 * once for each choice of their letters; without such a letter they are only multiplied.
 */
export function einsumWork(node: NodeProto, inputs: Shapes): Work | null {
  const equation = readEinsum(node, inputs);
  if (equation === null) return null;
  const { terms, output, sizes } = equation;
  const count = (letters: ReadonlySet<string>): number => {
    let product = 1;
    for (const letter of letters) product *= sizes.get(letter) ?? 1;
    return product;
  };
  let [macs, others] = [0, 0];
  let left = new Set(terms[0]);
  if (terms.length === 1) others = left.size > new Set(output).size ? count(left) : 0;
  for (const [index, term] of terms.entries()) {
    if (index === 0) continue;
    const together = new Set([...left, ...term]);
    const wanted = new Set([...output, ...terms.slice(index + 1).join('')]);
    const kept = new Set([...together].filter((letter) => wanted.has(letter)));
    if (kept.size < together.size) macs += count(together);
    else others += count(together);
    left = kept;
  }
  return { macs, others };
}

/** Null where it is no plain equation, or does not fit its operands. */
function readEinsum(node: NodeProto, inputs: Shapes): Einsum | null {
  const equation = attributeOf(node, 'equation')?.s;
  const text = equation?.kind === 'bytes' ? decodeUtf8(equation.bytes).replaceAll(' ', '') : '';
  const side = '[A-Za-z]*(\\.{3})?[A-Za-z]*';
  if (text === '' || !new RegExp(`^${side}(,${side})*(->${side})?$`).test(text)) return null;
  const [left = '', right] = text.split('->');
  const sizes = new Map<string, number>();
  const terms: string[] = [];
  const written = left.split(',');
  if (written.length !== node.input.length) return null;
  let hidden = '';
  for (const [index, term] of written.entries()) {
    const shape = inputs[index];
    const rank = shape === undefined ? -1 : shape.length - term.replace('...', '').length;
    if (shape === undefined || rank < 0 || rank > HIDDEN.length || (rank > 0 && !term.includes('...')))
      return null;
    const axes = HIDDEN.slice(HIDDEN.length - rank);
    if (axes.length > hidden.length) hidden = axes;
    const letters = term.replace('...', axes);
    terms.push(letters);
    for (const [axis, letter] of [...letters].entries()) {
      const size = shape[axis] as number;
      // A size of 1 meets any other.
      sizes.set(letter, Math.max(size, sizes.get(letter) ?? size));
    }
  }
  const output = right?.replace('...', hidden) ?? hidden + impliedOutput(left);
  return { terms, output, sizes };
}

/** Without an arrow: the letters that occur once, in the alphabet's order. */
function impliedOutput(terms: string): string {
  const letters = [...terms.replaceAll(/[^A-Za-z]/g, '')];
  return letters
    .filter((letter) => letters.indexOf(letter) === letters.lastIndexOf(letter))
    .sort()
    .join('');
}
