import type { OperandFact } from '../../../../contract/profile.ts';
import type { Wiring } from '../wiring.ts';
import type { Pattern } from './types.ts';

const NORMALISATIONS = ['LayerNormalization', 'SimplifiedLayerNormalization', 'RMSNormalization'];

export const productTails: readonly Pattern[] = [
  {
    id: 'quantized-product',
    title: 'Integer product scaled back by Cast and Mul',
    fused: 'MatMulIntegerToFloat',
    nextStep: 'Quantise again with ONNX Runtime’s quantizer, whose pattern its optimizer knows.',
    match(wiring, place) {
      if (!['MatMulInteger', 'ConvInteger'].includes(wiring.op(place))) return null;
      const cast = wiring.onlyReader(place);
      const scaled = wiring.onlyReader(cast);
      if (wiring.op(cast) !== 'Cast' || wiring.op(scaled) !== 'Mul') return null;
      return { involved: [place, cast, scaled], spared: [cast, scaled] };
    },
  },
  {
    id: 'bias-gelu',
    title: 'GELU after a bias of its own',
    fused: 'BiasGelu',
    nextStep: 'Run ONNX Runtime’s transformers optimizer over the file.',
    match(wiring, place) {
      if (wiring.op(place) !== 'Add' || !addsBias(wiring, place)) return null;
      const next = wiring.onlyReader(place);
      return ['Gelu', 'FastGelu', 'QuickGelu'].includes(wiring.op(next))
        ? { involved: [place, next], spared: [place] }
        : null;
    },
  },
  {
    id: 'product-bias',
    title: 'MatMul and Add not fused',
    fused: 'Gemm',
    nextStep:
      'Export the layer as Gemm (two dimensions, the bias a vector of the last one), or run ONNX Runtime’s transformers optimizer over the file.',
    match(wiring, place) {
      if (!['MatMul', 'FusedMatMul'].includes(wiring.op(place))) return null;
      const next = wiring.onlyReader(place);
      return wiring.op(next) === 'Add' && addsBias(wiring, next)
        ? { involved: [place, next], spared: [next] }
        : null;
    },
  },
  {
    id: 'skip-normalisation',
    title: 'Normalisation after a residual sum',
    fused: 'SkipLayerNormalization',
    nextStep: 'Run ONNX Runtime’s transformers optimizer over the file.',
    match(wiring, place) {
      if (wiring.op(place) !== 'Add' || addsBias(wiring, place)) return null;
      const next = wiring.readers(place).find((reader) => NORMALISATIONS.includes(wiring.op(reader)));
      return next === undefined ? null : { involved: [place, next], spared: [place] };
    },
  },
];

/** A vector from the file, added to each row. */
function addsBias(wiring: Wiring, place: number): boolean {
  const inputs = wiring.operators[place]?.inputs ?? [];
  return inputs.some((input) => wiring.isConstant(input) && isVector(input));
}

function isVector({ shape }: OperandFact): boolean {
  return shape.filter((size) => size > 1).length === 1 && (shape.at(-1) ?? 0) > 1;
}
