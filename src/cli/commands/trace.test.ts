import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { DynoApi } from '../../contract/api.ts';
import { DynoError } from '../../contract/errors.ts';
import type { TraceReport } from '../../contract/trace-report.ts';
import type { OpenTraceRequest, QueryResult } from '../../contract/trace.ts';
import type { Core } from '../../core/index.ts';
import { columnsOf } from '../../core/analysis/trace/columns.test-support.ts';
import { traceReport } from '../../core/analysis/trace/trace-report.ts';
import { createFakeHost } from './fake-host.fixture.ts';

const stream = { process: 'GPU 0', name: 'stream 7', kind: 'stream' } as const;
const evil = 'k\u001b[2Jernel';
const columns = columnsOf(
  [
    { name: 'ProfilerStep#1', startUs: 0, durationUs: 300, kind: 'step' },
    {
      name: 'aten::mm',
      startUs: 5,
      durationUs: 50,
      kind: 'operator',
      details: { 'input-shapes': '[[2,3],[3,4]]' },
    },
    { id: 'call', name: 'cudaLaunchKernel', startUs: 10, durationUs: 5, kind: 'runtime' },
    {
      id: 'kernel',
      name: `void at::native::${evil}<${'float, '.repeat(40)}>`,
      startUs: 20,
      durationUs: 100,
      track: stream,
      kind: 'kernel',
      details: { device: 0, stream: 7 },
    },
    {
      name: 'Memcpy HtoD',
      startUs: 200,
      durationUs: 20,
      track: stream,
      kind: 'memcpy',
      details: { device: 0, stream: 7, bytes: 4096 },
    },
  ],
  {
    links: [{ from: 'call', to: 'kernel' }],
    counters: [{ name: 'memory', unit: 'bytes', samples: [[1, 2]] }],
    warnings: [{ kind: 'cut', text: 'It ends in the middle of an event.', count: 1, atByte: 12_345 }],
    info: { name: 'job.json', facts: [{ name: 'Rank', value: '0' }] },
  },
);
const { info } = columns;
const report = traceReport(columns, null);
const answered: QueryResult = {
  columns: ['name', 'us'],
  rows: [
    ['=cmd()', 1.5],
    ['a,"b"', 0.1 + 0.2],
    [evil, null],
  ],
  isTruncated: true,
  tookMs: 1,
};

interface Given {
  readonly isKnown?: boolean;
  readonly api?: Partial<DynoApi>;
  readonly traces?: Partial<Core['traces']>;
}

function hostWith({ isKnown = true, api = {}, traces = {} }: Given = {}) {
  const requests: OpenTraceRequest[] = [];
  const queries: [string, number][] = [];
  const stopped: string[] = [];
  const host = createFakeHost(
    {
      openTrace: async (request) => {
        requests.push(request);
        if (request.path.endsWith('missing.json'))
          throw new DynoError({
            code: 'FILE_NOT_FOUND',
            message: 'There is no file.',
            subject: request.path,
            nextStep: 'Check it.',
          });
        return { id: info.id, path: info.path, info: isKnown ? info : null, progress: null };
      },
      stopTrace: async (id) => void stopped.push(id),
      traceReport: async () => report,
      queryTrace: async (_id, sql, most) => {
        queries.push([sql, most]);
        return answered;
      },
      ...api,
    },
    null,
    traces,
  );
  return { ...host, requests, queries, stopped };
}

const widest = (text: string): number => Math.max(...text.split('\n').map((line) => [...line].length));

