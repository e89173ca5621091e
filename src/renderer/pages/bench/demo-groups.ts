import type { ModelListItem } from '../../../contract/model.ts';

export interface DemoGroup {
  readonly family: string;
  /** What it is like, in few words. */
  readonly words: string;
  readonly models: readonly { readonly size: string; readonly item: ModelListItem }[];
}

const WORDS: Readonly<Record<string, string>> = {
  mlp: 'Multilayer perceptron: matrix products alone',
  cnn: 'Convolutions, like ResNet, on images',
  encoder: 'Transformer encoder, like BERT',
  decoder: 'Transformer decoder with key/value cache, like GPT',
};

/** demo:encoder-tiny belongs to the encoders as the tiny one; families and sizes stay in the core's order. */
export function groupDemos(items: readonly ModelListItem[]): readonly DemoGroup[] {
  const groups = new Map<string, DemoGroup['models'][number][]>();
  for (const item of items) {
    const [, family, size] = /^demo:([a-z0-9]+)-([a-z0-9]+)$/.exec(item.ref.location) ?? [];
    if (item.ref.kind !== 'demo' || family === undefined || size === undefined) continue;
    groups.set(family, [...(groups.get(family) ?? []), { size, item }]);
  }
  return [...groups].map(([family, models]) => ({ family, words: WORDS[family] ?? '', models }));
}

/** Files that were used before, the last first. */
export function recentModels(items: readonly ModelListItem[], limit: number): readonly ModelListItem[] {
  return items
    .filter((item) => item.lastUsed !== null || item.ref.kind === 'file')
    .sort((one, other) => (other.lastUsed ?? 0) - (one.lastUsed ?? 0))
    .slice(0, limit);
}
