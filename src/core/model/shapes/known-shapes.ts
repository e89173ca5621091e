import { bindSymbols } from '../inputs/binding.ts';
import { describePort } from '../describe.ts';
import { evaluateDimension, parseDimension } from '../dimension-expression.ts';
import { inferIntegers } from './infer-integers.ts';
import { inferShape } from './infer-shape.ts';
import { listConstants } from '../constants.ts';
import type { KnownTensor, ShapeTable } from './shape-table.ts';
import type { OnnxModel, ValueInfoProto } from '../onnx-messages.ts';
import type { ResolvedInput } from '../../../contract/model.ts';

/**
 * Shapes of the main graph's values with all symbols bound: as the file declares them, and where it does not, by
 * the rules of the commonest operators. What neither tells is absent.
 */
export function knownShapes(model: OnnxModel, inputs: readonly ResolvedInput[]): ShapeTable {
  const { graph } = model;
  const tensors = new Map<string, KnownTensor>();
  const integers = new Map<string, readonly number[]>();
  for (const constant of listConstants(model)) {
    tensors.set(constant.name, { type: constant.type, shape: constant.shape });
    if (constant.integers !== null) integers.set(constant.name, constant.integers);
  }
  for (const { name, type, shape } of inputs) tensors.set(name, { type, shape });

  const given = Object.fromEntries(inputs.map((input) => [input.name, input.shape]));
  const valueOf = bindSymbols(graph.input.map(describePort), given);
  const declared = (value: ValueInfoProto): void => {
    const { name, type, shape, kind } = describePort(value);
    if (kind !== 'tensor' || shape === null || tensors.has(name)) return;
    const sizes = shape.map((dimension) => {
      if (typeof dimension !== 'string') return dimension;
      return evaluateDimension(parseDimension(dimension), valueOf);
    });
    if (sizes.every((size) => size !== null && size >= 0))
      tensors.set(name, { type, shape: sizes as number[] });
  };
  graph.valueInfo.forEach(declared);
  graph.output.forEach(declared);

  const table = { tensors, integers };
  for (const node of graph.node) {
    const [first] = node.output;
    if (first === undefined) continue;
    const values = inferIntegers(node, table);
    if (values !== null) integers.set(first, values);
    if (node.output.every((name) => name === '' || tensors.has(name))) continue;
    for (const [index, known] of inferShape(node, table).entries()) {
      const name = node.output[index];
      if (name !== undefined && name !== '' && !tensors.has(name) && known !== null) tensors.set(name, known);
    }
  }
  return table;
}
