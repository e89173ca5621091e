import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, expect, it } from 'vitest';
import { writeTableFile } from './table-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'dyno-table-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Each width of a number that the format has, and what lies just beyond it. */
const VALUES = [
  ...[0, 1, -1, 127, -128, 128, -129, 32_767, -32_768, 32_768, -32_769, 2 ** 31 - 1, -(2 ** 31), 2 ** 31],
  ...[-(2 ** 31) - 1, 2 ** 47 - 1, -(2 ** 47), 2 ** 53, -(2 ** 53), 0.5, -1e300, Number.NaN],
];

// The last is more than a page holds, so that there is a level above the leaves.
it.each([0, 1, 22, 1500, 20_000])('writes %d rows that SQLite finds whole and gives back', (rows) => {
  const file = join(folder, `${rows}.sqlite`);
  const valueOf = (key: number): number => VALUES[(key / 3) % VALUES.length] as number;
  writeTableFile(file, {
    name: 'numbers',
    rows,
    keys: Uint32Array.from({ length: rows }, (_, place) => place * 3),
    columns: [
      { name: 'value', type: 'INTEGER', value: valueOf },
      { name: 'half', type: 'REAL', value: (key) => key / 2 },
    ],
  });
  const database = new Database(file, { readonly: true });
  try {
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    const read = database.prepare('SELECT id, value, half FROM numbers').raw().all();
    expect(read).toEqual(
      Array.from({ length: rows }, (_, place) => {
        const value = valueOf(place * 3);
        return [place * 3, Number.isNaN(value) ? null : value, (place * 3) / 2];
      }),
    );
    const last = (rows - 1) * 3;
    expect(database.prepare('SELECT half FROM numbers WHERE id = ?').pluck().get(last)).toBe(
      rows === 0 ? undefined : last / 2,
    );
  } finally {
    database.close();
  }
});

it('writes over no file', () => {
  const table = { name: 'numbers', rows: 0, keys: null, columns: [] };
  writeTableFile(join(folder, 'once.sqlite'), table);
  expect(() => writeTableFile(join(folder, 'once.sqlite'), table)).toThrow(/EEXIST/);
});
