import { describe, expect, it } from 'vitest';
import type { SpanTable } from '../../../contract/spans.ts';
import type { SpanWindow } from '../../../contract/span-source.ts';
import { nestedTable, seeded } from '../../analysis/spans/spans.test-support.ts';
import { tableSource } from '../../analysis/spans/table-source.ts';
import { columnsOf, type GivenSpan } from '../../analysis/trace/columns.test-support.ts';
import { indexSource } from './index-source.ts';
import { spanViews } from './trace-views.ts';

/** The same spans in whole nanoseconds, as a table and as the columns of an index. */
function both(seed: number, roots = 30) {
  const made = nestedTable(seed, roots);
  // In steps of a microsecond, so that both worlds agree on what touches.
  const startUs = made.startUs.map(Math.floor);
  const durationUs = made.durationUs.map((each, at) =>
    Math.max(1, Math.floor((made.startUs[at] as number) + each) - (startUs[at] as number)),
  );
  const rows = tidy({ ...made, startUs, durationUs });
  const spans: GivenSpan[] = rows.map((at) => ({
    name: made.names[made.name[at] as number] as string,
    category: made.categories[made.category[at] as number] as string,
    startUs: startUs[at] as number,
    durationUs: durationUs[at] as number,
    track: made.tracks[made.track[at] as number]?.name as string,
  }));
  const pick = <T extends { filter(keep: (value: number, at: number) => boolean): T }>(column: T): T =>
    column.filter((_, at) => rows.includes(at));
  const table: SpanTable = {
    ...made,
    name: pick(made.name),
    category: pick(made.category),
    track: pick(made.track),
    depth: pick(made.depth),
    subject: pick(made.subject),
    startUs: pick(startUs),
    durationUs: pick(durationUs),
  };
  return { table: tableSource(table), index: indexSource(columnsOf(spans)), columns: columnsOf(spans) };
}

/** Those that lie wholly inside of what is open on their track: rounding may have pushed some out. */
function tidy({ track, depth, startUs, durationUs }: SpanTable): number[] {
  const open: number[] = [];
  const kept: number[] = [];
  const end = (at: number): number => (startUs[at] as number) + (durationUs[at] as number);
  for (let at = 0; at < startUs.length; at += 1) {
    while (
      open.length > 0 &&
      (track[open.at(-1) as number] !== track[at] ||
        (depth[open.at(-1) as number] as number) >= (depth[at] as number))
    )
      open.pop();
    const around = open.at(-1);
    const before = kept.findLast((each) => track[each] === track[at] && depth[each] === depth[at]);
    const isInside = depth[at] === open.length && (around === undefined || end(at) <= end(around));
    if (!isInside || (before !== undefined && end(before) > (startUs[at] as number))) continue;
    kept.push(at);
    open.push(at);
  }
  return kept;
}

const all = { fromRow: 0, toRow: 1000, pixels: 2000, query: '' };

function drawn(window: SpanWindow): string[] {
  return Array.from({ length: window.count }, (_, at) =>
    [
      window.names[window.name[at] as number],
      window.fromUs[at],
      window.toUs[at],
      window.merged[at],
      window.isMatch[at],
    ].join(' '),
  ).sort();
}

