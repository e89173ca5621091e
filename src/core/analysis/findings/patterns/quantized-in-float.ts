import type { Pattern } from './types.ts';

const FROM = 'DequantizeLinear';
const TO = 'QuantizeLinear';
const MATRIX = ['MatMul', 'Gemm', 'Conv', 'ConvTranspose', 'FusedMatMul', 'FusedConv', 'FusedGemm'];

const NEXT_STEP =
  'See why the runtime keeps it in float: quantise weights symmetrically and all inputs of the operator, to types that the provider has a kernel for.';

/** What was quantised and is computed in float all the same. */
export const quantizedInFloat: readonly Pattern[] = [
  {
    id: 'quantized-in-float',
    title: 'Operators computed in float between QuantizeLinear and DequantizeLinear',
    fused: 'an integer operator',
    nextStep: NEXT_STEP,
    match(wiring, place) {
      if ([FROM, TO, ''].includes(wiring.op(place))) return null;
      const before = wiring.makers(place).filter((maker) => wiring.op(maker) === FROM);
      const after = wiring.readers(place).filter((reader) => wiring.op(reader) === TO);
      if (before.length === 0 || (after.length === 0 && !MATRIX.includes(wiring.op(place)))) return null;
      const spared = [...new Set([...before, ...after])];
      return { involved: [place, ...spared], spared };
    },
  },
  {
    id: 'requantized',
    title: 'Values taken out of their quantised form and put back',
    fused: 'no operator at all',
    nextStep: NEXT_STEP,
    match(wiring, place) {
      if (wiring.op(place) !== FROM) return null;
      const next = wiring.onlyReader(place);
      return wiring.op(next) === TO ? { involved: [place, next], spared: [place, next] } : null;
    },
  },
];
