import type { RunTable } from '../../../core/analysis/run-list/run-table.ts';
import { countValues } from '../../../core/analysis/run-list/suggest-filter.ts';

export interface TagState {
  readonly tag: string;
  /** How many runs of the store have it, and how many of the selected ones. */
  readonly runs: number;
  readonly chosen: number;
}

/** Every tag there is: those of the selected runs first, then the most frequent. */
export function tagStates(table: RunTable, ids: readonly string[]): readonly TagState[] {
  const { columns } = table;
  const chosen = new Map<string, number>();
  for (const id of ids) {
    const row = table.rowOf(id);
    if (row === undefined) continue;
    const end = columns.tagsFrom[row + 1] as number;
    for (let at = columns.tagsFrom[row] as number; at < end; at += 1) {
      const tag = columns.texts[columns.tagTexts[at] as number] as string;
      chosen.set(tag, (chosen.get(tag) ?? 0) + 1);
    }
  }
  return countValues(columns, 'tags')
    .map(({ value, count }) => ({ tag: value, runs: count, chosen: chosen.get(value) ?? 0 }))
    .sort((a, b) => Number(b.chosen > 0) - Number(a.chosen > 0));
}

/** Tags that hold what was typed, those that begin so first. */
export function findTags(tags: readonly TagState[], typed: string): readonly TagState[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return tags;
  const begins: TagState[] = [];
  const contains: TagState[] = [];
  for (const each of tags) {
    const at = each.tag.toLowerCase().indexOf(wanted);
    if (at === 0) begins.push(each);
    else if (at > 0) contains.push(each);
  }
  return [...begins, ...contains];
}
