import { knownShapes } from './shapes/known-shapes.ts';
import { resolveInputs } from './inputs/resolve-inputs.ts';
import { workOfNodes } from './cost/model-work.ts';
import type { CountedWork, ModelInfo, ModelShapes, ResolvedInput } from '../../contract/model.ts';
import type { OnnxModel } from './onnx-messages.ts';

/**
 * What the model does in one run at these shapes, or at those of a bench without any. Throws SHAPE_INVALID where
 * the model cannot follow a wish; without one, a model whose inputs nobody can make has counts that are null.
 */
export function countWork(model: OnnxModel, info: ModelInfo, wishes: ModelShapes): CountedWork {
  const inputs = inputsAt(info, wishes);
  const { nodes, covered, macs, flops } = workOfNodes(model.graph.node, knownShapes(model, inputs ?? []));
  return {
    macs,
    flops: macs === null ? null : flops,
    countedNodes: covered,
    runningNodes: nodes,
    countedAt: (inputs ?? []).map(({ name, shape }) => ({ name, shape })),
  };
}

function inputsAt(
  info: ModelInfo,
  { batch, sequence, shapes }: ModelShapes,
): readonly ResolvedInput[] | null {
  const wished = batch !== undefined || sequence !== undefined || shapes !== undefined;
  try {
    return resolveInputs(info, { batch: batch ?? null, sequence: sequence ?? null, shapes: shapes ?? {} });
  } catch (error) {
    if (wished) throw error;
    return null;
  }
}
