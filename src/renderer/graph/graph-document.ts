import type { ModelGraph } from '../../contract/model-graph.ts';
import type { RunProfile } from '../../contract/profile.ts';
import { groupCosts } from '../../core/analysis/graph-heat/group-costs.ts';
import { nodeCosts, NO_COST, type Cost, type NodeCosts } from '../../core/analysis/graph-heat/node-costs.ts';
import {
  placements,
  type Placements,
  type ProviderShare,
} from '../../core/analysis/graph-heat/provider-share.ts';
import { foldTree, type FoldTree } from '../../core/analysis/graph-layout/fold-tree.ts';
import {
  graphSkeleton,
  terminalLabel,
  type SkeletonParts,
} from '../../core/analysis/graph-layout/graph-skeleton.ts';
import type { GraphSubject } from './graph-subject.ts';

/** A model's graph with all that is worked out of it once: groups, costs, and who reads what. */
export interface GraphDocument extends SkeletonParts {
  readonly graph: ModelGraph;
  readonly profile: RunProfile | null;
  readonly tree: FoldTree;
  readonly costs: NodeCosts;
  readonly groupCosts: readonly Cost[];
  readonly placements: Placements;
  /** By tensor: the node that makes it, −1 for none; and those that read it. */
  readonly makerOf: Int32Array;
  readonly readersOf: readonly (readonly number[])[];
}

export function graphDocument(graph: ModelGraph, profile: RunProfile | null): GraphDocument {
  const tree = foldTree(graph);
  const costs = nodeCosts(graph, profile);
  const makerOf = new Int32Array(graph.tensors.length).fill(-1);
  const readersOf: number[][] = graph.tensors.map(() => []);
  graph.nodes.forEach(({ inputs, outputs }, node) => {
    for (const tensor of outputs) if (makerOf[tensor] === -1) makerOf[tensor] = node;
    for (const tensor of new Set(inputs)) readersOf[tensor]?.push(node);
  });
  return {
    ...graphSkeleton(graph, tree),
    graph,
    profile,
    tree,
    costs,
    groupCosts: groupCosts(tree, costs),
    placements: placements(tree, costs, profile),
    makerOf,
    readersOf,
  };
}

export function costOfSubject(document: GraphDocument, subject: GraphSubject): Cost {
  if (subject.kind === 'terminal') return NO_COST;
  if (subject.kind === 'group') return document.groupCosts[subject.group] ?? NO_COST;
  return document.costs.ofNode[subject.node] ?? NO_COST;
}

export function providersOfSubject(
  { placements: { ofNode, ofGroup } }: GraphDocument,
  subject: GraphSubject,
): ProviderShare {
  if (subject.kind === 'terminal') return [];
  return (subject.kind === 'group' ? ofGroup[subject.group] : ofNode[subject.node]) ?? [];
}

/** What a subject is called in a list and above its details. */
export function titleOfSubject({ graph, tree, terminals }: GraphDocument, subject: GraphSubject): string {
  if (subject.kind === 'node') return graph.nodes[subject.node]?.op ?? '';
  if (subject.kind === 'group') {
    const group = tree.groups[subject.group];
    if (group === undefined) return '';
    const name = group.owner === -1 ? '' : lastPart(graph.nodes[group.owner]?.name ?? '');
    return group.kind === 'inside' && name !== '' ? `${group.label} ${name}` : group.label;
  }
  const terminal = terminals[subject.terminal];
  return terminal === undefined ? '' : terminalLabel(terminal, graph.tensors);
}

export function lastPart(name: string): string {
  return name.slice(name.slice(0, -1).lastIndexOf('/') + 1);
}

/** All nodes of the file that the operators of this one stand for, itself among them. */
export function fusedNodes({ costs, profile }: GraphDocument, node: number): readonly number[] {
  const places = costs.operators[node] ?? [];
  return [...new Set(places.flatMap((place) => profile?.operators[place]?.sources ?? []))];
}
