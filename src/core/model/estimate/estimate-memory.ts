import { bytesOf, countElements } from '../element-type.ts';
import { fusionsOf, isBlocked } from './fusions.ts';
import { foldedNodes } from './folded-constants.ts';
import { graphsWithin } from '../graph-walk.ts';
import { knownShapes } from '../shapes/known-shapes.ts';
import { listConstants } from '../constants.ts';
import { outputCopyBytes } from './output-copies.ts';
import { weightMemory, type ResidentWeight } from './resident-weights.ts';
import { workingMemory } from './working-memory.ts';
import type { Bytes } from '../../../contract/units.ts';
import type { GraphLevel, MemoryEstimate } from '../../../contract/run.ts';
import type { NodeProto, OnnxModel } from '../onnx-messages.ts';
import type { ResolvedInput } from '../../../contract/model.ts';
import type { ShapeTable } from '../shapes/shape-table.ts';

export type ModelMemory = Omit<MemoryEstimate, 'availableBytes' | 'learntFactor' | 'gpu'>;

export interface MemoryConditions {
  readonly graphLevel: GraphLevel;
  /** Of the model in one process: null where nobody can tell how often. */
  readonly runs: number | null;
  /** Each has weights and working memory of its own. */
  readonly sessions: number;
}

const USUAL: MemoryConditions = { graphLevel: 'all', runs: null, sessions: 1 };

/** A worker with Node, Dyno and the runtime loaded; seen here from 133 to 146 MB. */
const IDLE_BYTES = 138e6;
/** A session's own: kernels, threads and their stacks, the pages of the library that a run touches. */
const SESSION_BYTES = 20e6;
const FIRST_RUN_BYTES = 8e6;

/** What a worker's process takes at these inputs, before anything is loaded. */
export function estimateMemory(
  model: OnnxModel,
  inputs: readonly ResolvedInput[],
  conditions: Partial<MemoryConditions> = {},
): ModelMemory {
  const { graphLevel, runs, sessions } = { ...USUAL, ...conditions };
  const table = knownShapes(model, inputs);
  const inputBytes = inputs.reduce((sum, { type, shape }) => sum + bytesOf(type, countElements(shape)), 0);
  const outputs = outputSizes(model, table);
  const { weightBytes, copyBytes, loadPeakBytes, constants, running } = weightsOf(model, table, graphLevel);
  const given = new Set([...constants, ...inputs.map(({ name }) => name)]);
  const outputNames = new Set(model.graph.output.map(({ name }) => name ?? ''));
  const shapeOf = (name: string) => table.tensors.get(name);
  const graph = { nodes: running, constants, given, outputs: outputNames, shapeOf };
  const working = hasSubgraphs(running) ? null : workingMemory({ ...graph, ...fusionsOf(graph, graphLevel) });

  const arenaBytes = working?.arenaBytes ?? outputs ?? 0;
  const outputCopies = outputCopyBytes(outputs ?? 0, runs);
  const steadyBytes = weightBytes + copyBytes + arenaBytes + FIRST_RUN_BYTES;
  const overheadBytes = SESSION_BYTES + FIRST_RUN_BYTES;
  const growthBytes = SESSION_BYTES + Math.max(loadPeakBytes, steadyBytes + outputCopies);
  const rest = (sessions - 1) * (SESSION_BYTES + steadyBytes + outputCopies);
  const parts = {
    weightBytes: weightBytes * sessions,
    weightCopyBytes: copyBytes * sessions,
    inputBytes,
    activationBytes: working === null ? null : working.aliveBytes * sessions,
    arenaBytes: Math.max(0, arenaBytes - (working?.aliveBytes ?? 0) - (outputs ?? 0)) * sessions,
    outputBytes: outputs === null ? null : outputs * sessions,
    outputCopyBytes: outputCopies * sessions,
    overheadBytes: overheadBytes * sessions,
    idleBytes: IDLE_BYTES,
  };
  return {
    ...parts,
    loadingBytes: Math.max(0, loadPeakBytes - steadyBytes - outputCopies),
    growthBytes: growthBytes + rest,
    totalBytes: IDLE_BYTES + inputBytes + growthBytes + rest,
  };
}

