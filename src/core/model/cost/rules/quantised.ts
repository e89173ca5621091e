import { ACTIVATION_OPERATIONS } from '../activation-operations.ts';
import { countElements } from '../../element-type.ts';
import { eachInput, eachOutput, spread, work, type WorkRule } from '../types.ts';

/** Divide, round, move, clip on both sides. */
const QUANTIZE = 5;
/** Move and scale. */
const DEQUANTIZE = 2;
const BOTH = QUANTIZE + DEQUANTIZE;

const activation = (name: string): WorkRule => eachOutput(BOTH + (ACTIVATION_OPERATIONS[name] ?? 1));

const average: WorkRule = (view) => {
  const [output] = view.outputs;
  const kernel = view.integers('kernel_shape');
  if (output === undefined || kernel === undefined) return work(0, null);
  return work(0, countElements(output.shape) * (countElements(kernel) + BOTH));
};

export const QUANTISED = spread({
  QuantizeLinear: eachOutput(QUANTIZE),
  DequantizeLinear: eachOutput(DEQUANTIZE),
  // Smallest and largest are looked for first.
  DynamicQuantizeLinear: eachInput(2 + QUANTIZE),
  'QLinearAdd QLinearMul': eachOutput(2 * DEQUANTIZE + 1 + QUANTIZE),
  QLinearSigmoid: activation('Sigmoid'),
  QLinearLeakyRelu: activation('LeakyRelu'),
  QLinearSoftmax: activation('Softmax'),
  'QLinearConcat QLinearWhere': eachOutput(BOTH),
  QLinearAveragePool: average,
  QLinearGlobalAveragePool: eachInput(1 + DEQUANTIZE),
  QLinearReduceMean: eachInput(1 + DEQUANTIZE),
  'QuantizeBFP DequantizeBFP GatherBlockQuantized': eachOutput(DEQUANTIZE),
});