describe('the spans of an index', () => {
  it.each([1, 2, 3, 4])('are added up, found and merged as those of a table (%i)', async (seed) => {
    const { table, index } = both(seed);
    expect(index.spanCount).toBe(table.spanCount);
    expect(index.totalUs).toBeCloseTo(table.totalUs, 6);
    const byName = (one: { name: string }, other: { name: string }): number =>
      one.name.localeCompare(other.name);
    const bare = (totals: readonly { name: string; count: number; totalUs: number; ownUs: number }[]) =>
      totals.map(({ name, count, totalUs, ownUs }) => ({ name, count, totalUs, ownUs })).sort(byName);
    expect(bare(await index.nameTotals())).toEqual(bare(await table.nameTotals()));
    for (const query of ['f1', '/f[23]/', 'nothing', '/(/']) {
      expect(await index.search(query)).toEqual(await table.search(query));
    }
    const range = { fromUs: 3_250, toUs: 17_777 };
    const [ofIndex, ofTable] = [await index.statistics(range), await table.statistics(range)];
    expect(bare(ofIndex.byName)).toEqual(bare(ofTable.byName));
    expect(ofIndex.spans).toBe(ofTable.spans);
    expect(ofIndex.totalUs).toBeCloseTo(ofTable.totalUs, 6);
    const view = { ...all, fromUs: 0, toUs: 1e6 };
    expect(drawn(await (await index.leftHeavy()).window(view))).toEqual(
      drawn(await (await table.leftHeavy()).window(view)),
    );
    const [one, other] = [await index.sandwich('f2'), await table.sandwich('f2')];
    expect(one?.totals.totalUs).toBeCloseTo(other?.totals.totalUs ?? -1, 6);
    for (const side of ['callers', 'callees'] as const) {
      expect(drawn((await one?.[side].window(view)) as SpanWindow)).toEqual(
        drawn((await other?.[side].window(view)) as SpanWindow),
      );
    }
    expect(await index.sandwich('nobody')).toBeNull();
  });

  it.each([5, 6, 7])('show in a window what a table shows (%i)', async (seed) => {
    const { table, index } = both(seed);
    const own = index.tracks.filter(({ isSummary }) => isSummary !== true);
    const rows = own.flatMap(({ firstRow, rows }) => Array.from({ length: rows }, (_, at) => firstRow + at));
    for (const [fromUs, toUs, pixels] of [
      [0, 40_000, 20_000],
      [0, 40_000, 300],
      [900, 1300, 400],
    ] as const) {
      const view = { ...all, fromUs, toUs, pixels, query: 'f3' };
      const expected = drawn(await table.window(view));
      expect(drawn(await index.window({ ...view, rows }))).toEqual(expected);
    }
  });

  it('go through matches in order of track and time, forwards and back', async () => {
    const { index, columns } = both(8);
    const seen: number[] = [];
    let at = await index.nextMatch('f1', null, 1);
    while (at !== null && !seen.includes(at)) {
      seen.push(at);
      at = await index.nextMatch('f1', at, 1);
    }
    const expected = Array.from({ length: columns.rowCount }, (_, row) => row)
      .filter((row) => columns.strings[columns.name[row] as number] === 'f1')
      .sort(
        (one, other) =>
          (columns.track[one] as number) - (columns.track[other] as number) ||
          (columns.startNs[one] as number) - (columns.startNs[other] as number) ||
          (columns.depth[one] as number) - (columns.depth[other] as number),
      );
    expect(seen).toEqual(expected);
    expect(at).toBe(seen[0]);
    const back: number[] = [];
    for (let from = seen[0] as number, taken = 0; taken < seen.length; taken += 1) {
      from = (await index.nextMatch('f1', from, -1)) as number;
      back.push(from);
    }
    expect(back).toEqual([...seen].reverse());
    expect(await index.nextMatch('nothing', null, 1)).toBeNull();
  });

  it('tell of one span what is around it and what there is of its name', async () => {
    const index = indexSource(
      columnsOf([
        { name: 'ProfilerStep#1', startUs: 0, durationUs: 100, kind: 'step' },
        { name: 'aten::mm', startUs: 10, durationUs: 20, kind: 'operator' },
        { name: 'ProfilerStep#2', startUs: 100, durationUs: 60, kind: 'step' },
      ]),
    );
    const inner = await index.span(2);
    expect(inner).toMatchObject({
      name: 'aten::mm',
      category: 'operator',
      parent: { name: 'ProfilerStep#1' },
    });
    expect(await index.span(0)).toMatchObject({ ownUs: 80, ofName: { count: 2, totalUs: 160, ownUs: 140 } });
    expect(await index.span(3)).toBeNull();
  });

  it('have a row for each process that is busy where any of its tracks is', async () => {
    const random = seeded(3);
    const spans = Array.from({ length: 200 }, (_, at) => ({
      name: 'x',
      startUs: Math.floor(at / 10) * 250 + Math.floor(random() * 100),
      durationUs: 1 + Math.floor(random() * 120),
      track: { process: `p${at % 2}`, name: `t${at % 10}` },
    }));
    const index = indexSource(columnsOf(spans));
    const summaries = index.tracks.filter(({ isSummary }) => isSummary);
    expect(summaries.map(({ group }) => group).sort()).toEqual(['p0', 'p1']);
    for (const { group, firstRow } of summaries) {
      const window = await index.window({
        ...all,
        fromUs: 0,
        toUs: 6_000,
        pixels: 6_000_000,
        rows: [firstRow],
      });
      const busy = window.toUs.reduce((sum, to, at) => sum + to - (window.fromUs[at] as number), 0);
      const moments = new Set(
        spans
          .filter(({ track }) => track.process === group)
          .flatMap(({ startUs, durationUs }) => Array.from({ length: durationUs }, (_, at) => startUs + at)),
      );
      expect(busy).toBeCloseTo(moments.size, 6);
      const counted = window.merged.reduce((sum, each) => sum + each, 0);
      expect(counted).toBeLessThanOrEqual(spans.filter(({ track }) => track.process === group).length);
    }
  });
});

