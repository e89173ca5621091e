import type { GraphNode, GraphTensor, ModelGraph } from '../../../../contract/model-graph.ts';
import type { OperandFact, OperatorProfile } from '../../../../contract/profile.ts';

/** The executed operators as a graph, as far as the names of their operands tell what feeds what. */
export function graphOfOperators(operators: readonly OperatorProfile[]): ModelGraph {
  const tensors: GraphTensor[] = [];
  const known = new Map<string, number>();
  const made = new Set(operators.flatMap(({ outputs }) => outputs.map(({ tensor }) => tensor)));
  const placeOf = ({ tensor, type, shape }: OperandFact): number => {
    const found = tensor === '' ? undefined : known.get(tensor);
    if (found !== undefined) return found;
    if (tensor !== '') known.set(tensor, tensors.length);
    const role = made.has(tensor) && tensor !== '' ? 'value' : 'input';
    return tensors.push({ name: tensor, type, shape, bytes: null, role }) - 1;
  };
  const nodes = operators.map(({ name, op, domain, family, module, parent, inputs, outputs }): GraphNode => ({
    name,
    op,
    domain,
    family,
    module,
    parent,
    inputs: inputs.map(placeOf),
    outputs: outputs.map(placeOf),
    attributes: '',
    macs: null,
    flops: null,
    bytesRead: null,
    bytesWritten: null,
  }));
  return { name: '', nodes, tensors };
}
