import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DynoError } from '../../../contract/errors.ts';
import { nsightSqlite } from '../../importers/formats/nsight-sqlite.ts';
import { RecordingSink } from '../../importers/recording-sink.test-support.ts';
import { writeNsightExport } from './nsight-export.fixture.ts';
import { openRowSource } from './row-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'dyno-nsight-'));
const whole = join(folder, 'whole.sqlite');
beforeAll(() => writeNsightExport(whole));
afterAll(() => rmSync(folder, { recursive: true }));

function imported(file: string): RecordingSink {
  const sink = new RecordingSink();
  const rows = openRowSource(file);
  try {
    for (const done of nsightSqlite.read(rows, sink)) expect(done).toBeLessThanOrEqual(1);
  } finally {
    rows.close();
  }
  return sink;
}

/** The same export after some SQL. */
function changed(name: string, sql: string): string {
  const file = join(folder, name);
  copyFileSync(whole, file);
  const database = new Database(file);
  database.exec(sql);
  database.close();
  return file;
}

const refusal = (file: string): DynoError => {
  try {
    imported(file);
  } catch (error) {
    if (error instanceof DynoError) return error;
    throw error;
  }
  throw new Error('it was read');
};

describe('an export of Nsight Systems', () => {
  it('has calls, kernels, copies and waits on threads and streams', () => {
    const sink = imported(whole);
    const shown = sink.spans.map(({ track, name, kind, startNs, durationNs }) => [
      `${sink.tracks[track]?.process} / ${sink.tracks[track]?.name}`,
      name,
      kind,
      startNs,
      durationNs,
    ]);
    const thread = 'python3 (1234) / worker 1235';
    expect(shown).toEqual([
      [thread, 'cudaLaunchKernel', 'runtime', 1000, 500],
      [thread, 'cuMemcpyAsync', 'driver', 2000, 100],
      ['GPU 0 / stream 13', 'void gemm<float>(float*)', 'kernel', 1700, 1000],
      ['GPU 0 / stream 13', 'Memcpy HtoD (Pageable -> Device)', 'memcpy', 3000, 500],
      ['GPU 0 / stream 13', 'Stream Sync', 'gpu-sync', 3600, 100],
      [thread, 'epoch', 'annotation', 900, 3100],
      [thread, 'aten::mm', 'operator', 950, 650],
      [`${thread}, ranges`, 'never ended', 'annotation', 1200, 2800],
      [thread, 'a mark', 'annotation', 1300, 0],
      [thread, 'poll', 'other', 100, 700],
    ]);
  });

  it('links launches with what they launched, and keeps sizes', () => {
    const sink = imported(whole);
    expect(sink.links).toEqual([
      { kind: 'launch', from: 0, to: 2 },
      { kind: 'launch', from: 1, to: 3 },
    ]);
    expect(sink.spans[2]?.details).toEqual({
      device: 0,
      stream: 13,
      correlation: 7,
      grid: '128,2,1',
      block: '256,1,1',
      registers: 64,
      'shared-memory': 3072,
    });
    expect(sink.spans[3]?.details).toMatchObject({ bytes: 1000, 'bandwidth-gb-per-s': 2 });
    expect(sink.spans[6]?.details).toEqual({ sequence: 12, 'input-shapes': '[[2, 3], [3, 4]]' });
  });

  it('tells the clock, the card, its counters and what was left open', () => {
    const sink = imported(whole);
    expect(sink.baseNs).toBe('1735689600123456789');
    expect(sink.devices).toMatchObject([
      {
        id: 0,
        name: 'a card',
        computeCapability: '9.0',
        multiprocessors: 132,
        maxThreadsPerMultiprocessor: 2048,
      },
    ]);
    expect(sink.counters).toMatchObject([
      {
        name: 'SMs Active',
        unit: '%',
        samples: [
          [1000, 40],
          [2000, 90],
        ],
      },
    ]);
    expect(Object.fromEntries(sink.facts)).toMatchObject({ Hostname: 'bench', Schema: '3.11.0' });
    expect(sink.warnings.map(({ kind, count }) => [kind, count])).toEqual([['unbalanced', 1]]);
  });

  it('is told by its content', () => {
    const bytes = readFileSync(whole).subarray(0, 64);
    expect(nsightSqlite.sniff({ bytes, isWhole: false })).toBe(true);
    expect(nsightSqlite.sniff({ bytes: bytes.subarray(1), isWhole: false })).toBe(false);
  });
});

