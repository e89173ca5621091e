import type { NodeProto, OnnxModel } from '../onnx-messages.ts';
import { localFunctions } from '../function-body.ts';
import { NOTHING_KNOWN } from '../shapes/shape-table.ts';
import { graphScopes, type GraphScope } from './graph-scopes.ts';
import { GraphTensors, type FoundTensor } from './graph-tensors.ts';

export interface WholeNode {
  readonly proto: NodeProto;
  readonly scope: GraphScope;
  /** Of a function that the file brings along. */
  readonly isCall: boolean;
  /** Places in WholeGraph.tensors, −1 for what is left out. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** Every node of a model with the values between them, names whole: what ModelGraph tells in short, in its order. */
export interface WholeGraph {
  readonly nodes: readonly WholeNode[];
  readonly tensors: readonly FoundTensor[];
  /** Place of the tensor that has this name in this very scope, or −1. */
  find(name: string, scope: GraphScope): number;
}

export function wholeGraph(model: OnnxModel, shapes = NOTHING_KNOWN): WholeGraph {
  const tensors = new GraphTensors(model);
  const functionOf = localFunctions(model);
  const nodes: WholeNode[] = [];
  for (const scope of graphScopes(model, shapes)) {
    tensors.enter(scope);
    for (const proto of scope.nodes) {
      nodes.push({
        proto,
        scope,
        isCall: functionOf(proto) !== undefined,
        inputs: proto.input.map((name) => tensors.placeOf(name, scope)),
        outputs: proto.output.map((name) => tensors.placeOf(name, scope)),
      });
    }
  }
  return { nodes, tensors: tensors.list(), find: (name, scope) => tensors.find(name, scope) };
}