describe('spans that overlap as they like', () => {
  it.each([11, 12, 13])('are each in the window once, and add up to what there is (%i)', async (seed) => {
    const random = seeded(seed);
    const spans = Array.from({ length: 400 }, () => ({
      name: `f${Math.floor(random() * 7)}`,
      startUs: Math.floor(random() * 900) - 300,
      durationUs: random() < 0.2 ? 0 : Math.floor(random() ** 4 * 600),
      track: `t${Math.floor(random() * 3)}`,
    }));
    const index = indexSource(columnsOf(spans));
    const rows = index.tracks
      .filter(({ isSummary }) => isSummary !== true)
      .flatMap(({ firstRow, rows }) => Array.from({ length: rows }, (_, at) => firstRow + at));
    for (const pixels of [3, 50, 5_000]) {
      const window = await index.window({ ...all, fromUs: -400, toUs: 2_000, pixels, rows });
      expect(window.merged.reduce((sum, each) => sum + each, 0)).toBe(spans.length);
      expect(window.row.every((row) => rows.includes(row))).toBe(true);
    }
    const names = await index.nameTotals();
    expect(names.reduce((sum, { count }) => sum + count, 0)).toBe(spans.length);
    expect(names.reduce((sum, { ownUs }) => sum + ownUs, 0)).toBeCloseTo(index.totalUs, 6);
    const statistics = await index.statistics({ fromUs: -500, toUs: 5_000 });
    expect([statistics.spans, statistics.nameCount]).toEqual([spans.length, names.length]);
    expect(statistics.totalUs).toBeCloseTo(index.totalUs, 6);
    for (let id = 0; id < spans.length; id += 17) {
      const facts = await index.span(id);
      const around = facts?.parent === null || facts === null ? null : await index.span(facts.parent.id);
      if (around !== null && facts !== null) {
        expect(around.startUs).toBeLessThanOrEqual(facts.startUs);
        expect(around.row).toBeLessThan(facts.row);
      }
    }
  });
});

describe('links and counters', () => {
  const columns = columnsOf(
    [
      { id: 'l1', name: 'launch', startUs: 0, durationUs: 5, kind: 'runtime' },
      { id: 'l2', name: 'launch', startUs: 10, durationUs: 5, kind: 'runtime' },
      { id: 'k1', name: 'first kernel', startUs: 8, durationUs: 5, kind: 'kernel', track: 'stream 7' },
      {
        id: 'k2',
        name: 'ncclDevKernel_AllReduce',
        startUs: 90,
        durationUs: 5,
        kind: 'kernel',
        track: 'stream 7',
      },
    ],
    {
      links: [
        { from: 'l1', to: 'k1' },
        { from: 'l2', to: 'k2' },
      ],
      counters: [
        { name: 'queue', samples: Array.from({ length: 9_000 }, (_, at) => [at / 10, at % 100] as const) },
      ],
    },
  );

  it('are told from either end, the longest first', async () => {
    const views = spanViews(columns);
    const head = await views.spanSource({ kind: 'time' });
    expect(head?.usedCategories).toEqual(['kernel', 'runtime', 'communication']);
    const kernel = Array.from(columns.name.keys()).find((row) => columns.startNs[row] === 90_000) as number;
    expect(await views.linksOfSpan(kernel)).toMatchObject([
      { kind: 'launch', toSpan: kernel, name: 'launch' },
    ]);
    const window = await views.linkWindow({ ...all, fromUs: 0, toUs: 100 }, 1);
    expect(window.count).toBe(2);
    expect(window.links).toMatchObject([{ toSpan: kernel, fromUs: 10, toUs: 90 }]);
    expect((await views.linkWindow({ ...all, fromUs: 7, toUs: 9 }, 10)).count).toBe(1);
  });

  it('keep each peak of a counter, however wide a pixel is', async () => {
    const views = spanViews(columns);
    const window = await views.counterWindow(0, { fromUs: 100, toUs: 500 }, 7);
    expect([window.lowest, window.highest]).toEqual([0, 99]);
    expect(Math.max(...window.most)).toBe(99);
    expect(window.atUs.length).toBeLessThanOrEqual(2 * 8 + 1);
    const narrow = await views.counterWindow(0, { fromUs: 100.05, toUs: 100.35 }, 500);
    expect([...narrow.most]).toEqual([0, 1, 2, 3]);
  });
});
