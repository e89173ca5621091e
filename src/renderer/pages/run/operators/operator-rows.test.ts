import { describe, expect, it } from 'vitest';
import { operatorOf } from '../../../../core/analysis/operators/operator-profile.fixture.ts';
import { tableToCsv } from '../../../../core/charts/csv.ts';
import { byColumn, COLUMN_IDS, COLUMNS, shareWords, SHOWN_AT_FIRST } from './operator-columns.ts';
import { operatorMarkdown, operatorTable } from './operator-export.ts';
import { OperatorRows, type RowsView } from './operator-rows.ts';

const OPERATORS = [
  operatorOf({ name: 'b', op: 'Add', family: 'element-wise', selfMs: 1, module: ['enc', 'l0'] }),
  operatorOf({ name: 'a', selfMs: 4, module: ['enc', 'l1'] }),
  operatorOf({ name: 'c', selfMs: 2, module: ['enc', 'l0'], provider: 'webgpu', flops: null }),
  operatorOf({ name: '', op: 'Cast', family: 'movement', selfMs: 0.5, flops: 0 }),
];
const rows = new OperatorRows(OPERATORS, { kind: 'not-probed' });

function shown(view: Partial<RowsView>): readonly string[] {
  return rows
    .visible({ grouping: 'node', typed: '', opened: new Set(), order: byColumn('share', true), ...view })
    .map(({ label, depth }) => `${'  '.repeat(depth)}${label}`);
}

describe('the rows of the operator table', () => {
  it('are in the order asked for, what is missing last either way', () => {
    expect(shown({})).toEqual(['a', 'c', 'b', 'Cast']);
    expect(shown({ order: byColumn('name', false) })).toEqual(['a', 'b', 'c', 'Cast']);
    expect(shown({ order: byColumn('flops', true) }).at(-1)).toBe('c');
    expect(shown({ order: byColumn('flops', false) }).at(-1)).toBe('c');
  });

  it('hold every word typed, and none that is left out', () => {
    expect(shown({ typed: 'matmul' })).toEqual(['a', 'c']);
    expect(shown({ typed: 'MatMul -webgpu' })).toEqual(['a']);
    expect(shown({ typed: 'enc/l0 add' })).toEqual(['b']);
    expect(shown({ typed: '-' })).toHaveLength(4);
    expect(shown({ typed: 'nothing' })).toEqual([]);
  });

  it('unfold a group into its operators, siblings in order', () => {
    expect(shown({ grouping: 'type' })).toEqual(['MatMul', 'Add', 'Cast']);
    expect(shown({ grouping: 'type', opened: new Set(['group MatMul']) })).toEqual([
      'MatMul',
      '  a',
      '  c',
      'Add',
      'Cast',
    ]);
    const [enc] = rows.visible({
      grouping: 'module',
      typed: '',
      opened: new Set(),
      order: byColumn('share', true),
    });
    expect(enc).toMatchObject({ label: 'enc', sum: { selfMs: 7 }, isOpen: false, provider: '' });
    expect(shown({ grouping: 'module', opened: new Set([enc?.key ?? '']) })).toEqual([
      'enc',
      '  l1',
      '  l0',
      'no module',
    ]);
  });

  it('sum a group over what the filter left', () => {
    const [group] = rows.visible({
      grouping: 'type',
      typed: 'webgpu',
      opened: new Set(),
      order: byColumn('share', true),
    });
    expect(group).toMatchObject({ label: 'MatMul', sum: { nodes: 1, selfMs: 2, flops: null } });
  });
});

describe('the table on its way out', () => {
  const mean = new OperatorRows([operatorOf({ name: 'a|b\n=1', selfMs: 0.25, flops: null })], {
    kind: 'not-probed',
  }).visible({ grouping: 'node', typed: '', opened: new Set(), order: () => 0 });

  it('holds bare numbers as CSV, and nothing for what is not known', () => {
    expect(tableToCsv(operatorTable(mean, ['name', 'self', 'flops']))).toBe(
      'name,own time (ms),FLOPs an iteration\r\n"a|b\n=1",0.25,\r\n',
    );
  });

  it('holds what the page shows as Markdown, one line a row', () => {
    expect(operatorMarkdown(mean, ['name', 'self', 'flops'])).toBe(
      '| Name | Own time | FLOPs |\n| --- | ---: | ---: |\n| a\\|b =1 | 250 µs | — |\n',
    );
  });
});

describe('the columns of the operator table', () => {
  it('say "—" for what is not known, with the reason', () => {
    const row = rows.visible({ grouping: 'node', typed: 'webgpu', opened: new Set(), order: () => 0 })[0];
    if (row === undefined) throw new Error('no row');
    for (const id of ['flops', 'rate', 'attained', 'kernel', 'memory'] as const) {
      expect(COLUMNS[id].text(row)).toBe('—');
      expect(COLUMNS[id].value(row)).toBeNull();
      expect(COLUMNS[id].missing).not.toBe('');
    }
    expect(COLUMNS.self.text(row)).toBe('2.00 ms');
  });

  it('shown at first are known, the name before all', () => {
    expect(SHOWN_AT_FIRST.every((id) => COLUMN_IDS.includes(id))).toBe(true);
    expect(SHOWN_AT_FIRST[0]).toBe('name');
  });

  it('tell a small share from none', () => {
    expect([0.6234, 0.0123, 0.0041, 0.00004, 0].map(shareWords)).toEqual([
      '62.3 %',
      '1.23 %',
      '0.41 %',
      '< 0.01 %',
      '0 %',
    ]);
  });
});
