import { bodyNodes, localFunctions } from '../function-body.ts';
import { countElements, tensorTypeOf } from '../element-type.ts';
import { dependencyOrder } from '../shapes/dependency-order.ts';
import { externalPlace } from '../constants.ts';
import { graphsOf, integerAttribute } from '../graph-walk.ts';
import { inferShape } from '../shapes/shape-rules.ts';
import { inferValues } from '../shapes/values/infer-values.ts';
import { isWeight, takesWeights, type Candidate } from './weight-slots.ts';
import { Layer } from '../shapes/layer.ts';
import { NodeView } from '../node-view.ts';
import { shapeNumbers } from '../tensor-values.ts';
import type { FunctionProto, GraphProto, NodeProto, OnnxModel } from '../onnx-messages.ts';
import type { KnownValues } from '../node-view.ts';

/**
 * What people count as parameters: elements of constants that reach an input where an operator takes weights.
 *
 * - A constant is an initializer, a Constant node, and whatever follows from constants alone, such as a weight that
 *   ConstantOfShape makes or Slice cuts out: what counts is the tensor that arrives at the input.
 * - It is told by where it comes from as long as it keeps its elements: through Transpose, Reshape, Cast, Identity,
 *   DequantizeLinear and their like. So an initializer that two nodes share, one of them transposed, counts once.
 * - Weight inputs are those that an operator has for it (kernels, matrices, biases, scale, shift, mean and variance
 *   of a normalisation, tables of embeddings, slopes, recurrent weights). Operators that take any data, such as
 *   Add and Mul, have a weight wherever a constant of more than one float stands: the bias behind a MatMul.
 * - Shapes, axes, indices and truth values are none, nor are lone numbers in arithmetic, quantisation scales and zero
 *   points, first states of recurrent cells and what nothing reads. Packed weights count unpacked.
 * - What is inside subgraphs and functions counts as well; a function called twice has its own weights once.
 */
export function countParameters(model: OnnxModel): number {
  const count = new Count(localFunctions(model));
  count.graph(model.graph, null, []);
  return count.total();
}

interface Constant extends Candidate {
  /** What it comes from: the same for all that has the same elements. */
  readonly root: object;
  /** Of a small one, what shapes may follow from. */
  readonly values: readonly number[] | null;
}

type Constants = Layer<Constant>;

/** Their result has the elements of their first input. */
const KEEPS_ELEMENTS = new Set(
  'Transpose Reshape Flatten Squeeze Unsqueeze Cast CastLike Identity DequantizeLinear QuantizeLinear'.split(
    ' ',
  ),
);

/** They give something else each time, or nothing that is in the file. */
const NEVER_CONSTANT = /^(Random|Multinomial|Bernoulli|If$|Loop$|Scan$)/;

/** Functions that call functions grow without bound; what is beyond this is not looked into. */
const MOST_INNER_NODES = 100_000;

class Count {
  readonly #functionOf: (node: NodeProto) => FunctionProto | undefined;
  #nodesLeft = MOST_INNER_NODES;
  readonly #counted = new Map<object, number>();
  readonly #external = new Map<string, object>();
  readonly #folded = new Map<NodeProto, readonly object[]>();

  constructor(functionOf: (node: NodeProto) => FunctionProto | undefined) {
    this.#functionOf = functionOf;
  }

  total(): number {
    let sum = 0;
    for (const elements of this.#counted.values()) sum += elements;
    return sum;
  }

  graph(graph: GraphProto, outer: Constants | null, calling: readonly FunctionProto[]): void {
    const local = outer === null ? [] : graph.node.flatMap(({ output }) => output);
    const inputs = outer === null ? [] : graph.input.map(({ name = '' }) => name);
    const constants: Constants = new Layer(outer, new Set([...local, ...inputs]));
    for (const tensor of graph.initializer) {
      const [type, shape] = [tensorTypeOf(tensor.dataType), tensor.dims];
      const root = this.#rootOf(tensor, externalPlace(tensor));
      constants.set(tensor.name ?? '', {
        root,
        type,
        shape,
        elements: countElements(shape),
        values: shapeNumbers(tensor),
      });
    }
    for (const { values, dims } of graph.sparseInitializer) {
      if (values === undefined) continue;
      const elements = countElements(values.dims);
      const type = tensorTypeOf(values.dataType);
      constants.set(values.name ?? '', { root: values, type, shape: dims, elements, values: null });
    }
    this.#nodes(graph.node, constants, calling);
  }

  /** Two initializers may point at the same bytes of an external file. */
  #rootOf(tensor: object, place: string | null): object {
    if (place === null) return tensor;
    const known = this.#external.get(place) ?? tensor;
    this.#external.set(place, known);
    return known;
  }