describe('dyno trace info', () => {
  it('says what a trace holds, and where its index lies, within 80 columns', async () => {
    const { code, out } = await hostWith().run('trace', 'info', 'job.json');
    expect([code, widest(out) <= 80]).toEqual([0, true]);
    expect(out).toMatch(/^holds +5 spans on 2 tracks, 1 arrow, 1 counter$/m);
    expect(out).toMatch(/^says +Rank: 0$/m);
    expect(out).toMatch(/^index +\/data\/traces\/by-hand$/m);
    expect(out).toContain('! It ends in the middle of an event. (first at byte 12 345)');
  });

  it('takes several files, tells of those that cannot be read, and fails with the first', async () => {
    const { run, requests } = hostWith();
    const { code, out } = await run(
      'trace',
      'info',
      'job.json',
      'missing.json',
      '--json',
      '--from',
      '1.5s',
      '--to',
      '1600ms',
    );
    const document = JSON.parse(out) as { traces: Record<string, unknown>[] };
    expect(code).toBe(2);
    expect(document.traces).toMatchObject([
      { spanUs: 300, spans: 5, indexFolder: '/data/traces/by-hand' },
      { path: '/typed/here/missing.json', error: { code: 'FILE_NOT_FOUND' } },
    ]);
    expect(requests[0]).toEqual({ path: '/typed/here/job.json', window: { fromUs: 1.5e6, toUs: 1.6e6 } });
  });

  it.each([
    ['--from', 'soon'],
    ['--from', '-1s'],
    ['--to', '5 parsecs'],
  ])('refuses %s %s', async (...words) => {
    await expect(hostWith().run('trace', 'info', 'job.json', ...words)).rejects.toMatchObject({
      code: 'USAGE',
    });
  });

  it('refuses a window that ends before it begins', async () => {
    const running = hostWith().run('trace', 'info', 'job.json', '--from', '2s', '--to', '1s');
    await expect(running).rejects.toMatchObject({ code: 'USAGE' });
  });
});