function outputSizes(model: OnnxModel, table: ShapeTable): Bytes | null {
  let sum: number | null = 0;
  for (const output of model.graph.output) {
    const known = table.tensors.get(output.name ?? '');
    sum = sum === null || known === undefined ? null : sum + bytesOf(known.type, countElements(known.shape));
  }
  return sum;
}

function hasSubgraphs(nodes: readonly NodeProto[]): boolean {
  // What a subgraph holds depends on what happens in it.
  return nodes.some((node) => node.attribute.some(({ g, graphs }) => g !== undefined || graphs.length > 0));
}

interface Weights {
  readonly weightBytes: Bytes;
  readonly copyBytes: Bytes;
  readonly loadPeakBytes: Bytes;
  /** All values that a run finds ready. */
  readonly constants: ReadonlySet<string>;
  /** The nodes that are left for a run. */
  readonly running: readonly NodeProto[];
}

/** After folding: what is left of the file's constants, and what became of them. */
function weightsOf(model: OnnxModel, table: ShapeTable, level: GraphLevel): Weights {
  // A weight that the graph generates is a value like others where nothing is folded.
  const inFile = listConstants(model).filter(({ origin }) => origin !== 'generated');
  const constants = new Set(inFile.map(({ name }) => name));
  const folded = foldedNodes(model.graph.node, constants, level);
  const running = model.graph.node.filter((node) => !folded.has(node) && node.opType !== 'Constant');
  const uses = usesOf(model, running, table, level);
  const weights: ResidentWeight[] = [];
  let fromBytes = 0;
  let weightBytes = 0;
  const keep = (name: string, bytes: Bytes): void => {
    weights.push({ bytes, use: uses.get(name) ?? 'read' });
    weightBytes += bytes;
  };
  const isOutput = new Set(model.graph.output.map(({ name }) => name));
  for (const { name, bytes, used } of inFile) {
    if (uses.has(name) || isOutput.has(name) || (folded.size === 0 && used)) keep(name, bytes);
    else fromBytes += bytes;
  }
  for (const node of folded) {
    for (const name of node.output) {
      constants.add(name);
      const known = table.tensors.get(name);
      if (known === undefined || node.opType === 'Constant' || !(uses.has(name) || isOutput.has(name)))
        continue;
      const bytes = bytesOf(known.type, countElements(known.shape));
      keep(name, bytes);
    }
  }
  return { weightBytes, constants, running, ...weightMemory(weights, fromBytes, level) };
}

/** Which operand of an operator is packed for its kernel. */
const PACKED_OPERANDS: Readonly<Record<string, readonly number[]>> = {
  MatMul: [1],
  Gemm: [1],
  FusedMatMul: [1],
  MatMulInteger: [1],
  DynamicQuantizeMatMul: [1],
  MatMulIntegerToFloat: [1],
  QLinearMatMul: [3],
  QGemm: [3],
  QLinearConv: [3],
  Attention: [1],
  QAttention: [1],
  LSTM: [1, 2],
  GRU: [1, 2],
  DynamicQuantizeLSTM: [1, 2],
};

function usesOf(
  model: OnnxModel,
  running: readonly NodeProto[],
  table: ShapeTable,
  level: GraphLevel,
): ReadonlyMap<string, ResidentWeight['use']> {
  const uses = new Map<string, ResidentWeight['use']>();
  const inner = [...graphsWithin(model.graph)].slice(1).flatMap(({ node }) => node);
  const shapeOf = (name: string) => table.tensors.get(name);
  for (const node of [...running, ...inner]) {
    for (const [slot, name] of node.input.entries()) {
      const use = useOf(node, slot, level, shapeOf);
      const before = uses.get(name);
      const both = before !== undefined && before !== use && (before === 'packed' || use === 'packed');
      uses.set(name, both ? 'packed-and-read' : (before ?? use));
    }
  }
  return uses;
}

function useOf(
  node: NodeProto,
  slot: number,
  level: GraphLevel,
  shapeOf: (name: string) => ReturnType<ShapeTable['tensors']['get']>,
): ResidentWeight['use'] {
  const { opType = '' } = node;
  if (PACKED_OPERANDS[opType]?.includes(slot)) return 'packed';
  if (slot !== 1 || !['Conv', 'ConvTranspose', 'FusedConv'].includes(opType)) return 'read';
  return level === 'all' && opType === 'Conv' && isBlocked(node, { shapeOf }) ? 'blocked' : 'convolved';
}
