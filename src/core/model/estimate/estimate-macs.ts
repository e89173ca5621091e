import { knownShapes } from '../shapes/known-shapes.ts';
import { workOfNodes } from '../cost/model-work.ts';
import type { OnnxModel } from '../onnx-messages.ts';
import type { ResolvedInput } from '../../../contract/model.ts';

/**
 * Multiply-adds of convolutions, matrix products, attention and recurrent cells in one run at these inputs. Null where
 * the model does not tell: a shape is unknown, an operator hides its work, or values decide how often a subgraph runs.
 */
export function estimateMacs(model: OnnxModel, inputs: readonly ResolvedInput[]): number | null {
  return workOfNodes(model.graph.node, knownShapes(model, inputs)).macs;
}
