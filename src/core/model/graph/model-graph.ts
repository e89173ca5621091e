import type { GraphNode, GraphTensor, ModelGraph } from '../../../contract/model-graph.ts';
import type { ResolvedInput } from '../../../contract/model.ts';
import { familyOf } from '../../analysis/operators/family.ts';
import { bytesOf, countElements } from '../element-type.ts';
import { isStandard } from '../graph-walk.ts';
import { knownShapes } from '../shapes/known-shapes.ts';
import { attributeWords } from './attribute-words.ts';
import { graphScopes, localFunctions, type GraphScope } from './graph-scopes.ts';
import { moduleOfNode } from './node-module.ts';
import { GraphTensors, type FoundTensor } from './graph-tensors.ts';
import type { NodeProto, OnnxModel } from '../onnx-messages.ts';

const LONGEST_NAME = 400;

/**
 * The file's nodes, those of the main graph first, one that another is inside of after it; with the tensors between
 * them at the given inputs. What a called function hands back is one tensor: its body makes it, and so does the call.
 */
export function modelGraph(model: OnnxModel, inputs: readonly ResolvedInput[]): ModelGraph {
  const tensors = new GraphTensors(model, knownShapes(model, inputs));
  const isCall = localFunctions(model);
  const nodes: GraphNode[] = [];
  for (const scope of graphScopes(model)) {
    tensors.enter(scope);
    for (const node of scope.nodes) nodes.push(graphNode(node, scope, tensors, isCall(node)));
  }
  return { name: cutName(model.graph.name ?? ''), nodes, tensors: tensors.list().map(graphTensor) };
}

function graphNode(node: NodeProto, scope: GraphScope, tensors: GraphTensors, isCall: boolean): GraphNode {
  const { opType: op = '', domain = '' } = node;
  return {
    name: cutName(node.name ?? ''),
    op: cutName(op),
    domain: isStandard(domain) ? 'ai.onnx' : cutName(domain),
    family: isCall ? 'control' : familyOf(op, domain),
    module: moduleOfNode(node),
    parent: scope.parent,
    inputs: node.input.map((name) => tensors.placeOf(name, scope)),
    outputs: node.output.map((name) => tensors.placeOf(name, scope)),
    attributes: attributeWords(node),
    macs: null,
    flops: null,
    bytesRead: null,
    bytesWritten: null,
  };
}

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

function cutName(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
}
