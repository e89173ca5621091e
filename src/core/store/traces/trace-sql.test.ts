import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DynoError } from '../../../contract/errors.ts';
import { columnsOf } from '../../analysis/trace/columns.test-support.ts';
import { openTraceSql } from './trace-sql.ts';

const stream = { process: 'GPU 0', name: 'stream 7', kind: 'stream' } as const;
const columns = columnsOf(
  [
    {
      name: 'aten::mm',
      startUs: 0,
      durationUs: 50,
      kind: 'operator',
      details: { 'input-shapes': '[[2,3]]' },
    },
    { id: 'call', name: 'cudaLaunchKernel', startUs: 10, durationUs: 5, kind: 'runtime' },
    {
      id: 'kernel',
      name: 'sgemm "q"',
      startUs: 20.5,
      durationUs: 100,
      track: stream,
      kind: 'kernel',
      details: { device: 0, stream: 7, correlation: 5_000_000_000, grid: '1,2,3', 'occupancy-percent': 37.5 },
    },
    { name: 'relu', startUs: 130, durationUs: 8, track: stream, kind: 'kernel', details: { stream: 7 } },
    {
      name: 'Memcpy HtoD',
      startUs: 140,
      durationUs: 2,
      track: stream,
      kind: 'memcpy',
      details: { bytes: 4096, 'bandwidth-gb-per-s': 2.25 },
    },
  ],
  {
    links: [{ from: 'call', to: 'kernel' }],
    counters: [
      {
        name: 'memory',
        unit: 'bytes',
        samples: [
          [0, 10],
          [5, 20],
        ],
      },
      { name: 'queue', samples: [[1, -1.5]] },
    ],
    warnings: [{ kind: 'cut', text: 'It ends early.', count: 1, atByte: 77 }],
  },
);
const folder = mkdtempSync(join(tmpdir(), 'dyno-sql-'));
const sql = openTraceSql(columns, folder);
afterAll(() => {
  sql.close();
  rmSync(folder, { recursive: true });
});

const rowsOf = (text: string, most = 100) => sql.query(text, most).rows;
const refusal = (text: string): DynoError => {
  try {
    sql.query(text, 10);
  } catch (error) {
    if (error instanceof DynoError) return error;
    throw error;
  }
  throw new Error(`it took ${text}`);
};

describe('SQL over a trace', () => {
  it('has every span with its names, times, and what lies around it', () => {
    const {
      columns: names,
      rows,
      isTruncated,
    } = sql.query(
      'select name, kind, process, track, depth, start_us, duration_us, end_us, own_us, parent from spans order by start_us',
      100,
    );
    expect(names).toHaveLength(10);
    expect(isTruncated).toBe(false);
    expect(rows.slice(0, 3)).toEqual([
      ['aten::mm', 'operator', 'process', 'main', 0, 0, 50, 50, 45, null],
      ['cudaLaunchKernel', 'runtime', 'process', 'main', 1, 10, 5, 15, 5, 0],
      ['sgemm "q"', 'kernel', 'GPU 0', 'stream 7', 0, 20.5, 100, 120.5, 100, null],
    ]);
  });

  it('tells how a kernel came to its device', () => {
    expect(
      rowsOf(
        'select name, device, stream, correlation, grid, occupancy_percent, launch_delay_us, operator from kernels order by id',
      ),
    ).toEqual([
      ['sgemm "q"', 0, 7, 5_000_000_000, '1,2,3', 37.5, 5.5, 'aten::mm'],
      ['relu', null, 7, null, null, null, null, null],
    ]);
    expect(rowsOf('select name, launched, launched_count, delay_us from launches')).toEqual([
      ['cudaLaunchKernel', 'sgemm "q"', 1, 5.5],
    ]);
  });

  it('joins tables by the id of a span', () => {
    expect(
      rowsOf(
        'select k.name, l.name, o.input_shapes from kernels k join spans l on l.id = k.launch_id join operators o on o.id = k.operator_id',
      ),
    ).toEqual([['sgemm "q"', 'cudaLaunchKernel', '[[2,3]]']]);
  });

  it('has copies, counters, details, links, tracks and warnings', () => {
    expect(rowsOf('select kind, bytes, gb_per_s from copies')).toEqual([['memcpy', 4096, 2.25]]);
    expect(rowsOf('select name, unit, at_us, value from counters')).toEqual([
      ['memory', 'bytes', 0, 10],
      ['memory', 'bytes', 5, 20],
      ['queue', '', 1, -1.5],
    ]);
    expect(rowsOf("select key, value, text from details where key in ('grid', 'bytes')")).toEqual([
      ['bytes', 4096, null],
      ['grid', null, '1,2,3'],
    ]);
    expect(
      rowsOf(
        'select l.kind, f.name, t.name from links l join spans f on f.id = from_id join spans t on t.id = to_id',
      ),
    ).toEqual([['launch', 'cudaLaunchKernel', 'sgemm "q"']]);
    expect(rowsOf('select name, kind, spans from tracks')).toEqual([
      ['main', 'thread', 2],
      ['stream 7', 'stream', 3],
    ]);
    expect(rowsOf('select kind, at_byte from warnings')).toEqual([['cut', 77]]);
    expect(rowsOf('select count(*) from collectives')).toEqual([[0]]);
  });

  it('names the columns that its tables have', () => {
    for (const { name, columns: declared } of sql.tables)
      expect([name, sql.query(`select * from ${name} limit 0`, 1).columns]).toEqual([name, declared]);
  });

  it('says when there were more rows than asked for', () => {
    expect(sql.query('select * from spans', 2)).toMatchObject({ isTruncated: true, rows: { length: 2 } });
    expect(sql.query('select * from spans', 5).isTruncated).toBe(false);
  });

  it('leaves nothing in the folder', () => {
    rowsOf('select count(*) from spans');
    expect(process.platform === 'win32' ? [] : readdirSync(folder)).toEqual([]);
  });

  it.each([
    "attach '/tmp/x' as x",
    'pragma query_only = 0',
    'pragma journal_mode',
    'insert into tracks values (1)',
    'with a as (select 1) delete from texts',
    'drop view spans',
    'delete from texts returning *',
    "vacuum into '/tmp/x'",
    '/* select */ update texts set text = 1',
    "select load_extension('x')",
    "select writefile('/tmp/x', 'y')",
    'select 1; select 2',
    'begin',
    '-- nothing',
    '',
  ])('refuses %j', (text) => {
    expect(refusal(text)).toMatchObject({ code: 'QUERY_INVALID' });
    expect(rowsOf('select count(*) from texts')[0]?.[0]).toBeGreaterThan(5);
  });

  it('says what SQLite finds wrong, and which tables and columns there are', () => {
    const { message, nextStep } = refusal('select * from absent');
    expect(message).toBe('This query cannot be answered: no such table: absent.');
    expect(nextStep).toMatch(/^Tables: spans, kernels,/);
    expect(refusal('select device, speed from kernels').nextStep).toContain('kernels has id, name, category');
  });

  it('takes comments, values, explanations and bytes', () => {
    expect(rowsOf("-- first\n/* then */ values (1, x'0011')")).toEqual([[1, '2 bytes']]);
    expect(sql.query('explain query plan select * from spans', 100).rows.length).toBeGreaterThan(0);
  });
});
