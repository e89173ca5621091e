import { describe, expect, it } from 'vitest';
import { arrange, type Arrangement } from './arrange.ts';
import type { DataColumn } from './columns.ts';

interface Item {
  readonly name: string;
  readonly kind: string;
  readonly us: number | null;
}

const items: readonly Item[] = [
  { name: 'gemm', kind: 'matrix', us: 5 },
  { name: 'copy', kind: 'memory', us: null },
  { name: 'sgemm', kind: 'matrix', us: 7 },
  { name: 'fill', kind: 'memory', us: 9 },
];
const columns: readonly DataColumn<Item>[] = [
  { id: 'name', title: 'Name', kind: 'text', value: ({ name }) => name },
  { id: 'kind', title: 'Kind', kind: 'text', value: ({ kind }) => kind, canGroup: true },
  { id: 'us', title: 'Time', kind: 'number', value: ({ us }) => us, format: String, isSummed: true },
];
const shown = (arrangement: Partial<Arrangement>): readonly string[] =>
  arrange(items, columns, {
    filter: '',
    sorting: { column: 'us', isDescending: true },
    groupBy: null,
    opened: new Set(),
    ...arrangement,
  }).map((row) => (row.kind === 'group' ? `${row.label} (${row.items.length})` : row.item.name));

describe('a table of a trace', () => {
  it('sorts either way, with what was not measured at the end', () => {
    expect(shown({})).toEqual(['fill', 'sgemm', 'gemm', 'copy']);
    expect(shown({ sorting: { column: 'us', isDescending: false } })).toEqual([
      'gemm',
      'sgemm',
      'fill',
      'copy',
    ]);
    expect(shown({ sorting: { column: 'name', isDescending: false } })).toEqual([
      'copy',
      'fill',
      'gemm',
      'sgemm',
    ]);
  });

  it('keeps the order that it was given where it is sorted by nothing', () => {
    const given = { column: '', isDescending: true };
    expect(shown({ sorting: given })).toEqual(['gemm', 'copy', 'sgemm', 'fill']);
    expect(shown({ sorting: given, groupBy: 'kind' })).toEqual(['matrix (2)', 'memory (2)']);
  });

  it('keeps what holds the typed text, whatever its case', () => {
    expect(shown({ filter: 'GEMM' })).toEqual(['sgemm', 'gemm']);
    expect(shown({ filter: 'memory' })).toEqual(['fill', 'copy']);
    expect(shown({ filter: 'nothing' })).toEqual([]);
  });

  it('folds by a column, the group with the largest sum first', () => {
    expect(shown({ groupBy: 'kind' })).toEqual(['matrix (2)', 'memory (2)']);
    expect(shown({ groupBy: 'kind', opened: new Set(['matrix']) })).toEqual([
      'matrix (2)',
      'sgemm',
      'gemm',
      'memory (2)',
    ]);
  });

  it('gives every row a key of its own', () => {
    const rows = arrange([...items, ...items], columns, {
      filter: '',
      sorting: { column: 'us', isDescending: true },
      groupBy: 'kind',
      opened: new Set(['matrix', 'memory']),
    });
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });
});
