import type { GraphDocument } from './graph-document.ts';
import type { GraphSubject } from './graph-subject.ts';

export interface OutlineRow {
  readonly subject: GraphSubject;
  /** 1 is outermost. */
  readonly level: number;
}

/** The tree as it stands open, in the order of the file: a group where its first node is. */
export function outlineRows(
  { tree, skeleton, terminals }: GraphDocument,
  isOpen: Uint8Array,
): readonly OutlineRow[] {
  const { groups, groupOf, insideOf } = tree;
  const children = new Map<number, GraphSubject[]>();
  const put = (parent: number, subject: GraphSubject): void => {
    const own = children.get(parent);
    if (own === undefined) children.set(parent, [subject]);
    else own.push(subject);
  };
  const isListed = new Uint8Array(groups.length);
  const list = (group: number): void => {
    for (let at = group; at !== -1 && isListed[at] === 0; at = groups[at]?.parent ?? -1) {
      isListed[at] = 1;
      put(groups[at]?.parent ?? -1, { kind: 'group', group: at });
    }
  };
  groupOf.forEach((group, node) => {
    if (skeleton.isHidden[node] === 1) return;
    const inside = insideOf[node] as number;
    list(inside === -1 ? group : inside);
    if (inside === -1) put(group, { kind: 'node', node });
  });
  const rows: OutlineRow[] = [];
  const ports = (kind: 'input' | 'output'): void =>
    terminals.forEach((each, terminal) => {
      if (each.kind === kind) rows.push({ subject: { kind: 'terminal', terminal }, level: 1 });
    });
  ports('input');
  const waiting = [...(children.get(-1) ?? [])].reverse().map((subject) => ({ subject, level: 1 }));
  for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
    rows.push(row);
    if (row.subject.kind !== 'group' || isOpen[row.subject.group] === 0) continue;
    const inner = children.get(row.subject.group) ?? [];
    for (let at = inner.length - 1; at >= 0; at -= 1) {
      waiting.push({ subject: inner[at] as GraphSubject, level: row.level + 1 });
    }
  }
  ports('output');
  return rows;
}
