import { bytesOf, countElements } from '../element-type.ts';
import { knownShapes } from '../shapes/known-shapes.ts';
import { listConstants } from '../constants.ts';
import type { MemoryEstimate } from '../../../contract/run.ts';
import type { OnnxModel } from '../onnx-messages.ts';
import type { ResolvedInput } from '../../../contract/model.ts';
import type { ShapeTable } from '../shapes/shape-table.ts';

export type ModelMemory = Omit<MemoryEstimate, 'totalBytes' | 'availableBytes'>;

/**
 * What a run needs at these inputs, before anything is loaded. Activations: the largest sum of intermediate values
 * alive at once in the file's order, each from its node to its last reader; runtimes that reuse memory come near.
 */
export function estimateMemory(model: OnnxModel, inputs: readonly ResolvedInput[]): ModelMemory {
  const table = knownShapes(model, inputs);
  const weightBytes = listConstants(model).reduce((sum, constant) => sum + constant.bytes, 0);
  const inputBytes = inputs.reduce((sum, { type, shape }) => sum + bytesOf(type, countElements(shape)), 0);
  return {
    weightBytes,
    inputBytes,
    outputBytes: outputBytes(model, table),
    activationBytes: activationPeak(model, table),
  };
}

function outputBytes(model: OnnxModel, table: ShapeTable): number | null {
  let sum: number | null = 0;
  for (const output of model.graph.output) {
    const bytes = sizeOf(table, output.name ?? '');
    sum = sum === null || bytes === null ? null : sum + bytes;
  }
  return sum;
}

function activationPeak(model: OnnxModel, table: ShapeTable): number | null {
  const { node: nodes, output: outputs } = model.graph;
  // What a subgraph holds depends on what happens in it.
  if (nodes.some((node) => node.attribute.some(({ g, graphs }) => g !== undefined || graphs.length > 0))) {
    return null;
  }
  const apart = new Set([
    ...listConstants(model).map((constant) => constant.name),
    ...outputs.map((output) => output.name ?? ''),
    '',
  ]);
  const lastReader = new Map<string, number>();
  for (const [index, node] of nodes.entries()) for (const name of node.input) lastReader.set(name, index);
  const freedAfter = new Map<number, number>();
  let alive = 0;
  let peak = 0;
  for (const [index, node] of nodes.entries()) {
    for (const name of node.output) {
      if (apart.has(name)) continue;
      const bytes = sizeOf(table, name);
      if (bytes === null) return null;
      alive += bytes;
      const last = lastReader.get(name) ?? index;
      freedAfter.set(last, (freedAfter.get(last) ?? 0) + bytes);
    }
    peak = Math.max(peak, alive);
    alive -= freedAfter.get(index) ?? 0;
  }
  return peak;
}

function sizeOf(table: ShapeTable, name: string): number | null {
  const known = table.tensors.get(name);
  return known === undefined ? null : bytesOf(known.type, countElements(known.shape));
}
