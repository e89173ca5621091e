import type { Pattern } from './types.ts';

const CONVOLUTIONS = ['Conv', 'ConvTranspose'];
const ACTIVATIONS = ['Relu', 'LeakyRelu', 'Clip', 'Sigmoid', 'Tanh', 'HardSigmoid', 'HardSwish'];

const NEXT_STEP =
  'See what stands between them: a second reader of the value, or an activation that the provider does not fuse. Fold it when the model is exported.';

export const convolutionTails: readonly Pattern[] = [
  {
    id: 'convolution-normalisation',
    title: 'Convolution followed by BatchNormalization',
    fused: 'the convolution’s own weights',
    nextStep:
      'Fold the normalisation into the weights at export (model.eval() in PyTorch, no training mode).',
    match(wiring, place) {
      const next = CONVOLUTIONS.includes(wiring.op(place)) ? wiring.onlyReader(place) : -1;
      return wiring.op(next) === 'BatchNormalization' ? { involved: [place, next], spared: [next] } : null;
    },
  },
  {
    id: 'convolution-activation',
    title: 'Convolution followed by its activation',
    fused: 'FusedConv',
    nextStep: NEXT_STEP,
    match(wiring, place) {
      if (!CONVOLUTIONS.includes(wiring.op(place))) return null;
      const next = wiring.onlyReader(place);
      const skips = wiring.op(next) === 'BatchNormalization' || wiring.op(next) === 'Add';
      const last = skips ? wiring.onlyReader(next) : next;
      if (!ACTIVATIONS.includes(wiring.op(last))) return null;
      const isSum = wiring.op(next) === 'Add';
      return { involved: [place, ...(skips ? [next] : []), last], spared: isSum ? [next, last] : [last] };
    },
  },
];
