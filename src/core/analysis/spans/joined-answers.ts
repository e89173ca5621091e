import type { NameTotals, RangeStatistics, SpanWindow } from '../../../contract/span-source.ts';

export interface PartWindow {
  readonly window: SpanWindow;
  readonly firstSpan: number;
  readonly firstRow: number;
  readonly offsetUs: number;
  readonly categoryOf: Uint8Array;
}

const NAMES_TOLD = 200;

export function joinedWindow(parts: readonly PartWindow[]): SpanWindow {
  const count = parts.reduce((sum, { window }) => sum + window.count, 0);
  const joined = {
    count,
    span: new Int32Array(count),
    merged: new Int32Array(count),
    row: new Int32Array(count),
    fromUs: new Float64Array(count),
    toUs: new Float64Array(count),
    category: new Uint8Array(count),
    name: new Int32Array(count),
    names: [] as string[],
    isMatch: new Uint8Array(count),
  };
  let into = 0;
  for (const { window, firstSpan, firstRow, offsetUs, categoryOf } of parts) {
    const firstName = joined.names.length;
    // Spread over arguments, a long list would be too many.
    for (const name of window.names) joined.names.push(name);
    joined.merged.set(window.merged, into);
    joined.isMatch.set(window.isMatch, into);
    for (let at = 0; at < window.count; at += 1, into += 1) {
      joined.span[into] = (window.span[at] as number) + firstSpan;
      joined.row[into] = (window.row[at] as number) + firstRow;
      joined.fromUs[into] = (window.fromUs[at] as number) + offsetUs;
      joined.toUs[into] = (window.toUs[at] as number) + offsetUs;
      joined.category[into] = categoryOf[window.category[at] as number] as number;
      joined.name[into] = (window.name[at] as number) + firstName;
    }
  }
  return joined;
}

export function addedNames(lists: readonly (readonly NameTotals[])[]): readonly NameTotals[] {
  const [first] = lists;
  if (lists.length === 1 && first !== undefined) return first;
  const byName = new Map<string, NameTotals>();
  for (const each of lists.flat()) {
    const known = byName.get(each.name);
    byName.set(
      each.name,
      known === undefined
        ? each
        : {
            ...known,
            count: known.count + each.count,
            totalUs: known.totalUs + each.totalUs,
            ownUs: known.ownUs + each.ownUs,
          },
    );
  }
  return [...byName.values()].sort((one, other) => other.ownUs - one.ownUs);
}

export function addedStatistics(all: readonly RangeStatistics[]): RangeStatistics {
  const [first] = all;
  if (all.length === 1 && first !== undefined) return first;
  const categories = new Map<string, { category: string; count: number; ownUs: number }>();
  for (const { category, count, ownUs } of all.flatMap(({ byCategory }) => byCategory)) {
    const known = categories.get(category) ?? { category, count: 0, ownUs: 0 };
    categories.set(category, { category, count: known.count + count, ownUs: known.ownUs + ownUs });
  }
  const names = addedNames(all.map(({ byName }) => byName));
  return {
    spans: all.reduce((sum, { spans }) => sum + spans, 0),
    totalUs: all.reduce((sum, { totalUs }) => sum + totalUs, 0),
    byCategory: [...categories.values()].sort((one, other) => other.ownUs - one.ownUs),
    byName: names.slice(0, NAMES_TOLD),
    // Of each trace only the first names are known: those beyond them may be the same.
    nameCount: Math.max(names.length, ...all.map(({ nameCount }) => nameCount)),
  };
}
