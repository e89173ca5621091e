import { expect, it } from 'vitest';
import { SpanSlices } from './span-slices.ts';
import { tableOf } from './spans.test-support.ts';
import { tableSource } from './table-source.ts';

const slice = (name: string, count = 2) =>
  tableOf(Array.from({ length: count }, (_, at) => ({ name, at: 500 + at * 10, lasts: 10, category: name })));

it('puts slices one after the other, each name and track once', async () => {
  const slices = new SpanSlices(1000);
  for (const name of ['a', 'b', 'a']) slices.push(slice(name));
  const table = slices.table();
  expect(table.names).toEqual(['a', 'b']);
  expect(table.tracks).toHaveLength(1);
  const source = tableSource(table);
  expect(source.rowCount).toBe(1);
  expect(source.fromUs).toBe(0);
  expect(source.totalUs).toBeCloseTo(60);
  expect((await source.nameTotals()).map(({ name, count, ownUs }) => [name, count, ownUs])).toEqual([
    ['a', 4, 40],
    ['b', 2, 20],
  ]);
});

it('gives up the oldest where there are too many, and leaves the others where they are', () => {
  const slices = new SpanSlices(4);
  slices.push(slice('a'));
  slices.push(slice('b'));
  const before = [...slices.table().startUs].slice(2);
  slices.push(slice('c'));
  expect([...slices.table().startUs].slice(0, 2)).toEqual(before);
  expect([slices.kept, slices.taken]).toEqual([2, 3]);
  slices.push(slice('d', 50));
  expect([slices.kept, slices.table().startUs.length]).toEqual([1, 50]);
});

it('takes a slice without spans, or with times that are none', () => {
  const slices = new SpanSlices(10);
  slices.push(slice('a', 0));
  slices.push(tableOf([{ name: 'b', at: Number.NaN, lasts: 1 }]));
  slices.push(slice('c'));
  expect(tableSource(slices.table()).spanCount).toBe(2);
});
