import { closure } from './closure.ts';
import type { Pattern } from './types.ts';

/** x · ½(1 + erf(x/√2)), or its approximation by tanh of a cubic. */
export const geluSpelledOut: Pattern = {
  id: 'gelu',
  title: 'GELU spelled out by primitives',
  fused: 'Gelu',
  nextStep:
    'Export with opset 20 or later, which has Gelu, or run ONNX Runtime’s transformers optimizer over the file.',
  match(wiring, place) {
    const op = wiring.op(place);
    if (op !== 'Erf' && op !== 'Tanh') return null;
    const scale = wiring.madeBy(place, 'Div', 'Mul');
    if (scale < 0) return null;
    const before = op === 'Erf' ? [scale] : cubic(scale);
    if (before === null) return null;
    const source = sourceOf(before.at(-1) as number);
    const all = closure(wiring, [place, ...before], ['Add', 'Mul'], source);
    const after = all
      .filter((each) => each !== place && !before.includes(each))
      .map((each) => wiring.op(each));
    return after.includes('Add') && after.includes('Mul') ? { involved: all, spared: all } : null;

    function cubic(outer: number): number[] | null {
      const sum = wiring.madeBy(outer, 'Add');
      const weighted = wiring.madeBy(sum, 'Mul');
      const power = wiring.madeBy(weighted, 'Pow', 'Mul');
      if (sum < 0 || weighted < 0 || power < 0) return null;
      const square = wiring.op(power) === 'Mul' ? wiring.madeBy(power, 'Mul') : -1;
      return [outer, sum, weighted, power, ...(square < 0 ? [] : [square])];
    }

    function sourceOf(first: number): string {
      const inputs = wiring.operators[first]?.inputs ?? [];
      return inputs.find((input) => !wiring.isConstant(input))?.tensor ?? '';
    }
  },
};

/** x · sigmoid(x). */
export const siluSpelledOut: Pattern = {
  id: 'silu',
  title: 'SiLU spelled out by Sigmoid and Mul',
  fused: 'one activation',
  nextStep: 'Run ONNX Runtime’s optimizer over the file, or see whether the provider has QuickGelu or Swish.',
  match(wiring, place) {
    if (wiring.op(place) !== 'Sigmoid') return null;
    const product = wiring.onlyReader(place);
    const source = wiring.operators[place]?.inputs[0]?.tensor ?? '';
    const inputs = wiring.operators[product]?.inputs ?? [];
    const isSilu =
      wiring.op(product) === 'Mul' && source !== '' && inputs.some(({ tensor }) => tensor === source);
    return isSilu ? { involved: [place, product], spared: [product] } : null;
  },
};
