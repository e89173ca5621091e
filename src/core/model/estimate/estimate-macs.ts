import { countElements } from '../element-type.ts';
import { graphsWithin, integerAttribute } from '../graph-walk.ts';
import { attentionSizes, isAttention } from '../shapes/attention-sizes.ts';
import { readEinsum } from '../shapes/einsum.ts';
import { knownShapes } from '../shapes/known-shapes.ts';
import type { NodeProto, OnnxModel } from '../onnx-messages.ts';
import type { ResolvedInput } from '../../../contract/model.ts';

type Shape = readonly number[];

/** Multiply-adds of one node from its inputs' and its output's shapes. */
const COUNTED: Readonly<
  Record<string, (node: NodeProto, inputs: readonly (Shape | undefined)[], output: Shape) => number | null>
> = {
  // Weight: outputs × inputs of the group × kernel.
  Conv: (_node, [, weight], output) => perOutput(output, weight?.slice(1)),
  ConvInteger: (_node, [, weight], output) => perOutput(output, weight?.slice(1)),
  QLinearConv: (_node, inputs, output) => perOutput(output, inputs[3]?.slice(1)),
  // Weight: inputs × outputs of the group × kernel; each input element meets all of its row.
  ConvTranspose: (_node, [input, weight]) =>
    input === undefined ? null : perOutput(input, weight?.slice(1)),
  Gemm: (node, [a], output) => perOutput(output, a?.slice(...gemmDepth(node))),
  Einsum: einsumMacs,
  MatMul: (_node, [a], output) => perOutput(output, a?.slice(-1)),
  MatMulInteger: (_node, [a], output) => perOutput(output, a?.slice(-1)),
  QLinearMatMul: (_node, [a], output) => perOutput(output, a?.slice(-1)),
};

/** Operators with multiplications inside that the file does not spell out. */
const OPAQUE = new Set(
  (
    'LSTM GRU RNN PackedAttention PackedMultiHeadAttention SparseAttention ' +
    'DecoderMaskedMultiHeadAttention DecoderMaskedSelfAttention LongformerAttention FusedConv FusedMatMul FusedGemm ' +
    'MatMulNBits MatMulIntegerToFloat DynamicQuantizeMatMul DynamicQuantizeLSTM QGemm QLinearConvTranspose ' +
    'DeformConv BeamSearch GreedySearch Sampling MoE QMoE NhwcConv FlexAttention'
  ).split(' '),
);

/**
 * Multiply-adds of convolutions, matrix products and attention in one run at these inputs. Null where the model does not tell:
 * a shape is unknown, an operator hides its work, or control flow decides how often a subgraph runs.
 */
export function estimateMacs(model: OnnxModel, inputs: readonly ResolvedInput[]): number | null {
  const { graph } = model;
  for (const inner of graphsWithin(graph)) {
    const countable = inner !== graph && inner.node.some((node) => isAttention(node) || isCounted(node));
    if (countable || inner.node.some(({ opType = '' }) => OPAQUE.has(opType))) return null;
  }
  const templates = new Set(model.functions.map((template) => template.name));
  if (graph.node.some((node) => templates.has(node.opType))) return null;
  const { tensors } = knownShapes(model, inputs);
  let sum = 0;
  for (const node of graph.node) {
    const shapes = node.input.map((name) => tensors.get(name)?.shape);
    const output = tensors.get(node.output[0] ?? '')?.shape;
    const macs = macsOf(node, shapes, output);
    if (macs === null) return null;
    sum += macs;
  }
  return sum;
}

/** Null where it multiplies and nobody can tell how often. */
function macsOf(
  node: NodeProto,
  inputs: readonly (Shape | undefined)[],
  output: Shape | undefined,
): number | null {
  if (isAttention(node)) return attentionMacs(node, inputs);
  if (!isCounted(node)) return 0;
  return output === undefined ? null : (COUNTED[node.opType ?? '']?.(node, inputs, output) ?? null);
}

function isCounted({ opType = '' }: NodeProto): boolean {
  return Object.hasOwn(COUNTED, opType);
}

/** Queries with keys, weights with values, and projections inside; positions that a mask hides are counted too. */
function attentionMacs(node: NodeProto, inputs: readonly (Shape | undefined)[]): number | null {
  const sizes = attentionSizes(node, inputs);
  if (sizes === null) return null;
  const { batch, queries, keys, queryWidth, valueWidth, projectionMacs } = sizes;
  return batch * queries * keys * (queryWidth + valueWidth) + projectionMacs;
}

/** One multiply-add for each choice of all letters, where there are two operands. */
function einsumMacs(node: NodeProto, inputs: readonly (Shape | undefined)[]): number | null {
  const equation = readEinsum(node, inputs);
  if (equation === null || equation.terms.length > 2) return null;
  return equation.terms.length < 2 ? 0 : countElements([...equation.sizes.values()]);
}

function perOutput(output: Shape, each: Shape | undefined): number | null {
  return each === undefined ? null : countElements(output) * countElements(each);
}

function gemmDepth(node: NodeProto): [number, number] {
  return integerAttribute(node, 'transA', 0) === 1 ? [0, 1] : [1, 2];
}
