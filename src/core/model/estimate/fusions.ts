import { graphLevelReaches } from './graph-levels.ts';
import { isStandard } from '../graph-walk.ts';
import type { GraphLevel } from '../../../contract/run.ts';
import type { NodeProto } from '../onnx-messages.ts';
import type { KnownTensor } from '../shapes/shape-table.ts';

export interface Fusions {
  readonly aliases: ReadonlyMap<string, string>;
  readonly scratch: ReadonlySet<string>;
}

interface Graph {
  readonly nodes: readonly NodeProto[];
  readonly constants: ReadonlySet<string>;
  /** Constants and inputs of the model: nothing is written over them. */
  readonly given: ReadonlySet<string>;
  readonly outputs: ReadonlySet<string>;
  shapeOf(name: string): KnownTensor | undefined;
}

/** These give their input another shape and no memory of its own. */
const RESHAPES = new Set('Reshape Flatten Squeeze Unsqueeze Identity Dropout'.split(' '));

/** Convolutions are computed in blocks of so many channels where both counts allow it (NchwcTransformer). */
const CHANNEL_BLOCK = 8;

/**
 * Which intermediate values have no memory of their own once the runtime has rewritten the graph, as far as it
 * matters for the peak: GELU, attention without a mask, a convolution with what is added to it and its activation.
 */
export function fusionsOf(graph: Graph, level: GraphLevel): Fusions {
  const aliases = new Map<string, string>();
  const scratch = new Set<string>();
  const readers = readersOf(graph.nodes);
  const producers = new Map(graph.nodes.flatMap((node) => node.output.map((name) => [name, node] as const)));
  const only = (name: string): NodeProto | undefined => {
    const found = readers.get(name) ?? [];
    return found.length === 1 && !graph.outputs.has(name) ? found[0] : undefined;
  };
  const takeOver = (to: string, from: string): void => {
    if (to !== '' && !graph.given.has(from) && !graph.outputs.has(to)) aliases.set(to, from);
  };
  for (const node of graph.nodes) {
    if (!isStandard(node.domain)) continue;
    const [first = ''] = node.input;
    const [made = ''] = node.output;
    if (RESHAPES.has(node.opType ?? '')) takeOver(made, first);
    if (graphLevelReaches(level, 'extended')) {
      if (node.opType === 'Erf') fuseGelu(node, graph, producers, only, takeOver, scratch);
      if (node.opType === 'Softmax') fuseUnmaskedScores(node, graph, producers, only, takeOver);
    }
    if (level === 'all' && node.opType === 'Conv' && isBlocked(node, graph)) {
      const next = only(made);
      if (next?.opType === 'Relu') takeOver(next.output[0] ?? '', made);
      if (next?.opType !== 'Add') continue;
      const other = next.input.find((name) => name !== made) ?? '';
      const sum = next.output[0] ?? '';
      // The convolution writes its sum where the other operand lay, if nobody reads that any more.
      if (readers.get(other)?.at(-1) === next && !aliases.has(other)) takeOver(made, other);
      takeOver(sum, made);
      const after = only(sum);
      if (after?.opType === 'Relu') takeOver(after.output[0] ?? '', sum);
    }
  }
  return { aliases, scratch };
}

/** Whether the runtime reorders this convolution's weights and values by blocks of channels. */
export function isBlocked(node: NodeProto, { shapeOf }: Pick<Graph, 'shapeOf'>): boolean {
  const shape = shapeOf(node.input[1] ?? '')?.shape;
  return shape?.length === 4 && (shape[0] ?? 1) % CHANNEL_BLOCK === 0;
}

type Only = (name: string) => NodeProto | undefined;
type TakeOver = (to: string, from: string) => void;

/** x · ½ (1 + erf(x / √2)): one kernel with as much working space as its output. */
function fuseGelu(
  erf: NodeProto,
  { constants }: Graph,
  producers: ReadonlyMap<string, NodeProto>,
  only: Only,
  takeOver: TakeOver,
  scratch: Set<string>,
): void {
  const scaled = erf.input[0] ?? '';
  const scale = producers.get(scaled);
  if (scale === undefined || !['Div', 'Mul'].includes(scale.opType ?? '')) return;
  const source = scale.input.find((name) => !constants.has(name)) ?? '';
  const chain: string[] = [scaled, erf.output[0] ?? ''];
  let last = only(chain[1] ?? '');
  for (let steps = 0; last !== undefined && steps < 3; steps += 1) {
    if (!['Add', 'Mul'].includes(last.opType ?? '')) break;
    chain.push(last.output[0] ?? '');
    last = only(last.output[0] ?? '');
  }
  const result = chain.pop();
  if (result === undefined || source === '' || chain.length < 3) return;
  for (const name of chain) takeOver(name, result);
  scratch.add(result);
}

/** Scores that are only scaled before their softmax are computed in one place. */
function fuseUnmaskedScores(
  softmax: NodeProto,
  { constants }: Graph,
  producers: ReadonlyMap<string, NodeProto>,
  only: Only,
  takeOver: TakeOver,
): void {
  if (only(softmax.output[0] ?? '')?.opType !== 'MatMul') return;
  let at = softmax;
  const chain: (readonly [string, string])[] = [];
  for (let steps = 0; steps < 4; steps += 1) {
    const from = at.input.find((name) => !constants.has(name)) ?? '';
    chain.push([at.output[0] ?? '', from]);
    const before = producers.get(from);
    if (before === undefined || only(from) !== at) return;
    if (before.opType === 'MatMul') {
      for (const [to, source] of chain) takeOver(to, source);
      return;
    }
    const isScale = ['Div', 'Mul', 'Add'].includes(before.opType ?? '');
    if (!isScale || !before.input.some((name) => constants.has(name))) return;
    at = before;
  }
}

function readersOf(nodes: readonly NodeProto[]): ReadonlyMap<string, readonly NodeProto[]> {
  const readers = new Map<string, NodeProto[]>();
  for (const node of nodes) {
    for (const name of new Set(node.input)) {
      const known = readers.get(name);
      if (known === undefined) readers.set(name, [node]);
      else known.push(node);
    }
  }
  return readers;
}
