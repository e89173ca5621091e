import type { SpanTable } from '../../../contract/spans.ts';

export interface GivenSpan {
  readonly name: string;
  readonly at: number;
  readonly lasts: number;
  readonly depth?: number;
  readonly track?: number;
  readonly category?: string;
  readonly subject?: number;
}

export function tableOf(spans: readonly GivenSpan[], tracks = ['main']): SpanTable {
  const names = [...new Set(spans.map(({ name }) => name))];
  const categories = [...new Set(spans.map(({ category }) => category ?? 'other'))];
  return {
    names,
    categories,
    tracks: tracks.map((name) => ({ name, group: 'test' })),
    name: Uint32Array.from(spans, ({ name }) => names.indexOf(name)),
    category: Uint8Array.from(spans, ({ category }) => categories.indexOf(category ?? 'other')),
    track: Uint16Array.from(spans, ({ track }) => track ?? 0),
    depth: Uint16Array.from(spans, ({ depth }) => depth ?? 0),
    startUs: Float64Array.from(spans, ({ at }) => at),
    durationUs: Float64Array.from(spans, ({ lasts }) => lasts),
    subject: Int32Array.from(spans, ({ subject }) => subject ?? -1),
  };
}

/** A number from 0 to below 1 at each call, the same ones for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Nested spans as a good recorder makes them, of few names so that stacks repeat. */
export function nestedTable(seed: number, roots = 40): SpanTable {
  const random = seeded(seed);
  const spans: GivenSpan[] = [];
  const grow = (at: number, lasts: number, depth: number, track: number): void => {
    const name = `f${Math.floor(random() * 6)}`;
    spans.push({ name, at, lasts, depth, track, category: `c${name.charCodeAt(1) % 3}` });
    if (depth > 5) return;
    let next = at + random() * lasts * 0.2;
    while (next < at + lasts && random() < 0.7) {
      const length = Math.min(at + lasts - next, random() * lasts * 0.6);
      grow(next, length, depth + 1, track);
      next += length + random() * lasts * 0.1;
    }
  };
  for (let root = 0; root < roots; root += 1) grow(root * 1000, 200 + random() * 800, 0, root % 2);
  return tableOf(spans, ['one', 'two']);
}

/** Whatever a broken recorder could write. */
export function hostileTable(seed: number, count = 600): SpanTable {
  const random = seeded(seed);
  const odd = [Number.NaN, -5, Number.POSITIVE_INFINITY, 0, 0];
  return tableOf(
    Array.from({ length: count }, () => ({
      name: `f${Math.floor(random() * 9)}`,
      at: random() < 0.02 ? Number.NaN : Math.floor(random() * 1000) - 200,
      lasts: random() < 0.1 ? (odd[Math.floor(random() * odd.length)] as number) : random() * 300,
      depth: Math.floor(random() * 5) * (random() < 0.05 ? 9000 : 1),
      track: Math.floor(random() * 3),
    })),
    ['one', 'two'],
  );
}
