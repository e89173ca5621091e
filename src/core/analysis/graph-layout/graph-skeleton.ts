import type { ModelGraph } from '../../../contract/model-graph.ts';
import type { FoldTree } from './fold-tree.ts';

/** Model inputs and outputs beyond this many are one box. */
const MOST_TERMINALS = 48;

/** A model's input or output, or all of them in one box. */
export interface Terminal {
  readonly kind: 'input' | 'output';
  readonly tensors: readonly number[];
}

/** What the layout needs of a graph, and nothing else: flat, so that it crosses into a worker at no cost. */
export interface GraphSkeleton {
  readonly nodeCount: number;
  readonly terminalCount: number;
  /** Nodes first, then terminals. −1: outside of any group. */
  readonly groupOf: Int32Array;
  /** The group that stands for a node because it holds one; −1 for nearly all. */
  readonly insideOf: Int32Array;
  /** Constants live in the node that reads them. */
  readonly isHidden: Uint8Array;
  readonly width: Float64Array;
  readonly groupParent: Int32Array;
  readonly groupWidth: Float64Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
}

export interface SkeletonParts {
  readonly skeleton: GraphSkeleton;
  readonly terminals: readonly Terminal[];
}

const FEWEST_LETTERS = 14;
const MOST_LETTERS = 26;
const LETTER_WIDTH = 6.8;
const PADDING = 26;

export function boxWidth(label: string, detail = ''): number {
  const letters = Math.max(label.length, detail.length * 0.85);
  return Math.round(Math.min(MOST_LETTERS, Math.max(FEWEST_LETTERS, letters)) * LETTER_WIDTH + PADDING);
}

export function graphSkeleton({ nodes, tensors }: ModelGraph, tree: FoldTree): SkeletonParts {
  const nodeCount = nodes.length;
  const isHidden = Uint8Array.from(nodes, ({ op, inputs }) =>
    op === 'Constant' && inputs.length === 0 ? 1 : 0,
  );
  const producer = new Int32Array(tensors.length).fill(-1);
  nodes.forEach(({ outputs }, node) => {
    for (const tensor of outputs) if (tensor >= 0 && producer[tensor] === -1) producer[tensor] = node;
  });
  const isRead = new Uint8Array(tensors.length);
  for (const { inputs } of nodes) for (const tensor of inputs) if (tensor >= 0) isRead[tensor] = 1;
  const ports = (kind: 'input' | 'output'): readonly Terminal[] => {
    const own: number[] = [];
    tensors.forEach(({ role }, tensor) => {
      const made = producer[tensor] as number;
      if (role !== kind) return;
      if (kind === 'output' ? made >= 0 && isHidden[made] === 0 : made === -1) own.push(tensor);
    });
    if (own.length > MOST_TERMINALS) return [{ kind, tensors: own }];
    return own.map((tensor) => ({ kind, tensors: [tensor] }));
  };
  const terminals = [...ports('input'), ...ports('output')];
  const terminalOf = new Int32Array(tensors.length).fill(-1);
  terminals.forEach((terminal, at) => {
    if (terminal.kind === 'input') for (const tensor of terminal.tensors) terminalOf[tensor] = nodeCount + at;
  });

  const from: number[] = [];
  const to: number[] = [];
  nodes.forEach(({ inputs }, node) => {
    for (const tensor of inputs) {
      if (tensor < 0) continue;
      const made = producer[tensor] as number;
      const source = made === -1 ? (terminalOf[tensor] as number) : made;
      if (source < 0 || source === node || (source < nodeCount && isHidden[source] === 1)) continue;
      from.push(source);
      to.push(node);
    }
  });
  terminals.forEach((terminal, at) => {
    if (terminal.kind !== 'output') return;
    for (const tensor of terminal.tensors) {
      from.push(producer[tensor] as number);
      to.push(nodeCount + at);
    }
  });

  const count = nodeCount + terminals.length;
  const groupOf = new Int32Array(count).fill(-1);
  groupOf.set(tree.groupOf);
  const width = new Float64Array(count);
  nodes.forEach(({ op }, node) => (width[node] = boxWidth(op)));
  terminals.forEach((terminal, at) => (width[nodeCount + at] = boxWidth(terminalLabel(terminal, tensors))));
  return {
    terminals,
    skeleton: {
      nodeCount,
      terminalCount: terminals.length,
      groupOf,
      insideOf: tree.insideOf,
      isHidden,
      width,
      groupParent: Int32Array.from(tree.groups, ({ parent }) => parent),
      groupWidth: Float64Array.from(
        tree.groups,
        ({ label, nodeCount: inside }) => boxWidth(label, `${inside} nodes`) + 16,
      ),
      from: Int32Array.from(from),
      to: Int32Array.from(to),
    },
  };
}

export function terminalLabel({ kind, tensors: own }: Terminal, tensors: ModelGraph['tensors']): string {
  const [first = -1] = own;
  return own.length === 1 ? (tensors[first]?.name ?? '') : `${own.length} ${kind}s`;
}
