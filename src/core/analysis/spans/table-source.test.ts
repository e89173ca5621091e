import { describe, expect, it } from 'vitest';
import type { SpanSource, SpanWindow } from '../../../contract/span-source.ts';
import { profileSource } from './profile-source.ts';
import { hostileTable, nestedTable, seeded, tableOf } from './spans.test-support.ts';
import { tableSource } from './table-source.ts';

const whole = (source: SpanSource, pixels = 1000, query = '') =>
  source.window({
    fromUs: source.fromUs,
    toUs: source.toUs,
    fromRow: 0,
    toRow: source.rowCount,
    pixels,
    query,
  });

const total = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);

function overlapsIn({ count, row, fromUs, toUs }: SpanWindow): number {
  const places = Array.from({ length: count }, (_, place) => place).sort(
    (a, b) => (row[a] as number) - (row[b] as number) || (fromUs[a] as number) - (fromUs[b] as number),
  );
  return places.filter((place, index) => {
    const before = places[index - 1];
    return (
      before !== undefined &&
      row[before] === row[place] &&
      (toUs[before] as number) > (fromUs[place] as number)
    );
  }).length;
}

const TABLES = [1, 2, 3, 4].flatMap((seed) => [
  [`nested ${seed}`, nestedTable(seed)] as const,
  [`hostile ${seed}`, hostileTable(seed)] as const,
]);

describe.each(TABLES)('a source of %s spans', (_, table) => {
  const source = tableSource(table);

  it('loses none: those drawn, with those merged, are all that can be placed', async () => {
    const { merged, count } = await whole(source, 300);
    expect(total(merged) + source.unplaceable).toBe(table.startUs.length);
    expect(count).toBeLessThanOrEqual(4000);
    expect(source.spanCount + source.unplaceable).toBe(table.startUs.length);
  });

  it('draws nothing outside of the window, and no two over each other', async () => {
    const random = seeded(7);
    for (let turn = 0; turn < 25; turn += 1) {
      const fromUs = source.fromUs + random() * (source.toUs - source.fromUs);
      const toUs = fromUs + random() ** 3 * (source.toUs - source.fromUs) + 1e-3;
      const fromRow = Math.floor(random() * source.rowCount);
      const seen = await source.window({ fromUs, toUs, fromRow, toRow: fromRow + 3, pixels: 200, query: '' });
      for (let place = 0; place < seen.count; place += 1) {
        expect(seen.fromUs[place]).toBeGreaterThanOrEqual(fromUs);
        expect(seen.toUs[place]).toBeLessThanOrEqual(toUs);
        expect(seen.toUs[place]).toBeGreaterThanOrEqual(seen.fromUs[place] as number);
        expect(seen.row[place]).toBeGreaterThanOrEqual(fromRow);
        expect(seen.row[place]).toBeLessThan(fromRow + 3);
      }
      expect(overlapsIn(seen)).toBe(0);
    }
  });

  it('has the same sums in time order and left heavy', async () => {
    const heavy = await source.leftHeavy();
    expect(heavy.totalUs).toBeCloseTo(source.totalUs, 6);
    const bySource = new Map((await source.nameTotals()).map((each) => [each.name, each]));
    const byHeavy = await heavy.nameTotals();
    expect(byHeavy.length).toBe(bySource.size);
    for (const { name, ownUs, totalUs, count } of byHeavy) {
      expect(ownUs).toBeCloseTo(bySource.get(name)?.ownUs as number, 6);
      expect(totalUs).toBeCloseTo(bySource.get(name)?.totalUs as number, 6);
      expect(count).toBe(bySource.get(name)?.count);
    }
    expect(total((await source.nameTotals()).map(({ ownUs }) => ownUs))).toBeCloseTo(source.totalUs, 6);
  });

  it('agrees about a name from above and from below', async () => {
    for (const { name, totalUs } of await source.nameTotals()) {
      const sandwich = await source.sandwich(name);
      expect(sandwich?.totals.totalUs).toBe(totalUs);
      expect(sandwich?.callees.totalUs).toBeCloseTo(totalUs, 6);
      expect(sandwich?.callers.totalUs).toBeCloseTo(totalUs, 6);
      if (totalUs > 0) expect((await sandwich?.callees.span(0))?.name).toBe(name);
    }
  });

  it('tells of all of the time what it tells of everything', async () => {
    const { spans, totalUs, byName } = await source.statistics({ fromUs: -1e9, toUs: 1e9 });
    const names = await source.nameTotals();
    expect(spans).toBe(source.spanCount);
    expect(totalUs).toBeCloseTo(source.totalUs, 6);
    expect(byName.map(({ name }) => name).sort()).toEqual(names.map(({ name }) => name).sort());
  });

  it('counts no match twice that lies in another', async () => {
    const { spans, totalUs } = await source.search('f');
    expect(spans).toBe(source.spanCount);
    expect(totalUs).toBeCloseTo(source.totalUs, 6);
  });
});

