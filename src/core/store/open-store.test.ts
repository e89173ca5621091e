import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { ErrorDetails } from '../../contract/errors.ts';
import { SCHEMA_VERSION } from './migrations/index.ts';
import { currentOwner } from './owner.ts';
import { aRun } from './run.fixture.ts';
import { sqliteStore } from './sqlite-store.ts';
import { codeOf, emptyFolder, open, thrownBy } from './store.fixture.ts';

const DATABASE = 'dyno.db';
const KEPT = 'dyno.db.corrupt-2026-03-14';

function storedRuns(folder: string, count = 1): string {
  const store = open(folder);
  for (let index = 0; index < count; index += 1) store.insertRun(aRun(`r${index}`), currentOwner());
  store.close();
  return join(folder, DATABASE);
}

/** As a program leaves it that was killed: the last writes are in the log alone. */
function withUnfinishedLog(folder: string): string {
  const file = storedRuns(folder);
  const writer = new Database(file);
  writer.exec(`UPDATE runs SET name = 'in the log'`);
  const [content, log] = [readFileSync(file), readFileSync(`${file}-wal`)];
  writer.close();
  writeFileSync(file, content);
  writeFileSync(`${file}-wal`, log);
  return file;
}

function alter(file: string, sql: string): void {
  const database = new Database(file);
  database.exec(sql);
  database.close();
}

describe('a new store', () => {
  it('is made with its folder, in the schema that this program knows', () => {
    const folder = join(emptyFolder(), 'deep', 'within');
    const store = open(folder);
    expect(store.folder).toBe(folder);
    expect(store.notices).toEqual([]);
    expect(store.listRuns()).toEqual([]);
    store.close();
    const database = new Database(join(folder, DATABASE), { readonly: true });
    expect(database.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    database.close();
    expect(readdirSync(folder)).toContain(DATABASE);
  });

  it('may begin in an empty file', () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, DATABASE), '');
    expect(open(folder).notices).toEqual([]);
  });
});

describe('a store left by a program that was killed', () => {
  it('has what was in its log', () => {
    const folder = emptyFolder();
    withUnfinishedLog(folder);
    const store = open(folder);
    expect(store.notices).toEqual([]);
    expect(store.getRun('r0')?.name).toBe('in the log');
  });
});

