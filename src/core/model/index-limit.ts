import { integerAttribute, isStandard } from './graph-walk.ts';
import type { ConstantTensor } from './constants.ts';
import type { GraphProto, NodeProto } from './onnx-messages.ts';

/** Operators whose first output has the values of their first input, rearranged. */
const PASS_ON = new Set([
  'Cast',
  'Identity',
  'Reshape',
  'Squeeze',
  'Unsqueeze',
  'Flatten',
  'Transpose',
  'Slice',
]);

/**
 * For each graph input that picks rows out of a table (token ids, token types, positions): how many rows the
 * smallest such table has.
 */
export function findIndexLimits(
  graph: GraphProto,
  constants: readonly ConstantTensor[],
): ReadonlyMap<string, number> {
  const shapes = new Map(constants.map((constant) => [constant.name, constant.shape]));
  const readers = readersOf(graph);
  const limits = new Map<string, number>();
  for (const input of graph.input) {
    const name = input.name ?? '';
    const limit = smallestTable(name, readers, shapes);
    if (limit !== null) limits.set(name, limit);
  }
  return limits;
}

function smallestTable(
  input: string,
  readers: ReadonlyMap<string, readonly NodeProto[]>,
  shapes: ReadonlyMap<string, readonly number[]>,
): number | null {
  let smallest: number | null = null;
  const seen = new Set([input]);
  const open = [input];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const node of readers.get(name) ?? []) {
      const limit = tableSize(node, name, shapes);
      if (limit !== null && (smallest === null || limit < smallest)) smallest = limit;
      const next = node.output[0];
      if (PASS_ON.has(node.opType ?? '') && node.input[0] === name && next !== undefined && !seen.has(next)) {
        seen.add(next);
        open.push(next);
      }
    }
  }
  return smallest;
}

function tableSize(
  node: NodeProto,
  indices: string,
  shapes: ReadonlyMap<string, readonly number[]>,
): number | null {
  if (isStandard(node.domain)) {
    if (node.opType !== 'Gather' || node.input[1] !== indices) return null;
    const shape = shapes.get(node.input[0] ?? '');
    return shape?.at(integerAttribute(node, 'axis', 0)) ?? null;
  }
  const slot = node.input.indexOf(indices);
  if (node.opType === 'EmbedLayerNormalization') {
    // Word, token type and position tables, by the slot of their indices.
    const table = { 0: 2, 1: 4, 8: 3 }[slot];
    return table === undefined ? null : (shapes.get(node.input[table] ?? '')?.[0] ?? null);
  }
  if (['BeamSearch', 'GreedySearch', 'Sampling'].includes(node.opType ?? '') && slot === 0) {
    const size = integerAttribute(node, 'vocab_size', -1);
    return size > 0 ? size : null;
  }
  return null;
}

function readersOf(graph: GraphProto): ReadonlyMap<string, readonly NodeProto[]> {
  const readers = new Map<string, NodeProto[]>();
  for (const node of graph.node) {
    for (const name of new Set(node.input)) {
      const list = readers.get(name);
      if (list === undefined) readers.set(name, [node]);
      else list.push(node);
    }
  }
  return readers;
}
