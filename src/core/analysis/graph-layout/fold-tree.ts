import type { ModelGraph } from '../../../contract/model-graph.ts';

/** What can be folded into one box: a module of node names, or the inside of an If, Loop, Scan or function call. */
export interface FoldGroup {
  readonly kind: 'module' | 'inside';
  /** Of a module its path below the group around it; of an inside the operator that holds it. */
  readonly label: string;
  /** Stays the same when the graph is read again. */
  readonly key: string;
  /** Place among the groups; −1 outside of any. Comes before its own groups. */
  readonly parent: number;
  readonly depth: number;
  /** The node that holds an inside; −1 for a module. */
  readonly owner: number;
  /** Nodes within, those in its groups included. */
  readonly nodeCount: number;
}

export interface FoldTree {
  readonly groups: readonly FoldGroup[];
  /** The innermost group of each node; −1 outside of any. */
  readonly groupOf: Int32Array;
  /** The group that a node holds; −1 for nearly all. */
  readonly insideOf: Int32Array;
}

interface Draft {
  readonly kind: FoldGroup['kind'];
  readonly segment: string;
  readonly path: string;
  readonly owner: number;
  readonly parent: Draft | null;
  readonly children: Map<string, Draft>;
  readonly nodes: number[];
  nodeCount: number;
}

/**
 * The tree of groups. A module with a single node is no group, and one that holds nothing but one other module shares
 * its box with it. Modules inside a subgraph begin anew below the part that they share with the node that holds it.
 */
export function foldTree({ nodes }: Pick<ModelGraph, 'nodes'>): FoldTree {
  const root = draft('module', '', '', -1, null);
  const insides = new Map<number, Draft>();
  const holders = holdersOf(nodes);
  const homeOf = (node: number): Draft => {
    const { parent, module } = nodes[node] as ModelGraph['nodes'][number];
    const holder = holders[node] === 1 ? parent : -1;
    let home = holder === -1 ? root : (insides.get(holder) ?? root);
    const outer = holder === -1 ? [] : (nodes[holder]?.module ?? []);
    let shared = 0;
    while (shared < outer.length && shared < module.length && outer[shared] === module[shared]) shared += 1;
    for (const segment of module.slice(shared)) {
      const known = home.children.get(segment);
      const next = known ?? draft('module', segment, `${home.path}/${segment}`, -1, home);
      if (known === undefined) home.children.set(segment, next);
      home = next;
    }
    return home;
  };
  const homes: Draft[] = [];
  const isHolder = new Uint8Array(nodes.length);
  nodes.forEach(({ parent }, node) => {
    if (holders[node] === 1) isHolder[parent] = 1;
  });
  for (const node of outermostFirst(nodes, holders)) {
    const home = homeOf(node);
    homes[node] = home;
    home.nodes.push(node);
    if (isHolder[node] === 1) {
      const inside = draft('inside', nodes[node]?.op ?? '', `${home.path}/#${node}`, node, home);
      home.children.set(`#${node}`, inside);
      insides.set(node, inside);
    }
  }
  count(root);
  return number(root, nodes.length);
}

function draft(
  kind: Draft['kind'],
  segment: string,
  path: string,
  owner: number,
  parent: Draft | null,
): Draft {
  return { kind, segment, path, owner, parent, children: new Map(), nodes: [], nodeCount: 0 };
}

/** 1 where the node's holder is one that exists and leads to the main graph: a broken file may hold itself. */
function holdersOf(nodes: ModelGraph['nodes']): Uint8Array {
  const sound = new Uint8Array(nodes.length);
  const limit = 200;
  nodes.forEach((_, node) => {
    let at = node;
    let steps = 0;
    while (at !== -1 && steps < limit) {
      at = nodes[at]?.parent ?? -1;
      steps += 1;
    }
    sound[node] = at === -1 && nodes[nodes[node]?.parent ?? -1] !== undefined ? 1 : 0;
  });
  return sound;
}

function outermostFirst(nodes: ModelGraph['nodes'], holders: Uint8Array): readonly number[] {
  const depth = nodes.map((_, node) => {
    let levels = 0;
    for (let at = node; holders[at] === 1; at = nodes[at]?.parent ?? -1) levels += 1;
    return levels;
  });
  return nodes.map((_, node) => node).sort((a, b) => (depth[a] as number) - (depth[b] as number) || a - b);
}

/** Sums up the nodes below; children come later than their parents in every walk of insertion, so from the leaves. */
function count(root: Draft): void {
  const all: Draft[] = [root];
  for (let at = 0; at < all.length; at += 1) all.push(...(all[at]?.children.values() ?? []));
  for (const each of all.reverse()) {
    each.nodeCount += each.nodes.length;
    if (each.parent !== null) each.parent.nodeCount += each.nodeCount;
  }
}

/** All that a reader sees of it is the box of an If or Loop: a box around that one tells nothing more. */
function holdsOneInside({ nodes, children }: Draft): boolean {
  const [only] = children.values();
  return nodes.length === 1 && children.size === 1 && only?.kind === 'inside';
}

function number(root: Draft, nodeCount: number): FoldTree {
  const groups: FoldGroup[] = [];
  const groupOf = new Int32Array(nodeCount).fill(-1);
  const insideOf = new Int32Array(nodeCount).fill(-1);
  const waiting: { readonly draft: Draft; readonly parent: number; readonly depth: number }[] = [
    { draft: root, parent: -1, depth: 0 },
  ];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    let { draft: here } = next;
    let own = next.parent;
    if (here !== root) {
      const labels = [here.segment];
      while (here.kind === 'module' && here.nodes.length === 0 && here.children.size === 1) {
        const [only] = here.children.values();
        if (only === undefined || only.kind === 'inside') break;
        here = only;
        labels.push(here.segment);
      }
      const isGroup = here.kind === 'inside' || (here.nodeCount > 1 && !holdsOneInside(here));
      if (isGroup) {
        own = groups.length;
        const { kind, owner, path: key } = here;
        const label = labels.join('/');
        groups.push({
          kind,
          label,
          key,
          parent: next.parent,
          depth: next.depth,
          owner,
          nodeCount: here.nodeCount,
        });
        if (kind === 'inside') insideOf[owner] = own;
      }
    }
    for (const node of here.nodes) groupOf[node] = own;
    const depth = own === -1 ? 0 : (groups[own]?.depth ?? 0) + 1;
    for (const child of here.children.values()) waiting.push({ draft: child, parent: own, depth });
  }
  return { groups, groupOf, insideOf };
}
