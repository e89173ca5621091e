import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { ImporterEvents, ImportJob } from '../contract/importer-api.ts';
import type { RowImporter, StreamImporter, TraceImporter } from '../core/importers/formats/types.ts';
import { createTraceBuilder } from '../core/traces/build/trace-builder.ts';
import { openTraceColumns } from '../core/traces/read/open-trace-columns.ts';
import { traceFile } from '../core/traces/trace-id.ts';
import { invalidTrace } from '../core/importers/invalid-trace.ts';
import { importTrace, type ImportParts } from './import-trace.ts';
import { builtIn } from './index-files.ts';
import { importerFailure } from './importer-failure.ts';
import { ProgressTeller } from './progress-teller.ts';
import { sourceTexts } from './source-texts.ts';

const undo: (() => unknown)[] = [];
afterEach(() => {
  for (const step of undo.splice(0).reverse()) step();
});

const silent: ImporterEvents = { onProgress: () => undefined, onPreview: () => undefined };

/** Lines of `name start`, each a span of 10 ns. */
const lines: StreamImporter = {
  format: 'folded',
  source: 'bytes',
  title: 'lines of a test',
  sniff: ({ bytes }) => Buffer.from(bytes).toString().startsWith('lines'),
  read(sink) {
    const track = sink.track({ process: 'p', name: 't', kind: 'thread', sort: 0 });
    const held: Uint8Array[] = [];
    return {
      push: (bytes) => void held.push(bytes),
      end() {
        let offset = 0;
        for (const line of Buffer.concat(held).toString().split('\n')) {
          const [name = '', start] = line.split(' ');
          if (start !== undefined) sink.span(track, sink.string(name), 0, 0, Number(start), 10, offset);
          offset += Buffer.byteLength(line) + 1;
        }
      },
    };
  },
};

const rows: RowImporter = {
  format: 'nsight-sqlite',
  source: 'rows',
  title: 'rows of a test',
  sniff: ({ bytes }) => Buffer.from(bytes).toString().startsWith('SQLite format 3'),
  *read(source, sink) {
    const track = sink.track({ process: 'p', name: 't', kind: 'thread', sort: 0 });
    for (const { name } of source.rows('all')) {
      sink.span(track, sink.string(String(name)), 0, 0, 0, 1, -1);
      yield 0.5;
    }
  },
};

async function world(bytes: Uint8Array | string, importers: readonly TraceImporter[] = [lines, rows]) {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-import-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'source');
  writeFileSync(path, bytes);
  const { id } = await traceFile(path, null);
  const job: ImportJob = {
    id,
    path,
    window: null,
    folder: join(folder, 'traces', id),
    buildingFolder: join(folder, 'traces', `${id}.building`),
    mostBytes: 1e9,
  };
  mkdirSync(job.buildingFolder, { recursive: true });
  const opened: string[] = [];
  const parts: ImportParts = {
    importers,
    events: silent,
    build(of) {
      const builder = createTraceBuilder(builtIn(of.buildingFolder), { window: of.window });
      return { sink: builder, preview: () => builder.preview(10), finish: (facts) => builder.finish(facts) };
    },
    openRows: async (from) => {
      opened.push(from);
      return Promise.resolve({
        tables: () => [],
        columns: () => [],
        rows: () => [{ name: 'row' }],
        close: () => undefined,
      });
    },
    native: null,
    wallNow: () => 7,
  };
  const lying = (): readonly string[] => readdirSync(join(folder, 'traces'));
  return { folder, path, job, parts, opened, lying };
}

