import { isStandard } from '../graph-walk.ts';
import type { AttributeProto, Blob, NodeProto, TensorProto } from '../onnx-messages.ts';
import type { GraphScope } from './graph-scopes.ts';
import type { WholeGraph, WholeNode } from './whole-graph.ts';

/** Constants up to this many bytes are compared by their values, and lists up to this length. */
const MOST_COMPARED = 160;

/**
 * For each tensor a number that two share only if they hold the same values, as an optimizer sees it that merges
 * common subexpressions and drops what only hands a value on.
 */
export function sameValues(graph: WholeGraph): Int32Array {
  const { nodes, tensors } = graph;
  const classes = new Int32Array(tensors.length).map((_, place) => place);
  const seen = new Map<string, number>();
  const join = (place: number, key: string): void => {
    const before = seen.get(key);
    if (before === undefined) seen.set(key, classes[place] ?? place);
    else classes[place] = before;
  };
  for (const [place, tensor] of weightsOf(graph)) {
    const key = tensorKey(tensor);
    if (key !== null) join(place, key);
  }
  for (const node of nodes) {
    const [first = -1] = node.inputs;
    const [made = -1] = node.outputs;
    if (handsOn(node) && first >= 0 && made >= 0) {
      classes[made] = classes[first] ?? first;
      continue;
    }
    const key = expressionKey(node, classes);
    if (key === null) continue;
    for (const [slot, place] of node.outputs.entries()) if (place >= 0) join(place, `${key}\n${slot}`);
  }
  return classes;
}

/** Gives its input on as it is, when a model is run and not trained. */
export function handsOn({ proto: { opType, domain } }: WholeNode): boolean {
  return isStandard(domain) && (opType === 'Identity' || opType === 'Dropout');
}

function* weightsOf({ nodes, find }: WholeGraph): Generator<readonly [number, TensorProto], void, void> {
  for (const scope of new Set<GraphScope>(nodes.map((node) => node.scope))) {
    for (const tensor of scope.graph?.initializer ?? []) {
      const place = find(tensor.name ?? '', scope);
      if (place >= 0) yield [place, tensor];
    }
  }
}

const RANDOM = /^(Random|Multinomial|Bernoulli)/;

function expressionKey({ proto, inputs, isCall }: WholeNode, classes: Int32Array): string | null {
  const { opType = '', domain = '', overload = '' } = proto;
  if (isCall || (RANDOM.test(opType) && isStandard(domain))) return null;
  if (isStandard(domain) && opType === 'Constant') return constantKey(proto);
  const attributes: string[] = [];
  for (const attribute of proto.attribute) {
    const key = attributeKey(attribute);
    if (key === null) return null;
    attributes.push(key);
  }
  const operands = inputs.map((place) => (place < 0 ? '' : classes[place])).join(' ');
  return [opType, isStandard(domain) ? '' : domain, overload, operands, ...attributes.sort()].join('\n');
}

function constantKey({ attribute: [only] }: NodeProto): string | null {
  if (only === undefined) return null;
  return only.t === undefined ? attributeKey(only) : tensorKey(only.t);
}

/** Null where two cannot be told to be equal without reading the file, or hold a graph. */
function attributeKey(attribute: AttributeProto): string | null {
  const {
    name = '',
    i,
    f,
    s,
    t,
    g,
    ints,
    floats,
    strings,
    tensors,
    graphs,
    sparseTensor,
    sparseTensors,
  } = attribute;
  if (g !== undefined || sparseTensor !== undefined) return null;
  if (graphs.length + tensors.length + sparseTensors.length > 0) return null;
  if (ints.length + floats.length + strings.length > MOST_COMPARED) return null;
  const tensor = t === undefined ? '' : tensorKey(t);
  const text = s === undefined ? '' : blobKey(s);
  if (tensor === null || text === null) return null;
  const texts = strings.map(blobKey);
  if (texts.includes(null)) return null;
  return [name, i, f, text, tensor, ints.join(' '), floats.join(' '), texts.join(' ')].join(';');
}

function tensorKey({ dataType, dims, payload = [] }: TensorProto): string | null {
  const parts: string[] = [];
  for (const part of payload) {
    const key = part.kind === 'encoded' ? blobKey(part.encoded) : null;
    if (key === null) return null;
    parts.push(key);
  }
  return parts.length === 0 ? null : `${dataType};${dims.join(' ')};${parts.join(' ')}`;
}

function blobKey(blob: Blob): string | null {
  return blob.kind === 'bytes' && blob.bytes.length <= MOST_COMPARED ? blob.bytes.join(',') : null;
}
