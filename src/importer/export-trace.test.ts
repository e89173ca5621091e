import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { columnsOf } from '../core/analysis/trace/columns.test-support.ts';
import { exportTrace } from './export-trace.ts';

const folder = mkdtempSync(join(tmpdir(), 'dyno-export-'));
afterAll(() => rmSync(folder, { recursive: true }));
const source = join(folder, 'source.json');
writeFileSync(source, 'the source');
const columns = columnsOf([{ name: 'a', startUs: 0, durationUs: 1 }], { info: { path: source } });

it('writes the whole under its name, and nothing beside it', async () => {
  const path = join(folder, 'out.folded');
  expect(await exportTrace(columns, folder, 'folded', path)).toEqual({ bytes: 7 });
  expect(readFileSync(path, 'utf8')).toBe('a 1000\n');
  expect(readdirSync(folder).sort()).toEqual(['out.folded', 'source.json']);
});

it('does not write over the source', async () => {
  await expect(exportTrace(columns, folder, 'csv', source)).rejects.toMatchObject({ code: 'USAGE' });
  expect(readFileSync(source, 'utf8')).toBe('the source');
});

it('says why it cannot write, and leaves nothing', async () => {
  await expect(exportTrace(columns, folder, 'csv', join(folder, 'none', 'out.csv'))).rejects.toMatchObject({
    code: 'USAGE',
    subject: join(folder, 'none', 'out.csv'),
  });
  await expect(exportTrace(columns, folder, 'csv', folder)).rejects.toMatchObject({ code: 'USAGE' });
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
});