  #nodes(nodes: readonly NodeProto[], constants: Constants, calling: readonly FunctionProto[]): void {
    const scales = new Set<string>();
    for (const place of dependencyOrder(nodes)) {
      const node = nodes[place] as NodeProto;
      if (node.opType === 'DynamicQuantizeLinear') scales.add(node.output[1] ?? '');
      const callee = this.#functionOf(node);
      if (callee !== undefined) {
        // What a function's body does with what it is handed is seen there.
        this.#call(callee, node, constants, calling);
        continue;
      }
      for (const inner of graphsOf(node))
        if (this.#mayEnter(inner.node)) this.graph(inner, constants, calling);
      if (takesWeights(node) && this.#useAll(node, constants)) continue;
      if (this.#fold(node, constants) || node.input.some((name) => scales.has(name))) continue;
      this.#useAll(node, constants);
    }
  }

  #mayEnter(nodes: readonly NodeProto[]): boolean {
    this.#nodesLeft -= nodes.length;
    return this.#nodesLeft >= 0;
  }

  #call(callee: FunctionProto, call: NodeProto, outer: Constants, calling: readonly FunctionProto[]): void {
    if (calling.includes(callee) || !this.#mayEnter(callee.node)) return;
    const constants = this.#handedIn(call, callee.input, outer);
    this.#nodes(bodyNodes(callee, call), constants, [...calling, callee]);
    for (const [slot, name] of callee.output.entries()) {
      const constant = constants.get(name);
      if (constant !== undefined) outer.set(call.output[slot] ?? '', constant);
    }
  }

  #handedIn(call: NodeProto, formal: readonly string[], constants: Constants): Constants {
    const handed: Constants = new Layer<Constant>(null, new Set());
    for (const [slot, name] of formal.entries()) {
      const constant = constants.get(call.input[slot] ?? '');
      if (constant !== undefined) handed.set(name, constant);
    }
    return handed;
  }

  /** Whether there was any. */
  #useAll(node: NodeProto, constants: Constants): boolean {
    let isAny = false;
    for (const [slot, name] of node.input.entries()) {
      const constant = constants.get(name);
      if (constant === undefined || !isWeight(node, slot, constant)) continue;
      const elements = unpacked(node, slot, constant);
      this.#counted.set(constant.root, Math.max(elements, this.#counted.get(constant.root) ?? 0));
      isAny = true;
    }
    return isAny;
  }

  /** Whether a node's outputs are constants, because all that it reads is. */
  #fold(node: NodeProto, constants: Constants): boolean {
    if (NEVER_CONSTANT.test(node.opType ?? '') || node.output.length === 0) return false;
    const operands = node.input.map((name) => constants.get(name));
    if (!node.input.every((name, slot) => name === '' || operands[slot] !== undefined)) return false;
    const values: KnownValues = { get: (name) => constants.get(name)?.values ?? undefined };
    const view = new NodeView(node, operands, [], values);
    const outputs = inferShape(view);
    const numbers = inferValues(view, outputs);
    const [first] = operands;
    const roots = this.#folded.get(node) ?? node.output.map(() => ({}));
    this.#folded.set(node, roots);
    for (const [slot, name] of node.output.entries()) {
      const known = outputs[slot];
      if (known === null || known === undefined) continue;
      const isSame = slot === 0 && first !== undefined && KEEPS_ELEMENTS.has(node.opType ?? '');
      const root = isSame ? first.root : (roots[slot] as object);
      const elements = isSame ? first.elements : countElements(known.shape);
      constants.set(name, { root, ...known, elements, values: numbers[slot] ?? null });
    }
    return true;
  }
}

/** Weights of a few bits lie in bytes; sizes are said by attributes. */
function unpacked(node: NodeProto, slot: number, { type, elements }: Constant): number {
  const isPacked = type === 'uint8' || type === 'int8';
  switch (node.opType) {
    case 'MatMulNBits':
    case 'MatMulBnb4':
      return slot === 1
        ? integerAttribute(node, 'K', 0) * integerAttribute(node, 'N', 0) || elements
        : elements;
    case 'GatherBlockQuantized':
      return isPacked ? (elements * 8) / Math.max(1, integerAttribute(node, 'bits', 4)) : elements;
    case 'QMoE':
      return isPacked
        ? (elements * 8) / Math.max(1, integerAttribute(node, 'expert_weight_bits', 4))
        : elements;
    default:
      return elements;
  }
}
