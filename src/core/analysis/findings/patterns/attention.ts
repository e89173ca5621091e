import type { Wiring } from '../wiring.ts';
import type { Pattern } from './types.ts';

const PRODUCTS = ['MatMul', 'FusedMatMul', 'Gemm'];
const MOST_STEPS = 5;

/** A softmax between two products: softmax(q·kᵀ/√d + mask)·v. */
export const attentionSpelledOut: Pattern = {
  id: 'attention',
  title: 'Attention spelled out by products and Softmax',
  fused: 'Attention',
  nextStep:
    'Export with opset 23 or later, which has Attention, or run ONNX Runtime’s transformers optimizer over the file with the number of heads.',
  match(wiring, place) {
    if (wiring.op(place) !== 'Softmax') return null;
    const before = wayTo(place, ['Add', 'Sub', 'Mul', 'Div', 'Where', 'Cast', 'Reshape'], (at) =>
      wiring.makers(at),
    );
    const after = wayTo(place, ['Cast', 'Dropout', 'Identity', 'Where', 'Reshape'], (at) =>
      wiring.readers(at),
    );
    if (before === null || after === null) return null;
    const products = [before.at(-1) as number, after.at(-1) as number];
    const transposes = products.flatMap((product) => transposesAround(wiring, product));
    const spared = [...before.slice(0, -1), place, ...after.slice(0, -1), ...transposes];
    return { involved: [...new Set([...products, ...spared])], spared: [...new Set(spared)] };

    /** Places on the way to a product, the product last; null where none is near. */
    function wayTo(
      from: number,
      through: readonly string[],
      next: (at: number) => readonly number[],
      steps = MOST_STEPS,
    ): number[] | null {
      for (const each of next(from)) {
        if (PRODUCTS.includes(wiring.op(each))) return [each];
        if (steps === 0 || !through.includes(wiring.op(each))) continue;
        const rest = wayTo(each, through, next, steps - 1);
        if (rest !== null) return [each, ...rest];
      }
      return null;
    }
  },
};

/** Heads are moved next to each other before the products and back after them. */
function transposesAround(wiring: Wiring, product: number): readonly number[] {
  return [...wiring.makers(product), wiring.onlyReader(product)].filter(
    (at) => wiring.op(at) === 'Transpose',
  );
}
