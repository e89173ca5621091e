import type { ModelListItem } from '../../../contract/model.ts';

export interface DemoModel {
  readonly size: string;
  /** "8.97 k parameters" */
  readonly detail: string;
  readonly item: ModelListItem;
}

export interface DemoGroup {
  readonly family: string;
  /** What all of them are like, in few words. */
  readonly words: string;
  readonly models: readonly DemoModel[];
}

/** demo:encoder-tiny belongs to the encoders as the tiny one; families and sizes stay in the core's order. */
export function groupDemos(items: readonly ModelListItem[]): readonly DemoGroup[] {
  const groups = new Map<string, { words: string; models: DemoModel[] }>();
  for (const item of items) {
    const [, family, size] = /^demo:([a-z0-9]+)-([a-z0-9]+)$/.exec(item.ref.location) ?? [];
    if (item.ref.kind !== 'demo' || family === undefined || size === undefined) continue;
    // "BERT-like, any length, 168 k parameters": the size is what comes last.
    const cut = item.detail.lastIndexOf(', ');
    const group = groups.get(family) ?? { words: item.detail.slice(0, Math.max(0, cut)), models: [] };
    group.models.push({ size, detail: item.detail.slice(cut < 0 ? 0 : cut + 2), item });
    groups.set(family, group);
  }
  return [...groups].map(([family, group]) => ({ family, ...group }));
}

/** Files that were used before, the last first. */
export function recentModels(items: readonly ModelListItem[], limit: number): readonly ModelListItem[] {
  return items
    .filter((item) => item.lastUsed !== null || item.ref.kind === 'file')
    .sort((one, other) => (other.lastUsed ?? 0) - (one.lastUsed ?? 0))
    .slice(0, limit);
}
