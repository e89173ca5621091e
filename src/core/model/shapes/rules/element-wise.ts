import { tensorTypeOf } from '../../element-type.ts';
import {
  broadcast,
  broadcastAll,
  commonType,
  made,
  SAME,
  shapeOfFirst,
  spread,
  typed,
  type ShapeRule,
} from '../types.ts';
import { withSize, type NodeView } from '../../node-view.ts';

const combined: ShapeRule = (view) => [made(view.inputs[0]?.type ?? commonType(view), broadcastAll(view))];

/** What a choice is made from has the type, not what it is made by. */
const chosen: ShapeRule = (view) => [made(view.inputs[1]?.type ?? view.inputs[2]?.type, broadcastAll(view))];

const cast: ShapeRule = (view) => [made(tensorTypeOf(view.integer('to', 0)), view.shape(0))];

const dropped: ShapeRule = (view) => [view.inputs[0] ?? null, made('bool', view.shape(0))];

const quantized: ShapeRule = (view) => {
  const wanted = view.integer('output_dtype', 0);
  const type = view.inputs[2]?.type ?? (wanted > 0 ? tensorTypeOf(wanted) : 'uint8');
  return [made(type, view.shape(0))];
};

const dequantized: ShapeRule = (view) => {
  const wanted = view.integer('output_dtype', 0);
  return [made(wanted > 0 ? tensorTypeOf(wanted) : (view.inputs[1]?.type ?? 'float32'), view.shape(0))];
};

/** Each operand is followed by its scale and its zero point. */
const between: ShapeRule = (view) => {
  const [left, right] = [view.shape(0), view.shape(3)];
  const isKnown = left !== undefined && right !== undefined;
  return [made(view.inputs[0]?.type, isKnown ? broadcast(left, right) : null)];
};

/** The loss, one number or one for each label, and the logarithms of the weights. */
const loss: ShapeRule = (view) => {
  const isEach = view.text('reduction', 'mean') === 'none';
  return [made(view.inputs[0]?.type, isEach ? view.shape(1) : []), view.inputs[0] ?? null];
};

const halved: ShapeRule = (view) => {
  const shape = view.shape(0);
  return [made(view.inputs[0]?.type, shape && withSize(shape, -1, Math.floor((shape.at(-1) ?? 0) / 2)))];
};

/** Of a table from keys to values: the list that is given says the type. */
function labelType(view: NodeView): 'int64' | 'float32' | 'string' {
  const names = new Set(view.node.attribute.map(({ name }) => name));
  if (names.has('values_int64s')) return 'int64';
  if (names.has('values_floats')) return 'float32';
  if (names.has('values_strings')) return 'string';
  return view.inputs[0]?.type === 'string' ? 'int64' : 'string';
}

export const ELEMENT_WISE = spread({
  'Relu LeakyRelu Elu Selu Celu ThresholdedRelu HardSigmoid HardSwish Mish Sigmoid Tanh Erf Gelu Swish Shrink':
    SAME,
  'Softmax LogSoftmax Hardmax Softplus Softsign Identity Neg Sqrt Exp Log Abs Clip Reciprocal Floor Ceil Round':
    SAME,
  'Sign Sin Cos Tan Asin Acos Atan Sinh Cosh Tanh Asinh Acosh Atanh BitwiseNot CumSum CumProd Trilu': SAME,
  'FastGelu BiasGelu QuickGelu BiasSoftmax BiasAdd ScaledTanh ParametricSoftplus ImageScaler Affine Scale':
    SAME,
  'QLinearSigmoid QLinearLeakyRelu QLinearSoftmax MemcpyToHost MemcpyFromHost': SAME,
  'Not IsNaN IsInf': typed('bool', shapeOfFirst),
  'Add Sub Mul Div Pow Mod Min Max Sum Mean BitShift BitwiseAnd BitwiseOr BitwiseXor': combined,
  'Equal Less LessOrEqual Greater GreaterOrEqual And Or Xor': typed('bool', broadcastAll),
  PRelu: SAME,
  Where: chosen,
  'Dropout BiasDropout': dropped,
  BiasSplitGelu: halved,
  'Cast BitCast': cast,
  CastLike: (view) => [made(view.inputs[1]?.type, view.shape(0))],
  QuantizeLinear: quantized,
  DequantizeLinear: dequantized,
  DynamicQuantizeLinear: (view) => [made('uint8', view.shape(0)), made('float32', []), made('uint8', [])],
  'QLinearAdd QLinearMul': between,
  'SoftmaxCrossEntropyLoss NegativeLogLikelihoodLoss': loss,
  LabelEncoder: (view) => [made(labelType(view), view.shape(0))],
  'Scaler Normalizer': typed('float32', shapeOfFirst),
  'Imputer Binarizer': SAME,
});
