import { graphLevelReaches } from './graph-levels.ts';
import { isStandard } from '../graph-walk.ts';
import type { GraphLevel } from '../../../contract/run.ts';
import type { NodeProto } from '../onnx-messages.ts';

/** Random values are not folded; nor is what keeps a model quantised. */
const NEVER_FOLDED = new Set(
  'RandomNormal RandomUniform RandomNormalLike RandomUniformLike Multinomial Bernoulli DequantizeLinear QuantizeLinear'.split(
    ' ',
  ),
);

/** Nodes that the runtime computes once, while it loads the model: all they read is constant. */
export function foldedNodes(
  nodes: readonly NodeProto[],
  constants: ReadonlySet<string>,
  level: GraphLevel,
): ReadonlySet<NodeProto> {
  const folded = new Set<NodeProto>();
  if (!graphLevelReaches(level, 'basic')) return folded;
  const known = new Set(constants);
  for (const node of nodes) {
    if (!isStandard(node.domain) || NEVER_FOLDED.has(node.opType ?? '') || node.input.length === 0) continue;
    if (!node.input.every((name) => name === '' || known.has(name))) continue;
    folded.add(node);
    for (const name of node.output) known.add(name);
  }
  return folded;
}
