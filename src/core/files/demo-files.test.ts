import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { demoFile } from './demo-files.ts';

function shelf() {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-demos-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const hashes = new Map<string, string>();
  const make = (name: string, stopped: () => boolean = () => false) =>
    demoFile(
      name,
      folder,
      '1.0.0',
      (key) => hashes.get(key) ?? null,
      (key, hash) => void hashes.set(key, hash),
      stopped,
    );
  return { folder, make };
}

describe('a demo model on the disk', () => {
  it('is written once and found again, and its hash is that of its bytes', async () => {
    const { folder, make } = shelf();
    const { path, contentHash } = await make('demo:mlp-tiny');
    expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(contentHash);
    const { ino } = statSync(path);
    expect(await make('demo:mlp-tiny')).toEqual({ path, contentHash });
    expect(statSync(path).ino).toBe(ino);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('is written again where somebody took the file away', async () => {
    const { make } = shelf();
    const first = await make('demo:mlp-tiny');
    rmSync(first.path);
    expect(await make('demo:mlp-tiny')).toEqual(first);
    expect(statSync(first.path).isFile()).toBe(true);
  });

  it('leaves nothing half-written where it is stopped', async () => {
    const { folder, make } = shelf();
    await expect(make('demo:encoder-small', () => true)).rejects.toMatchObject({ code: 'RUN_FAILED' });
    expect(readdirSync(folder)).toEqual([]);
  });
});