describe('a left-heavy layout', () => {
  const spans = [
    { name: 'step', at: 0, lasts: 10 },
    { name: 'add', at: 0, lasts: 1, depth: 1 },
    { name: 'dot', at: 1, lasts: 6, depth: 1 },
    { name: 'step', at: 20, lasts: 10 },
    { name: 'add', at: 20, lasts: 2, depth: 1 },
    { name: 'dot', at: 23, lasts: 4, depth: 1 },
  ];

  it('merges the same stacks and puts the heaviest left', async () => {
    const heavy = await tableSource(tableOf(spans)).leftHeavy();
    const facts = await Promise.all([0, 1, 2].map((id) => heavy.span(id)));
    expect(facts.map((each) => [each?.name, each?.startUs, each?.durationUs, each?.count])).toEqual([
      ['step', 0, 20, 2],
      ['dot', 0, 10, 2],
      ['add', 10, 3, 2],
    ]);
    expect(facts[0]?.ownUs).toBe(7);
    expect(facts[2]?.parent?.name).toBe('step');
  });
});

describe('spans of a profile', () => {
  const source = profileSource(
    tableOf([
      { name: 'iteration 1', at: 0, lasts: 10 },
      { name: 'MatMul_1', at: 0, lasts: 8, depth: 1 },
      { name: 'iteration 2', at: 20, lasts: 20 },
      { name: 'MatMul_1', at: 20, lasts: 16, depth: 1 },
    ]),
  );

  it('keep the number of their iteration and are added up over all of them', async () => {
    expect(await source.span(2)).toMatchObject({ name: 'iteration 2', ofName: { count: 2, totalUs: 30 } });
    expect((await source.leftHeavy()).spanCount).toBe(2);
    expect((await source.nameTotals()).map(({ name, totalUs }) => [name, totalUs])).toEqual([
      ['MatMul_1', 24],
      ['iteration', 30],
    ]);
    expect((await source.sandwich('iteration 1'))?.totals).toMatchObject({ name: 'iteration', count: 2 });
    expect((await source.search('iteration 2')).spans).toBe(1);
  });
});

describe('what a span is told of', () => {
  it('is its own time, those around it and all of its name', async () => {
    const source = tableSource(
      tableOf([
        { name: 'run', at: 0, lasts: 100 },
        { name: 'if', at: 10, lasts: 50, depth: 1 },
        { name: 'add', at: 20, lasts: 5, depth: 2, subject: 7 },
        { name: 'add', at: 30, lasts: 15, depth: 2, subject: 7 },
      ]),
    );
    expect(await source.span(1)).toMatchObject({ ownUs: 30, row: 1 });
    expect(await source.span(2)).toMatchObject({
      subject: 7,
      parent: { name: 'if', durationUs: 50 },
      root: { name: 'run', durationUs: 100 },
      ofName: { count: 2, totalUs: 20 },
    });
    expect(await source.span(99)).toBeNull();
  });

  it('counts a name inside of itself once', async () => {
    const source = tableSource(
      tableOf([
        { name: 'loop', at: 0, lasts: 100 },
        { name: 'loop', at: 10, lasts: 50, depth: 1 },
      ]),
    );
    expect(await source.nameTotals()).toMatchObject([{ count: 2, totalUs: 100, ownUs: 100 }]);
  });

  it('counts only the part that lies in a range', async () => {
    const source = tableSource(
      tableOf([
        { name: 'run', at: 0, lasts: 100 },
        { name: 'add', at: 40, lasts: 20, depth: 1 },
      ]),
    );
    const { byName, totalUs } = await source.statistics({ fromUs: 50, toUs: 80 });
    expect(totalUs).toBe(30);
    expect(byName).toMatchObject([
      { name: 'run', ownUs: 20, totalUs: 30 },
      { name: 'add', ownUs: 10, totalUs: 10 },
    ]);
  });
});