describe('reading a trace into its index', () => {
  it.each([
    ['plain', (text: string) => Buffer.from(text), 'none'],
    ['gzip', (text: string) => gzipSync(text), 'gzip'],
    [
      'UTF-16',
      (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]),
      'none',
    ],
  ] as const)(
    'puts it into its place whole, from %s, and finds each span in the source again',
    async (_how, fold, compression) => {
      const text = `lines\nfirst 0\n{"name":"second{é}","ts":20} 20\nthird 40`;
      const { job, parts, lying } = await world(fold(text));
      const info = await importTrace(job, parts);
      expect(info).toMatchObject({
        id: job.id,
        format: 'folded',
        compression,
        spans: 3,
        importedAt: 7,
        name: 'source',
      });
      expect(lying()).toEqual([job.id]);
      const columns = openTraceColumns(job.folder);
      undo.push(() => columns.close?.());
      const textOf = sourceTexts(columns);
      expect(await textOf(1)).toBe('{"name":"second{é}","ts":20}');
      expect(await textOf(2)).toBe('"third 40"');
      expect(await textOf(9)).toBeNull();
      utimesSync(job.path, 1, 1);
      expect(await textOf(1)).toBeNull();
    },
  );

  it('replaces an index that stands', async () => {
    const { job, parts, lying } = await world('lines\na 0');
    mkdirSync(job.folder);
    writeFileSync(join(job.folder, 'old'), '');
    await importTrace(job, parts);
    expect(lying()).toEqual([job.id]);
    expect(existsSync(join(job.folder, 'old'))).toBe(false);
  });

  it('gives databases to those who read rows, unfolded where they are compressed', async () => {
    const database = 'SQLite format 3\0 and pages';
    const plain = await world(database);
    expect(await importTrace(plain.job, plain.parts)).toMatchObject({ format: 'nsight-sqlite', spans: 1 });
    expect(plain.opened).toEqual([plain.path]);
    const folded = await world(gzipSync(database));
    expect(await importTrace(folded.job, folded.parts)).toMatchObject({
      format: 'nsight-sqlite',
      compression: 'gzip',
    });
    expect(folded.opened).toEqual([join(folded.job.buildingFolder, 'source.sqlite')]);
    expect(folded.lying()).toEqual([folded.job.id]);
  });

  it.each([
    ['nothing', '', /empty/],
    [
      'a picture',
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xd, 0xa, 0x1a, 0xa]),
      /begins, at byte 0, with 89 50 4e 47 0d 0a 1a 0a and ends at byte 8/,
    ],
    [
      'a letter',
      'Dear all,\n\nplease find attached a very long letter.',
      /begins, at byte 0, with “Dear all, please find attached/,
    ],
    ['an archive', Buffer.from('PK\x03\x04zip'), /ZIP archive/],
    ['what perf records', 'PERFILE2....', /perf record writes/],
    ['a database of somebody else', gzipSync('SQLite format 3\0'), /SQLite file/],
  ])('refuses %s, says what it is and what can be read', async (_what, bytes, message) => {
    const { job, parts } = await world(bytes, [lines]);
    const refusal = await importTrace(job, parts).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: 'TRACE_INVALID',
      subject: job.path,
      message: expect.stringMatching(message) as string,
    });
    if (bytes.length > 0)
      expect(refusal).toMatchObject({ nextStep: expect.stringContaining('lines of a test') as string });
  });

  it('keeps the warning of a cut, and names the cut where nothing can be made of the rest', async () => {
    const text = `lines\n${Array.from({ length: 50_000 }, (_, at) => `n${at * 7919} ${at * 20}\n`).join('')}`;
    const whole = gzipSync(text);
    const { job, parts } = await world(whole.subarray(0, whole.length / 2));
    const { warnings, spans } = await importTrace(job, parts);
    expect(warnings).toContainEqual(expect.objectContaining({ kind: 'cut' }));
    expect(spans).toBeGreaterThan(10_000);
    const strict: StreamImporter = {
      ...lines,
      read: () => ({
        push: () => undefined,
        end() {
          throw invalidTrace('lines', 'It does not end', 7);
        },
      }),
    };
    const refused = await world(whole.subarray(0, whole.length / 2), [strict]);
    await expect(importTrace(refused.job, refused.parts)).rejects.toThrow(
      /ends too early, at byte .* It does not end at byte 7\./,
    );
  });

  it('refuses a source that changes while it is read', async () => {
    const { job, parts, path } = await world('lines\na 0');
    const changing: StreamImporter = {
      ...lines,
      read: (sink) => {
        writeFileSync(path, 'lines\na 0\nb 20');
        return lines.read(sink);
      },
    };
    await expect(importTrace(job, { ...parts, importers: [changing] })).rejects.toThrow(
      /changed while it was read/,
    );
    expect(existsSync(job.folder)).toBe(false);
  });
});

describe('what goes wrong with files', () => {
  it.each([
    ['ENOSPC', 'STORE_FULL'],
    ['EROFS', 'STORE_READ_ONLY'],
    ['EACCES', 'FILE_NOT_READABLE'],
    ['ENOENT', 'FILE_NOT_FOUND'],
    ['EIO', 'FILE_NOT_READABLE'],
    ['EWHAT', 'INTERNAL'],
  ])('%s is told as %s', (code, told) => {
    const thrown = Object.assign(new Error('no'), { code });
    expect(importerFailure(thrown, { path: '/t', folder: '/i' }).code).toBe(told);
  });
});

describe('word of the reading', () => {
  it('goes out ten times a second, and the first spans once', () => {
    let now = 0;
    const told: string[] = [];
    const teller = new ProgressTeller(
      {
        onProgress: ({ phase, readBytes, spans }) => void told.push(`${phase} ${readBytes} ${spans}`),
        onPreview: () => void told.push('preview'),
      },
      100,
      () => now,
    );
    const spans = { names: [] } as never;
    for (; now <= 300; now += 25) teller.reading(now / 10, now, () => spans);
    teller.indexing(9);
    expect(told).toEqual([
      'reading 0 0',
      'preview',
      'reading 10 100',
      'reading 20 200',
      'reading 30 300',
      'indexing 100 9',
    ]);
  });
});
