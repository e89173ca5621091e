import { graphsWithin } from '../graph-walk.ts';
import { knownShapes } from '../shapes/known-shapes.ts';
import { nodeCost } from '../cost/node-cost.ts';
import type { OnnxModel } from '../onnx-messages.ts';
import type { ResolvedInput } from '../../../contract/model.ts';

/**
 * Multiply-adds of convolutions, matrix products and attention in one run at these inputs. Null where the model does not tell:
 * a shape is unknown, an operator hides its work, or control flow decides how often a subgraph runs.
 */
export function estimateMacs(model: OnnxModel, inputs: readonly ResolvedInput[]): number | null {
  const { graph } = model;
  for (const inner of graphsWithin(graph)) {
    if (inner !== graph && inner.node.some((node) => nodeCost(node, [], []).macs !== 0)) return null;
  }
  const templates = new Set(model.functions.map((template) => template.name));
  if (graph.node.some((node) => templates.has(node.opType))) return null;
  const { tensors, integers } = knownShapes(model, inputs);
  const known = (name: string) => tensors.get(name);
  let sum = 0;
  for (const node of graph.node) {
    const { macs } = nodeCost(node, node.input.map(known), node.output.map(known), integers);
    if (macs === null) return null;
    sum += macs;
  }
  return sum;
}