describe('a search', () => {
  const source = tableSource(
    tableOf([
      { name: 'encoder/MatMul', at: 0, lasts: 10 },
      { name: 'decoder/Add', at: 20, lasts: 10 },
      { name: '', at: 40, lasts: 10 },
    ]),
  );

  it.each([
    ['matmul', 1, 10],
    ['CODER', 2, 20],
    ['/^(en|de)coder/', 2, 20],
    ['/matmul', 1, 10],
    ['nothing', 0, 0],
    ['', 0, 0],
  ])('for %j finds %i spans of %i µs', async (query, spans, totalUs) => {
    expect(await source.search(query)).toMatchObject({ spans, totalUs, problem: null });
  });

  it('says what is wrong with a pattern and matches nothing', async () => {
    const totals = await source.search('/(/');
    expect(totals.problem).toMatch(/\(/);
    expect(totals.spans).toBe(0);
    expect([...(await whole(source, 100, '/(/')).isMatch]).toEqual([0, 0, 0]);
  });

  it.each(['/(a+)+x/', '/(a|a)*$/', '/(a*){2,}b/', '/(a)\\1+/', '/a*a*a*a*b/'])(
    'refuses %s, which a page might never see the end of',
    async (query) => {
      const long = tableSource(tableOf([{ name: 'a'.repeat(100_000), at: 0, lasts: 1 }]));
      expect((await long.search(query)).problem).toMatch(/for ever/);
    },
  );

  it('takes the brackets of a class, and what is escaped, for letters', async () => {
    expect((await source.search('/[(+*]\\)+|mat.*l/')).problem).toBeNull();
    expect((await source.search('/[(+*]\\)+|mat.*l/')).spans).toBe(1);
  });

  it('goes from match to match and round', async () => {
    expect(await source.nextMatch('coder', null, 1)).toBe(0);
    expect(await source.nextMatch('coder', 0, 1)).toBe(1);
    expect(await source.nextMatch('coder', 1, 1)).toBe(0);
    expect(await source.nextMatch('coder', 0, -1)).toBe(1);
    expect(await source.nextMatch('nothing', null, 1)).toBeNull();
  });

  it('marks what matches even where it is merged with much that does not', async () => {
    const many = Array.from({ length: 5000 }, (_, at) => ({
      name: at === 3210 ? 'needle' : 'hay',
      at,
      lasts: 1,
    }));
    const { isMatch, merged, count, name, names } = await whole(tableSource(tableOf(many)), 10, 'needle');
    expect(names[name[isMatch.indexOf(1)] as number]).toBe('needle');
    expect(count).toBe(10);
    expect(total(merged)).toBe(5000);
    expect(total(isMatch)).toBe(1);
  });
});

describe('hostile spans', () => {
  it('may be none', async () => {
    const source = tableSource(tableOf([]));
    expect([source.fromUs, source.toUs, source.rowCount, source.totalUs]).toEqual([0, 0, 0, 0]);
    expect((await whole(source)).count).toBe(0);
    expect((await (await source.leftHeavy()).nameTotals()).length).toBe(0);
    expect(await source.sandwich('anything')).toBeNull();
  });

  it('are drawn below each other where they overlap, and clipped where that would take too many rows', async () => {
    const beside = tableSource(tableOf([0, 1, 2].map((at) => ({ name: 'x', at: at * 10, lasts: 100 }))));
    expect(beside.rowCount).toBe(3);
    const many = tableSource(
      tableOf(Array.from({ length: 2000 }, (_, at) => ({ name: 'x', at: at * 5, lasts: 1e6 }))),
    );
    expect(many.rowCount).toBe(256);
    expect(overlapsIn(await whole(many))).toBe(0);
  });

  it('take no rows for depths that nobody has', () => {
    const deep = [0, 9000, 65_535].map((depth) => ({ name: 'x', at: 0, lasts: 10, depth }));
    expect(tableSource(tableOf(deep)).rowCount).toBe(3);
  });

  it('may be a million, and a view of them stays small', async () => {
    const count = 1_000_000;
    const table = {
      ...tableOf([{ name: 'x', at: 0, lasts: 1 }]),
      name: new Uint32Array(count),
      category: new Uint8Array(count),
      track: new Uint16Array(count),
      depth: new Uint16Array(count).map((_, at) => at % 3),
      startUs: new Float64Array(count).map((_, at) => Math.floor(at / 3)),
      durationUs: new Float64Array(count).fill(1),
      subject: new Int32Array(count).fill(-1),
    };
    const { count: drawn, merged } = await whole(tableSource(table), 1200);
    expect(drawn).toBeLessThanOrEqual(4000);
    expect(total(merged)).toBe(count);
  });

  it('may name things that are not in the list, or twice', async () => {
    const table = tableOf([
      { name: 'a', at: 0, lasts: 1 },
      { name: 'b', at: 2, lasts: 1 },
    ]);
    const twice = tableSource({ ...table, names: ['a', 'a'] });
    expect(await twice.nameTotals()).toMatchObject([{ name: 'a', count: 2 }]);
    const missing = tableSource({ ...table, names: ['a'] });
    expect((await missing.nameTotals()).map(({ name }) => name)).toEqual(['a', '(unnamed)']);
  });

  it('may come in any order', async () => {
    const spans = [
      { name: 'in', at: 5, lasts: 2, depth: 1 },
      { name: 'out', at: 0, lasts: 10 },
    ];
    expect((await tableSource(tableOf(spans)).span(1))?.parent?.name).toBe('out');
  });
});
