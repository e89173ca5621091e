import type { FoldTree } from '../../core/analysis/graph-layout/fold-tree.ts';
import { BOX, type GraphScene } from '../../core/analysis/graph-layout/graph-scene.ts';

/** What is selected, hovered or found: it stays the same while boxes come and go. */
export type GraphSubject =
  | { readonly kind: 'node'; readonly node: number }
  | { readonly kind: 'group'; readonly group: number }
  | { readonly kind: 'terminal'; readonly terminal: number };

export function subjectOf({ boxes }: GraphScene, box: number): GraphSubject {
  const subject = boxes.subject[box] as number;
  switch (boxes.kind[box]) {
    case BOX.node:
      return { kind: 'node', node: subject };
    case BOX.terminal:
      return { kind: 'terminal', terminal: subject };
    default:
      return { kind: 'group', group: subject };
  }
}

export const isSameSubject = (a: GraphSubject | null, b: GraphSubject | null): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** Finds the box that a subject is seen as: its own, or the folded group's around it. */
export class BoxFinder {
  readonly #nodes = new Map<number, number>();
  readonly #groups = new Map<number, number>();
  readonly #terminals = new Map<number, number>();
  readonly #tree: FoldTree;

  constructor({ boxes }: GraphScene, tree: FoldTree) {
    this.#tree = tree;
    for (let box = 0; box < boxes.count; box += 1) {
      const kind = boxes.kind[box];
      const own = kind === BOX.node ? this.#nodes : kind === BOX.terminal ? this.#terminals : this.#groups;
      own.set(boxes.subject[box] as number, box);
    }
  }

  box(subject: GraphSubject): number | null {
    if (subject.kind === 'terminal') return this.#terminals.get(subject.terminal) ?? null;
    if (subject.kind === 'node') {
      const own = this.#nodes.get(subject.node);
      if (own !== undefined) return own;
    }
    for (
      let group = homeOf(subject, this.#tree);
      group !== -1;
      group = this.#tree.groups[group]?.parent ?? -1
    ) {
      const box = this.#groups.get(group);
      if (box !== undefined) return box;
    }
    return null;
  }
}

/** The group that stands for the subject, or that it is in; −1 for none. */
export function homeOf(subject: GraphSubject, { groupOf, insideOf }: FoldTree): number {
  if (subject.kind === 'terminal') return -1;
  if (subject.kind === 'group') return subject.group;
  const inside = insideOf[subject.node] ?? -1;
  return inside === -1 ? (groupOf[subject.node] ?? -1) : inside;
}

/** The groups that must stand open for the subject to be seen as itself. */
export function groupsAround(subject: GraphSubject, tree: FoldTree): readonly number[] {
  const around: number[] = [];
  const home = homeOf(subject, tree);
  const standsForIt =
    subject.kind === 'group' || (subject.kind === 'node' && (tree.insideOf[subject.node] ?? -1) !== -1);
  for (
    let group = standsForIt ? (tree.groups[home]?.parent ?? -1) : home;
    group !== -1;
    group = tree.groups[group]?.parent ?? -1
  ) {
    around.push(group);
  }
  return around;
}
