import { ACTIVATION_OPERATIONS } from '../activation-operations.ts';
import { eachInput, eachOutput, elementsOut, spread, times, work, type WorkRule } from '../types.ts';

const activation = (name: string): WorkRule => eachOutput(ACTIVATION_OPERATIONS[name] ?? 1);

/** n operands take n − 1 operations an element; the mean divides as well. */
const folded =
  (more: number): WorkRule =>
  (view) =>
    work(0, times(elementsOut(view), Math.max(0, view.node.input.length - 1) + more));

const gelu: WorkRule = (view) =>
  work(0, times(elementsOut(view), view.text('approximate', 'none') === 'tanh' ? 8 : 5));

/** With what is added first, where there is such an input. */
const afterBias =
  (operations: number): WorkRule =>
  (view) =>
    work(0, times(elementsOut(view), operations + (view.has(1) ? 1 : 0)));

export const ELEMENT_WISE = spread({
  'Add Sub Mul Div Pow Mod BitShift And Or Xor BitwiseAnd BitwiseOr BitwiseXor': eachOutput(1),
  'Equal Less LessOrEqual Greater GreaterOrEqual Where': eachOutput(1),
  'Not BitwiseNot Neg Abs Sqrt Exp Log Floor Ceil Round Sign Reciprocal Erf IsNaN IsInf': eachOutput(1),
  'Sin Cos Tan Asin Acos Atan Sinh Cosh Asinh Acosh Atanh': eachOutput(1),
  'Min Max Sum': folded(0),
  Mean: folded(1),
  ...Object.fromEntries(
    [
      'Relu ThresholdedRelu LeakyRelu PRelu Clip Tanh Sigmoid HardSigmoid HardSwish Elu Selu Celu Softplus',
      'Softsign Shrink Mish Swish QuickGelu',
    ].flatMap((names) => names.split(' ').map((name) => [name, activation(name)])),
  ),
  Gelu: gelu,
  FastGelu: afterBias(8),
  BiasGelu: afterBias(5),
  // Half of its input is multiplied with the GELU of the other.
  BiasSplitGelu: eachOutput(8),
  BiasAdd: eachOutput(2),
  'BiasDropout BitmaskDropout BitmaskBiasDropout': eachOutput(2),
  // Four products and two sums for two numbers.
  'ComplexMul ComplexMulConj': eachOutput(3),
  MulInteger: eachOutput(1),
  'ScaledTanh ParametricSoftplus ImageScaler': eachOutput(3),
  'Affine Scale': eachOutput(2),
  Softmax: eachOutput(5),
  LogSoftmax: eachOutput(5),
  BiasSoftmax: eachOutput(6),
  Hardmax: eachOutput(2),
  'SoftmaxCrossEntropyLoss SparseSoftmaxCrossEntropy': eachInput(6),
  'NegativeLogLikelihoodLoss NllLoss': eachInput(0),
});
