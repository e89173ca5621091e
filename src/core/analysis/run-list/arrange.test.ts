import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idsOf, tableOf } from './facts.test-support.ts';
import { versionWords } from './group-runs.ts';
import { naturalKey } from './natural-key.ts';
import { groupedListing, plainListing } from './run-listing.ts';
import { RUN_COLUMN_IDS } from './run-columns.ts';
import type { RunTable } from './run-table.ts';

describe('sorting runs', () => {
  const table = tableOf({
    a: { name: 'run 10', p50Ms: 3, tags: ['x'], trust: 'caution' },
    b: { name: 'Run 9', p50Ms: 1, p99Ms: 9 },
    c: { name: '', status: 'crashed' },
    d: { name: 'Éclair', p50Ms: 2, p99Ms: 4, trust: 'trusted' },
  });
  const order = (column: Parameters<RunTable['sorted']>[0], descending = false): string =>
    idsOf(table, table.sorted(column, descending)).join('');

  it('puts what is missing last in both directions', () => {
    expect(order('p50')).toBe('bdac');
    expect(order('p50', true)).toBe('adbc');
    expect(order('tags')).toBe('abcd');
    expect(order('spark', true)).toBe('bdac');
  });

  it('counts as people do, and takes an unnamed run by its title', () => {
    expect(order('name')).toBe('cdba');
    expect(order('trust')).toBe('dabc');
  });

  it('holds every row once, in every column', () => {
    for (const column of RUN_COLUMN_IDS) {
      expect([...table.sorted(column, true)].sort()).toEqual([0, 1, 2, 3]);
    }
  });

  it('orders numbers within words by their size', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (a, b) => {
        const [left, right] = [naturalKey(`v${a}x`), naturalKey(`V${b}x`)];
        expect(Math.sign(a - b)).toBe(left < right ? -1 : left > right ? 1 : 0);
      }),
      { numRuns: 50 },
    );
  });
});

describe('versions of a model', () => {
  it('go on when the model is renamed, and are numbered by their first run', () => {
    const table = tableOf({
      newest: { model: 'encoder-2', contentHash: 'cccc', commit: '0123456789', isCommitDirty: true },
      renamed: { model: 'encoder-2', contentHash: 'bbbb' },
      second: { model: 'encoder', contentHash: 'bbbb' },
      other: { model: 'else', contentHash: 'dddd' },
      first: { model: 'encoder', contentHash: 'aaaa' },
      unread: { model: 'encoder', contentHash: '' },
    });
    const { lines, lineOf, versionOf } = table.lines;
    expect([...versionOf]).toEqual([3, 2, 2, 1, 1, 0]);
    expect(lineOf[0]).toBe(lineOf[4]);
    expect(lineOf[3]).not.toBe(lineOf[4]);
    expect(lines[lineOf[0] as number]).toEqual({ id: 'aaaa', names: ['encoder-2', 'encoder'], versions: 3 });
    expect(versionWords(table.columns, table.lines, 0)).toBe('v3 · cccc · 0123456+');
    expect(versionWords(table.columns, table.lines, 5)).toBe('');
  });

  it('do not make one of two models that were never read', () => {
    const { lineOf } = tableOf({
      a: { model: 'x', contentHash: '' },
      b: { model: 'y', contentHash: '' },
    }).lines;
    expect(lineOf[0]).not.toBe(lineOf[1]);
  });
});

describe('grouping runs', () => {
  const table = tableOf({
    a: { tags: ['p', 'q'], p50Ms: 5 },
    b: { tags: ['q'], p50Ms: 1, status: 'crashed' },
    c: { model: 'other', contentHash: 'eeee', level: null, isSimulated: true },
    d: { tags: ['p'], p50Ms: 4 },
  });
  const rows = table.sorted('when', true);
  const grouped = (grouping: Parameters<RunTable['grouped']>[1]): readonly string[] =>
    table
      .grouped(rows, grouping)
      .map((group) => `${group.title} ${idsOf(table, group.rows).join('')} ${group.bestMs}`);

  it('keeps the order within groups, and takes the best median of finished runs only', () => {
    expect(grouped('model')).toEqual(['demo:mlp-tiny abd 4', 'other c null']);
    expect(grouped('version')).toEqual(['demo:mlp-tiny abd 4', 'other c null']);
    expect(grouped('level')).toEqual(['basic abd 4', 'custom c null']);
    expect(grouped('provider')).toEqual(['cpu abd 4', 'simulated c null']);
  });

  it('puts a run with several tags under each', () => {
    expect(grouped('tag')).toEqual(['p ad 4', 'q ab 5', 'No tag c null']);
  });

  it('lays out headings with their runs, and folded ones without', () => {
    const groups = table.grouped(rows, 'tag');
    const listing = groupedListing(groups, (key) => key === 'tag q');
    expect([...listing.rows]).toEqual([-1, 0, 3, -1, -1, 2]);
    expect([...listing.groups]).toEqual([0, 0, 0, 1, 2, 2]);
    expect([...plainListing(rows).rows]).toEqual([0, 1, 2, 3]);
  });
});
