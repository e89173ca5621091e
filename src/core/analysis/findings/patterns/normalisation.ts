import { closure } from './closure.ts';
import type { Pattern } from './types.ts';

/** Held together by the root of a variance: Sqrt(mean((x − mean(x))²) + ε), or without the mean. */
export const normalisationSpelledOut: Pattern = {
  id: 'normalisation',
  title: 'Layer normalisation spelled out by primitives',
  fused: 'LayerNormalization',
  nextStep:
    'Export with opset 17 or later, which has LayerNormalization, or run ONNX Runtime’s transformers optimizer over the file.',
  match(wiring, place) {
    if (wiring.op(place) !== 'Sqrt') return null;
    const epsilon = wiring.madeBy(place, 'Add');
    const variance = wiring.madeBy(epsilon, 'ReduceMean');
    const square = wiring.madeBy(variance, 'Pow', 'Mul');
    if (epsilon < 0 || variance < 0 || square < 0) return null;
    const centred = wiring.madeBy(square, 'Sub');
    const mean = wiring.madeBy(centred, 'ReduceMean');
    const hasMean = centred >= 0 && mean >= 0;
    const source = wiring.operators[hasMean ? mean : square]?.inputs[0]?.tensor ?? '';
    const seeds = [place, epsilon, variance, square, ...(hasMean ? [centred, mean] : [])];
    const all = closure(wiring, seeds, ['Div', 'Reciprocal', 'Mul', 'Add', 'Sub', 'Cast'], source);
    return all.length > seeds.length ? { involved: all, spared: all } : null;
  },
};