describe('dyno trace report', () => {
  it('begins with what dominates, and has every table within 80 columns', async () => {
    const { out } = await hostWith().run('trace', 'report', 'job.json');
    expect(widest(out)).toBeLessThanOrEqual(80);
    expect(out).toMatch(/^GPU busy 40 % of 300 µs; 100 % of the kernels' time is/m);
    for (const title of [
      'Where the steps',
      'Devices',
      'Kernels: 1 of 1',
      'Operators',
      'What idle',
      'Launches: 1',
      'Copies',
      'Critical path',
    ])
      expect(out).toContain(title);
    expect(out).not.toMatch(/NaN|undefined|null|\u001b/);
  });

  it('is the report itself as JSON', async () => {
    const { out } = await hostWith().run('trace', 'report', 'job.json', '--json');
    const document = JSON.parse(out) as TraceReport & { schemaVersion: number; file: { name: string } };
    expect(document).toMatchObject({
      schemaVersion: 1,
      spanUs: 300,
      busyUs: 120,
      idleUs: 180,
      file: { name: 'job.json' },
    });
    expect(document.kernels).toMatchObject([{ count: 1, totalUs: 100 }]);
    expect([document.steps.length, document.warnings.length]).toEqual([1, report.warnings.length]);
  });

  it('says of a trace without a GPU what took the time', async () => {
    const plain = columnsOf([{ name: 'work', startUs: 0, durationUs: 10 }]);
    const names = [
      { name: 'work', category: 'a', count: 3, totalUs: 10, ownUs: 10 },
      { name: 'more work', category: 'a', count: 2, totalUs: 40, ownUs: 30 },
    ];
    const api = { traceReport: async () => traceReport(plain, null), nameTotals: async () => names };
    const { out } = await hostWith({ api }).run('trace', 'report', 'x');
    expect(out).toContain('no GPU work in it');
    expect(out).toMatch(/^ *75 % +30\.0 µs +40\.0 µs +2 +more work\n *25 % +10\.0 µs +10\.0 µs +3 +work$/m);
    expect(out).not.toContain('whole trace');
    expect(out).not.toMatch(/NaN|undefined/);
  });

  it('is stopped by Ctrl-C while the file is read, and has the reading stopped', async () => {
    const host = hostWith({ isKnown: false, traces: { ready: () => new Promise(() => undefined) } });
    const running = host.run('trace', 'report', 'job.json');
    host.askToStop('ctrl-c');
    expect((await running).code).toBe(130);
    expect(host.stopped).toEqual([info.id]);
  });

  it('tells why a file could not be read', async () => {
    const broken = new DynoError({
      code: 'TRACE_INVALID',
      message: 'At byte 7.',
      subject: 'x',
      nextStep: 'y',
    });
    const host = hostWith({ isKnown: false, traces: { ready: () => Promise.reject(broken) } });
    await expect(host.run('trace', 'report', 'job.json')).rejects.toBe(broken);
  });
});

describe('dyno trace query', () => {
  it('prints a table, and says where it was cut', async () => {
    const { run, queries } = hostWith();
    const { out, err } = await run('trace', 'query', 'job.json', 'select 1', '--limit', '3');
    expect(queries).toEqual([['select 1', 3]]);
    expect(out).toBe('name         us\n=cmd()      1.5\na,"b"       0.3\nk·[2Jernel    —\n');
    expect(err).toContain('The first 3 rows only');
  });

  it('prints CSV without formulas, and JSON with all digits', async () => {
    const csv = await hostWith().run('trace', 'query', 'job.json', 'select 1', '--csv');
    expect(csv.out.split('\r\n').slice(0, 3)).toEqual([
      'name,us',
      "'=cmd(),1.5",
      '"a,""b""",0.30000000000000004',
    ]);
    const json = await hostWith().run('trace', 'query', 'job.json', 'select 1', '--json');
    expect(JSON.parse(json.out)).toMatchObject({
      columns: ['name', 'us'],
      rows: answered.rows,
      isTruncated: true,
    });
  });

  it.each([['--tables'], ['.tables']])('lists tables for %s, and needs a statement else', async (word) => {
    const { run, queries } = hostWith();
    await run('trace', 'query', 'job.json', word);
    expect(queries[0]?.[0]).toContain('from tables');
    await expect(hostWith().run('trace', 'query', 'job.json')).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('is left where it stands by Ctrl-C', async () => {
    const host = hostWith({ api: { queryTrace: () => new Promise(() => undefined) } });
    const running = host.run('trace', 'query', 'job.json', 'select 1');
    host.askToStop('ctrl-c');
    expect((await running).code).toBe(130);
  });
});

describe('dyno trace convert', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-convert-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const source = join(folder, 'job.json');
  writeFileSync(source, 'the source');
  const written = (text: string): Partial<Core['traces']> => ({
    exportTo: async (_id, _format, path) => {
      writeFileSync(path, text);
      return { bytes: text.length };
    },
  });

  it('puts the whole into its place', async () => {
    const out = join(folder, 'out.csv');
    const { code, err } = await hostWith({ traces: written('id\r\n') }).run(
      'trace',
      'convert',
      source,
      '-f',
      'csv',
      '-o',
      out,
    );
    expect([code, readFileSync(out, 'utf8')]).toEqual([0, 'id\r\n']);
    expect(err).toContain(`Wrote ${out} (4 B).`);
  });

  it('leaves nothing of what was begun, and what was there before', async () => {
    const out = join(folder, 'kept.csv');
    writeFileSync(out, 'before');
    let begun: () => void = () => undefined;
    const isBegun = new Promise<void>((resolve) => (begun = resolve));
    const host = hostWith({
      traces: {
        exportTo: (_id, _format, path) => {
          writeFileSync(path, 'half');
          begun();
          return new Promise(() => undefined);
        },
      },
    });
    const running = host.run('trace', 'convert', source, '-f', 'csv', '-o', out);
    await isBegun;
    host.askToStop('ctrl-c');
    expect((await running).code).toBe(130);
    expect(readFileSync(out, 'utf8')).toBe('before');
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('does not write over the source, and knows its formats', async () => {
    const host = hostWith({ traces: written('x') });
    await expect(host.run('trace', 'convert', source, '-f', 'csv', '-o', source)).rejects.toMatchObject({
      code: 'USAGE',
    });
    await expect(host.run('trace', 'convert', source, '-f', 'xlsx', '-o', 'x')).rejects.toMatchObject({
      code: 'USAGE',
    });
    expect(readFileSync(source, 'utf8')).toBe('the source');
    expect(existsSync('x')).toBe(false);
  });
});
