import type { RunColumns } from '../../../contract/run-list.ts';
import { FLAG_FACTS, NUMBER_FACTS, SPARK_BINS, TEXT_FACTS } from './fact-fields.ts';
import { emptyColumns } from './pack-runs.ts';

/** Beyond this share of texts that no run has any more, the texts are gathered anew. */
const MOST_UNUSED = 0.5;

/** Where each run of the outcome comes from. */
interface Origin {
  readonly isHeld: Uint8Array;
  readonly row: Uint32Array;
}

/**
 * What is held, with runs that were added or have changed and without those that are gone; newest first, and of one
 * moment what was held first. For pages of a list as for what changed since: the sides may overlap and be in any
 * order. Neither is changed.
 */
export function joinColumns(held: RunColumns, changed: RunColumns, gone: readonly string[] = []): RunColumns {
  const { texts, places } = joinedTexts(held, changed);
  const { isHeld, row } = originsOf(held, changed, gone, places);
  const rows = row.length;
  const columns = emptyColumns(rows);
  const pick = <Column extends Float64Array | Uint8Array>(out: Column, a: Column, b: Column): void => {
    for (let place = 0; place < rows; place += 1) {
      out[place] = (isHeld[place] === 1 ? a : b)[row[place] as number] as number;
    }
  };
  for (const name of NUMBER_FACTS) pick(columns[name], held[name], changed[name]);
  for (const name of FLAG_FACTS) pick(columns[name], held[name], changed[name]);
  for (const name of TEXT_FACTS) {
    const [out, a, b] = [columns[name], held[name], changed[name]];
    for (let place = 0; place < rows; place += 1) {
      const from = row[place] as number;
      out[place] = isHeld[place] === 1 ? (a[from] as number) : (places[b[from] as number] as number);
    }
  }
  const tagTexts = new Uint32Array(held.tagTexts.length + changed.tagTexts.length);
  let tags = 0;
  for (let place = 0; place < rows; place += 1) {
    const side = isHeld[place] === 1 ? held : changed;
    const from = row[place] as number;
    const end = side.tagsFrom[from + 1] as number;
    for (let tag = side.tagsFrom[from] as number; tag < end; tag += 1) {
      const text = side.tagTexts[tag] as number;
      tagTexts[tags++] = side === held ? text : (places[text] as number);
    }
    columns.tagsFrom[place + 1] = tags;
    for (let bin = 0; bin < SPARK_BINS; bin += 1) {
      columns.sparks[place * SPARK_BINS + bin] = side.sparks[from * SPARK_BINS + bin] as number;
    }
  }
  return withoutUnused({ ...columns, texts, tagTexts: tagTexts.slice(0, tags) });
}

/** Texts of both, and where each of the changed ones lies among them. */
function joinedTexts(held: RunColumns, changed: RunColumns) {
  const wanted = new Map<string, number>();
  const places = new Uint32Array(changed.texts.length);
  for (let place = 1; place < places.length; place += 1) wanted.set(changed.texts[place] as string, place);
  const texts = held.texts.slice();
  // What is absent stands at 0, and an empty text that is said stands elsewhere.
  for (let place = 1; place < texts.length && wanted.size > 0; place += 1) {
    const at = wanted.get(texts[place] as string);
    if (at !== undefined) places[at] = place;
  }
  for (const [text, at] of wanted) if (places[at] === 0) places[at] = texts.push(text) - 1;
  return { texts, places };
}

function originsOf(
  held: RunColumns,
  changed: RunColumns,
  gone: readonly string[],
  places: Uint32Array,
): Origin {
  const isGone = new Set(gone);
  const changedRows = new Map<number, number>();
  changed.id.forEach((id, row) => {
    if (!isGone.has(changed.texts[id] as string)) changedRows.set(places[id] as number, row);
  });
  const kept: number[] = [];
  /** The changed row that takes a held one's place; absent: the held one stays as it is. */
  const replaced = new Map<number, number>();
  for (let row = 0; row < held.rows; row += 1) {
    const id = held.id[row] as number;
    const at = changedRows.size > 0 ? changedRows.get(id) : undefined;
    if (at === undefined) {
      if (isGone.size === 0 || !isGone.has(held.texts[id] as string)) kept.push(row);
    } else if (held.createdAt[row] === changed.createdAt[at]) {
      replaced.set(row, at);
      kept.push(row);
      changedRows.delete(id);
    }
  }
  const older = newestFirst(held, kept);
  const newer = newestFirst(changed, [...changedRows.values()]);
  const origin = {
    isHeld: new Uint8Array(older.length + newer.length),
    row: new Uint32Array(older.length + newer.length),
  };
  for (let place = 0, left = 0, right = 0; place < origin.row.length; place += 1) {
    const isLeft =
      right >= newer.length ||
      (left < older.length &&
        (held.createdAt[older[left] as number] as number) >=
          (changed.createdAt[newer[right] as number] as number));
    const row = (isLeft ? older[left++] : newer[right++]) as number;
    const other = isLeft ? replaced.get(row) : row;
    origin.isHeld[place] = other === undefined ? 1 : 0;
    origin.row[place] = other ?? row;
  }
  return origin;
}

/** Stays as it is where it is in order already, which pages are. */
function newestFirst({ createdAt }: RunColumns, rows: number[]): number[] {
  const at = (row: number): number => createdAt[row] as number;
  const isInOrder = rows.every((row, place) => place === 0 || at(rows[place - 1] as number) >= at(row));
  return isInOrder ? rows : rows.sort((a, b) => at(b) - at(a));
}

/** A page that lives for days would gather every name that a run ever had. */
function withoutUnused(columns: RunColumns): RunColumns {
  const { texts, tagTexts } = columns;
  const isUsed = new Uint8Array(texts.length);
  isUsed[0] = 1;
  for (const name of TEXT_FACTS) for (const text of columns[name]) isUsed[text] = 1;
  for (const text of tagTexts) isUsed[text] = 1;
  const used = isUsed.reduce((sum, flag) => sum + flag, 0);
  if (used >= texts.length * MOST_UNUSED) return columns;
  const places = new Uint32Array(texts.length);
  let next = 0;
  const kept = texts.filter((_, place) => {
    if (isUsed[place] === 0) return false;
    places[place] = next++;
    return true;
  });
  const moved: Record<string, Uint32Array> = {};
  for (const name of TEXT_FACTS) moved[name] = columns[name].map((text) => places[text] as number);
  return { ...columns, ...moved, texts: kept, tagTexts: tagTexts.map((text) => places[text] as number) };
}