describe('an export of another version', () => {
  it('is read as far as its tables and columns go', () => {
    const sink = imported(
      changed(
        'older.sqlite',
        `ALTER TABLE CUPTI_ACTIVITY_KIND_KERNEL DROP COLUMN graphNodeId;
         ALTER TABLE CUPTI_ACTIVITY_KIND_KERNEL DROP COLUMN globalPid;
         ALTER TABLE CUPTI_ACTIVITY_KIND_KERNEL RENAME COLUMN demangledName TO name;
         ALTER TABLE CUPTI_ACTIVITY_KIND_MEMCPY RENAME COLUMN start TO begin;
         DROP TABLE TARGET_INFO_SESSION_START_TIME; DROP TABLE TARGET_INFO_GPU; DROP TABLE PROCESSES;
         DROP TABLE ThreadNames; DROP TABLE META_DATA_EXPORT; DROP TABLE TARGET_INFO_GPU_METRICS;`,
      ),
    );
    expect(sink.spans.find(({ kind }) => kind === 'kernel')?.name).toBe('gemm');
    expect(sink.links).toEqual([{ kind: 'launch', from: 0, to: 2 }]);
    expect(sink.spans.some(({ kind }) => kind === 'memcpy')).toBe(false);
    expect(sink.warnings.find(({ kind }) => kind === 'unknown-schema')?.text).toContain('it lacks start');
    expect(sink.baseNs).toBe('0');
    expect(sink.counters[0]?.name).toBe('metric 3');
  });

  it('holds rows without sense in bounds', () => {
    const sink = imported(
      changed(
        'odd.sqlite',
        `UPDATE CUPTI_ACTIVITY_KIND_RUNTIME SET "end" = 10, nameId = 999, correlationId = 'x';
         UPDATE OSRT_API SET start = 'soon'; UPDATE GPU_METRICS SET value = x'00';
         UPDATE CUPTI_ACTIVITY_KIND_KERNEL SET gridX = 'wide', streamId = 1e300;`,
      ),
    );
    expect(sink.spans[0]).toMatchObject({ name: '(call)', durationNs: 0, details: {} });
    expect(sink.warnings.map(({ kind, count }) => [kind, count])).toEqual(
      expect.arrayContaining([
        ['negative-duration', 2],
        ['without-time', 1],
      ]),
    );
  });
});

describe('a file that is none', () => {
  it('is refused with its tables’ names', () => {
    const file = join(folder, 'other.sqlite');
    const database = new Database(file);
    database.exec('CREATE TABLE recipes (id)');
    database.close();
    expect(refusal(file)).toMatchObject({ code: 'TRACE_INVALID' });
    expect(refusal(file).message).toContain('its tables are recipes');
  });

  it('is refused where SQLite finds it broken, wherever it is cut', () => {
    const bytes = readFileSync(whole);
    for (const length of [16, 100, 4096, 8192, 20_000, 40_000, bytes.length - 4096]) {
      const file = join(folder, 'cut.sqlite');
      writeFileSync(file, bytes.subarray(0, length));
      expect([length, refusal(file).code]).toEqual([length, 'TRACE_INVALID']);
    }
  });

  it('gives what lies before the damage in one table', () => {
    const bytes = readFileSync(whole);
    const database = new Database(whole, { readonly: true });
    const root = database
      .prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'OSRT_API'")
      .pluck()
      .get() as number;
    database.close();
    const pageBytes = bytes.readUInt16BE(16);
    bytes.fill(0xff, (root - 1) * pageBytes, root * pageBytes);
    const file = join(folder, 'damaged.sqlite');
    writeFileSync(file, bytes);
    const sink = imported(file);
    expect(sink.spans.some(({ kind }) => kind === 'kernel')).toBe(true);
    expect(sink.warnings.find(({ kind }) => kind === 'cut')?.text).toContain('OSRT_API');
  });
});

it('writes nothing beside a file, not even beside one that is kept with a log', () => {
  const place = mkdtempSync(join(folder, 'kept-'));
  const file = join(place, 'logged.sqlite');
  copyFileSync(whole, file);
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.close();
  const before = [readdirSync(place), statSync(file).mtimeMs];
  expect(imported(file).spans.length).toBe(10);
  expect([readdirSync(place), statSync(file).mtimeMs]).toEqual(before);
});
