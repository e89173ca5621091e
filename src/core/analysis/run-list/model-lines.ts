import type { RunColumns } from '../../../contract/run-list.ts';

export interface ModelLineFacts {
  /** Content hash of its first version. */
  readonly id: string;
  /** The newest name first. */
  readonly names: readonly string[];
  readonly versions: number;
}

/** Which runs are of one model through its versions, whatever it was called. */
export interface ModelLines {
  readonly lines: readonly ModelLineFacts[];
  /** Each run's place in `lines`. */
  readonly lineOf: Uint32Array;
  /** Each run's version within its line, from 1 by the versions' first runs; 0 without a content hash. */
  readonly versionOf: Uint32Array;
}

/** All content hashes that share a name and all names that share a content hash are one line. */
export function findModelLines(columns: RunColumns): ModelLines {
  const { rows, model, contentHash, createdAt, texts } = columns;
  // A hash stands at its text's place, a name that many places further: the same text may be both.
  const parent = Int32Array.from({ length: texts.length * 2 }, (_, index) => index);
  const rootOf = (node: number): number => {
    let at = node;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] as number] as number;
      at = parent[at] as number;
    }
    return at;
  };
  const nodeOf = (row: number): number => {
    const hash = contentHash[row] as number;
    return texts[hash] === '' ? texts.length + (model[row] as number) : hash;
  };
  for (let row = 0; row < rows; row += 1) {
    const name = model[row] as number;
    if (texts[name] === '' || texts[contentHash[row] as number] === '') continue;
    parent[rootOf(contentHash[row] as number)] = rootOf(texts.length + name);
  }

  const oldestFirst = Uint32Array.from({ length: rows }, (_, row) => row).sort(
    (a, b) => (createdAt[a] as number) - (createdAt[b] as number),
  );
  const lineOf = new Uint32Array(rows);
  const versionOf = new Uint32Array(rows);
  const lineOfRoot = new Int32Array(texts.length * 2).fill(-1);
  const versionOfHash = new Uint32Array(texts.length);
  const found: { id: string; names: Map<string, true>; versions: number }[] = [];
  for (const row of oldestFirst) {
    const root = rootOf(nodeOf(row));
    let line = lineOfRoot[root] as number;
    const hash = contentHash[row] as number;
    if (line < 0) {
      line = found.push({ id: texts[hash] as string, names: new Map(), versions: 0 }) - 1;
      lineOfRoot[root] = line;
    }
    lineOf[row] = line;
    const facts = found[line] as (typeof found)[number];
    const name = texts[model[row] as number] as string;
    // Taken out and put in again: the last of a Map is the newest.
    facts.names.delete(name);
    facts.names.set(name, true);
    if (texts[hash] === '') continue;
    if (facts.id === '') facts.id = texts[hash] as string;
    if (versionOfHash[hash] === 0) versionOfHash[hash] = facts.versions += 1;
    versionOf[row] = versionOfHash[hash] as number;
  }
  return {
    lines: found.map(({ id, names, versions }) => ({ id, names: [...names.keys()].reverse(), versions })),
    lineOf,
    versionOf,
  };
}
