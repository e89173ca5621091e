import { describe, expect, it } from 'vitest';
import { clockOffsetsUs } from './clock-offsets.ts';
import { joinedSource } from './joined-source.ts';
import { nestedTable } from './spans.test-support.ts';
import { tableSource } from './table-source.ts';

const view = { fromRow: 0, toRow: 1000, pixels: 100_000, query: 'f1' };

function joined(offsetUs: number) {
  const [one, other] = [tableSource(nestedTable(1, 6)), tableSource(nestedTable(2, 9))];
  return {
    one,
    other,
    both: joinedSource([
      { label: 'rank 0', source: one, offsetUs: 0 },
      { label: 'rank 1', source: other, offsetUs },
    ]),
  };
}

describe('traces of several ranks in one picture', () => {
  it('lie below each other, each moved by its offset', async () => {
    const { one, other, both } = joined(500);
    expect(both.spanCount).toBe(one.spanCount + other.spanCount);
    expect(both.rowCount).toBe(one.rowCount + other.rowCount);
    expect(both.toUs).toBe(Math.max(one.toUs, other.toUs + 500));
    expect(both.tracks.map(({ group }) => group)).toContain('test · rank 1');
    const window = await both.window({ ...view, fromUs: both.fromUs, toUs: both.toUs });
    const begun = Array.from(window.span.keys()).filter((at) => (window.row[at] as number) >= one.rowCount);
    const spans = begun.reduce((sum, at) => sum + (window.merged[at] as number), 0);
    expect(spans).toBe(other.spanCount);
    const first = begun.find((at) => window.span[at] === one.spanCount) as number;
    const facts = await both.span(one.spanCount);
    const own = await other.span(0);
    expect(window.fromUs[first]).toBe((own?.startUs ?? 0) + 500);
    expect(facts).toMatchObject({ id: one.spanCount, name: own?.name, startUs: (own?.startUs ?? 0) + 500 });
    expect(window.names[window.name[first] as number]).toBe(own?.name);
    expect(both.categories[window.category[first] as number]).toBe(own?.category);
  });

  it('ask each trace for its own rows', async () => {
    const { one, both } = joined(0);
    const rows = [0, 1, one.rowCount + 2];
    const window = await both.window({ ...view, fromUs: 0, toUs: 1e6, toRow: one.rowCount });
    expect(Math.max(...window.row)).toBeLessThan(one.rowCount);
    expect(both.partAtRow(rows[2] as number)?.label).toBe('rank 1');
  });

  it('are searched one after the other, going round at the end', async () => {
    const { one, other, both } = joined(100);
    const wanted = (await one.search('f1')).spans + (await other.search('f1')).spans;
    expect((await both.search('f1')).spans).toBe(wanted);
    const seen = new Set<number>();
    let at = await both.nextMatch('f1', null, 1);
    while (at !== null && !seen.has(at)) {
      seen.add(at);
      at = await both.nextMatch('f1', at, 1);
    }
    expect(seen.size).toBe(wanted);
    expect(at).toBe([...seen][0]);
    expect(await both.nextMatch('f1', at, -1)).toBe([...seen].at(-1));
  });

  it('are added up together', async () => {
    const { one, other, both } = joined(0);
    const total = (names: readonly { totalUs: number }[]): number =>
      names.reduce((sum, each) => sum + each.totalUs, 0);
    const apart = total(await one.nameTotals()) + total(await other.nameTotals());
    expect(total(await both.nameTotals())).toBeCloseTo(apart, 6);
    const range = { fromUs: 500, toUs: 4_000 };
    const statistics = await both.statistics(range);
    expect(statistics.spans).toBe(
      (await one.statistics(range)).spans + (await other.statistics(range)).spans,
    );
    const sandwich = await both.sandwich('f1');
    expect(sandwich?.callees.rowCount).toBeGreaterThan((await one.sandwich('f1'))?.callees.rowCount ?? 0);
    expect((await both.leftHeavy()).totalUs).toBeCloseTo(one.totalUs + other.totalUs, 6);
  });
});

describe('clocks of several traces', () => {
  it('are the same where the traces are of one time, to the nanosecond', () => {
    const offsets = clockOffsetsUs([
      { baseNs: '1760000000000000000', fromNs: 5, toNs: 1_000_000 },
      { baseNs: '1760000000000001500', fromNs: 9, toNs: 800_000 },
    ]);
    expect(offsets).toEqual([0, 1.5]);
  });

  it('begin together where they are of another clock or another day', () => {
    const offsets = clockOffsetsUs([
      { baseNs: '1760000000000000000', fromNs: 5_000, toNs: 1_000_000 },
      { baseNs: '12345', fromNs: 1_000, toNs: 900_000 },
      { baseNs: '1760000003000000000', fromNs: 0, toNs: 2_000_000 },
    ]);
    expect(offsets).toEqual([0, 4, 5]);
  });
});
