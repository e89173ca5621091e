import type { GraphNode, GraphTensor, ModelGraph } from '../../../contract/model-graph.ts';
import type { ResolvedInput } from '../../../contract/model.ts';
import { familyOf } from '../../analysis/operators/family.ts';
import { nodeCost, type NodeCost } from '../cost/node-cost.ts';
import { bytesOf, countElements } from '../element-type.ts';
import { isStandard } from '../graph-walk.ts';
import { knownShapes } from '../shapes/known-shapes.ts';
import { attributeWords } from './attribute-words.ts';
import { cutName } from './cut-name.ts';
import { moduleOfNode } from './node-module.ts';
import { wholeGraph, type WholeGraph, type WholeNode } from './whole-graph.ts';
import type { OnnxModel } from '../onnx-messages.ts';
import type { FoundTensor } from './graph-tensors.ts';
import type { KnownTensor } from '../shapes/shape-table.ts';

/**
 * The file's nodes, those of the main graph first, one that another is inside of after it; with the tensors between
 * them at the given inputs. What a called function hands back is one tensor: its body makes it, and so does the call.
 */
export function modelGraph(model: OnnxModel, inputs: readonly ResolvedInput[]): ModelGraph {
  const whole = wholeGraph(model, knownShapes(model, inputs));
  const nodes: GraphNode[] = [];
  for (const node of whole.nodes) nodes.push(graphNode(node, whole, nodes));
  return { name: cutName(model.graph.name ?? ''), nodes, tensors: whole.tensors.map(graphTensor) };
}

function graphNode(
  { proto, scope, isCall, inputs, outputs }: WholeNode,
  { tensors }: WholeGraph,
  before: readonly GraphNode[],
): GraphNode {
  const { opType: op = '', domain = '' } = proto;
  const known = (place: number): KnownTensor | undefined => tensors[place]?.known;
  const own = moduleOfNode(proto);
  return {
    name: cutName(proto.name ?? ''),
    op: cutName(op),
    domain: isStandard(domain) ? 'ai.onnx' : cutName(domain),
    family: isCall ? 'control' : familyOf(op, domain),
    module: own.length > 0 ? own : (before[scope.parent]?.module ?? []),
    parent: scope.parent,
    inputs,
    outputs,
    attributes: attributeWords(proto),
    ...(isCall ? BY_ITS_BODY : nodeCost(proto, inputs.map(known), outputs.map(known), scope.shapes?.values)),
  };
}

/** The work of a call is told by the nodes of its body. */
const BY_ITS_BODY: NodeCost = { macs: null, flops: null, bytesRead: null, bytesWritten: null };

function graphTensor({ name, role, known }: FoundTensor): GraphTensor {
  const bytes = known === undefined ? null : bytesOf(known.type, countElements(known.shape));
  return {
    name: cutName(name),
    type: known?.type ?? 'undefined',
    shape: known?.shape ?? null,
    bytes: bytes !== null && Number.isSafeInteger(bytes) ? bytes : null,
    role,
  };
}