describe('a store of a newer Dyno', () => {
  it('is refused with both numbers, and not a byte of it changes', () => {
    const folder = emptyFolder();
    const file = storedRuns(folder);
    alter(file, `PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
    const before = readFileSync(file);
    const { code, message } = thrownBy(() => open(folder));
    expect(code).toBe('STORE_TOO_NEW');
    expect(message).toContain(`schema is ${SCHEMA_VERSION + 1}, this program knows ${SCHEMA_VERSION}`);
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(folder)).toEqual([DATABASE]);
  });

  it('is known as such from its log too, and the log stays as it is', () => {
    const folder = emptyFolder();
    const file = storedRuns(folder);
    const writer = new Database(file);
    writer.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
    const [content, log] = [readFileSync(file), readFileSync(`${file}-wal`)];
    writer.close();
    writeFileSync(file, content);
    writeFileSync(`${file}-wal`, log);
    expect(codeOf(() => open(folder))).toBe('STORE_TOO_NEW');
    expect(readFileSync(file).equals(content)).toBe(true);
    expect(readFileSync(`${file}-wal`).equals(log)).toBe(true);
  });
});

describe('a database of another program', () => {
  it('is refused and left alone', () => {
    const folder = emptyFolder();
    const file = join(folder, DATABASE);
    alter(file, 'CREATE TABLE theirs (x)');
    const before = readFileSync(file);
    const { code, message } = thrownBy(() => open(folder));
    expect(code).toBe('STORE_CORRUPT');
    expect(message).toContain('another program');
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

describe('a damaged store', () => {
  const damages: Readonly<Record<string, (file: string) => void>> = {
    'that is text': (file) => writeFileSync(file, 'I am not a database.\n'.repeat(400)),
    'that is shorter than a header': (file) => truncateSync(file, 50),
    'that ends early': (file) => truncateSync(file, 5000),
    'with pages of noise': (file) => {
      const bytes = readFileSync(file);
      bytes.fill(0xa5, 4096);
      writeFileSync(file, bytes);
    },
    'with a damaged header': (file) => {
      const bytes = readFileSync(file);
      bytes.fill(0xff, 16, 56);
      writeFileSync(file, bytes);
    },
  };
  for (const [name, damage] of Object.entries(damages)) {
    it(`${name} is kept under another name, and a new one begun`, () => {
      const folder = emptyFolder();
      const file = storedRuns(folder, 50);
      damage(file);
      const before = readFileSync(file);
      const store = open(folder);
      expect(store.listRuns()).toEqual([]);
      expect(store.notices).toHaveLength(1);
      expect(store.notices[0]).toContain(`${KEPT}-1`);
      expect(readFileSync(join(folder, `${KEPT}-1`)).equals(before)).toBe(true);
      store.insertRun(aRun('new'), currentOwner());
      store.close();
      expect(open(folder).notices).toEqual([]);
    });
  }

  it('is kept with its log, as both were found', () => {
    const folder = emptyFolder();
    const file = withUnfinishedLog(folder);
    const bytes = readFileSync(file).fill(0, 0, 40);
    writeFileSync(file, bytes);
    const log = readFileSync(`${file}-wal`);
    open(folder);
    expect(readFileSync(join(folder, `${KEPT}-1`)).equals(bytes)).toBe(true);
    expect(readFileSync(join(folder, `${KEPT}-1-wal`)).equals(log)).toBe(true);
  });

  it('that is empty but for its log is kept too', () => {
    const folder = emptyFolder();
    const file = withUnfinishedLog(folder);
    truncateSync(file, 0);
    expect(open(folder).notices).toHaveLength(1);
    expect(existsSync(join(folder, `${KEPT}-1-wal`))).toBe(true);
  });

  it('never takes the place of one kept before', () => {
    const folder = emptyFolder();
    for (const text of ['first', 'second']) {
      writeFileSync(join(folder, DATABASE), text);
      open(folder).close();
    }
    expect(readFileSync(join(folder, `${KEPT}-1`), 'utf8')).toBe('first');
    expect(readFileSync(join(folder, `${KEPT}-2`), 'utf8')).toBe('second');
  });
});

describe('damage that shows only later', () => {
  it('in a page is told as such', () => {
    const folder = emptyFolder();
    const file = storedRuns(folder, 50);
    const store = open(folder);
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 4096);
    writeFileSync(file, bytes);
    expect(codeOf(() => store.listRuns())).toBe('STORE_CORRUPT');
  });

  it('in a field names the field and the run', () => {
    const folder = emptyFolder();
    const file = storedRuns(folder);
    alter(file, `UPDATE runs SET config = '{"level":'`);
    const { code, message } = thrownBy(() => open(folder).listRuns());
    expect(code).toBe('STORE_CORRUPT');
    expect(message).toContain('"config" of r0 in runs');
    alter(file, `INSERT INTO samples (run_id, start_ms, end_ms, latencies_ms) VALUES ('r0', 0, 1, x'0102')`);
    expect(codeOf(() => open(folder).readSamples('r0'))).toBe('STORE_CORRUPT');
  });
});

describe('a place that cannot be written', () => {
  it('because a file is where the folder should be', () => {
    const file = join(emptyFolder(), 'file');
    writeFileSync(file, 'mine');
    expect(codeOf(() => open(file))).toBe('STORE_READ_ONLY');
    expect(codeOf(() => open(join(file, 'below')))).toBe('STORE_READ_ONLY');
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  it.skipIf(process.platform === 'win32').each([
    ['for it may not be entered', 0o555, false],
    ['although a store is in it', 0o555, true],
  ])('%s', async (_why, mode, withStore) => {
    const folder = emptyFolder();
    if (withStore) storedRuns(folder);
    chmodSync(folder, mode);
    expect(await openAsNobody(folder)).toMatchObject({ code: 'STORE_READ_ONLY' });
    chmodSync(folder, 0o755);
  });
});

/** Permissions do not hold for the superuser, as whom tests often run. */
async function openAsNobody(folder: string): Promise<ErrorDetails | null> {
  const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const child = fork(fileURLToPath(new URL('./opener.fixture.ts', import.meta.url)), [folder], {
    execArgv: [],
    ...nobody,
  });
  const [answer] = (await once(child, 'message')) as [ErrorDetails | null];
  return answer;
}

describe('a full disk', () => {
  it('refuses what does not fit any more, and keeps what was stored', () => {
    const folder = emptyFolder();
    const file = storedRuns(folder);
    const database = new Database(file);
    database.pragma('foreign_keys = ON');
    const pages = database.pragma('page_count', { simple: true }) as number;
    database.pragma(`max_page_count = ${pages + 4}`);
    const store = sqliteStore(database, folder, []);
    const chunk = { startMs: 0, endMs: 1, latenciesMs: new Float64Array(32_768).fill(1) };
    expect(codeOf(() => store.appendSamples('r0', chunk))).toBe('STORE_FULL');
    expect(store.getRun('r0')).toEqual(aRun('r0'));
    store.close();
    const again = open(folder);
    expect(again.notices).toEqual([]);
    expect(again.readSamples('r0').latenciesMs).toHaveLength(0);
    again.appendSamples('r0', chunk);
    expect(again.readSamples('r0').latenciesMs).toHaveLength(32_768);
  });
});
