import type { RunColumns, RunGrouping } from '../../../contract/run-list.ts';
import type { ModelLines } from './model-lines.ts';

export interface RunGroup {
  /** Stays the same while runs come and go. */
  readonly key: string;
  readonly title: string;
  /** What else there is to say of it, such as its commit; empty mostly. */
  readonly detail: string;
  /** In the order given. */
  readonly rows: Uint32Array;
  /** Smallest median of its finished runs, in ms. */
  readonly bestMs: number | null;
}

/** Rows under headings; the heading of the first row comes first, and a run with several tags stands under each. */
export function groupRuns(
  columns: RunColumns,
  lines: () => ModelLines,
  rows: Uint32Array,
  grouping: Exclude<RunGrouping, 'none'>,
): readonly RunGroup[] {
  const { tagsFrom, tagTexts } = columns;
  const sorter = new GroupSorter();
  if (grouping === 'tag') {
    for (const row of rows) {
      const [from, to] = [tagsFrom[row] as number, tagsFrom[row + 1] as number];
      if (from === to) sorter.add(0, row);
      for (let at = from; at < to; at += 1) sorter.add(tagTexts[at] as number, row);
    }
  } else {
    const keys = keysOf(columns, lines, grouping);
    for (const row of rows) sorter.add(keys[row] as number, row);
  }
  const face = faceOf(columns, lines, grouping);
  const done = columns.texts.indexOf('done');
  return sorter.groups().map(({ key, members }) => ({
    ...face(key, members[0] as number),
    rows: members,
    bestMs: bestMedian(columns, done, members),
  }));
}

/** Collects rows by a small number. */
class GroupSorter {
  readonly #places = new Map<number, number>();
  readonly #members: { readonly key: number; readonly rows: number[] }[] = [];

  add(key: number, row: number): void {
    const place = this.#places.get(key);
    if (place !== undefined) {
      this.#members[place]?.rows.push(row);
      return;
    }
    this.#places.set(key, this.#members.push({ key, rows: [row] }) - 1);
  }

  groups(): readonly { readonly key: number; readonly members: Uint32Array }[] {
    return this.#members.map(({ key, rows }) => ({ key, members: Uint32Array.from(rows) }));
  }
}

const SIMULATED = -1;

function keysOf(
  columns: RunColumns,
  lines: () => ModelLines,
  grouping: 'model' | 'version' | 'level' | 'provider',
): ArrayLike<number> {
  if (grouping === 'model') return lines().lineOf;
  if (grouping === 'version') return columns.contentHash;
  if (grouping === 'level') return columns.level;
  return Int32Array.from(columns.provider, (provider, row) =>
    columns.isSimulated[row] === 1 ? SIMULATED : provider,
  );
}

type Face = Pick<RunGroup, 'key' | 'title' | 'detail'>;

function faceOf(
  columns: RunColumns,
  lines: () => ModelLines,
  grouping: Exclude<RunGrouping, 'none'>,
): (key: number, firstRow: number) => Face {
  const { texts } = columns;
  const textAt = (key: number): string => texts[key] ?? '';
  switch (grouping) {
    case 'model':
      return (key) => {
        const line = lines().lines[key];
        const [name = '', ...former] = line?.names ?? [];
        const versions = line === undefined || line.versions < 2 ? '' : `${line.versions} versions`;
        const also = former.length === 0 ? '' : `formerly ${former.slice(0, 3).join(', ')}`;
        return {
          key: `model ${line?.id === '' ? name : line?.id}`,
          title: name,
          detail: [versions, also].filter((part) => part !== '').join(' · '),
        };
      };
    case 'version':
      return (key, row) => ({
        key: `version ${textAt(key)}`,
        title: textAt(columns.model[row] as number),
        detail: versionWords(columns, lines(), row),
      });
    case 'level':
      return (key) => ({
        key: `level ${textAt(key)}`,
        title: key === 0 ? 'custom' : textAt(key),
        detail: '',
      });
    case 'provider':
      return (key) => {
        const title = key === SIMULATED ? 'simulated' : textAt(key);
        return { key: `provider ${title}`, title, detail: '' };
      };
    case 'tag':
      return (key) => ({
        key: key === 0 ? 'no tag' : `tag ${textAt(key)}`,
        title: key === 0 ? 'No tag' : textAt(key),
        detail: '',
      });
  }
}

/** "v3 · 1a2b3c4d · 9f8e7d6"; empty where the content was never hashed. */
export function versionWords(columns: RunColumns, lines: ModelLines, row: number): string {
  const { texts, contentHash, commit, isCommitDirty } = columns;
  const hash = texts[contentHash[row] as number] ?? '';
  if (hash === '') return '';
  const words = [`v${lines.versionOf[row]}`, hash.slice(0, 8)];
  const commitText = commit[row] === 0 ? '' : (texts[commit[row] as number] ?? '');
  if (commitText !== '') words.push(commitText.slice(0, 7) + (isCommitDirty[row] === 1 ? '+' : ''));
  return words.join(' · ');
}

function bestMedian({ status, p50Ms }: RunColumns, done: number, rows: Uint32Array): number | null {
  let best = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    if (status[row] === done && (p50Ms[row] as number) < best) best = p50Ms[row] as number;
  }
  return best === Number.POSITIVE_INFINITY ? null : best;
}
