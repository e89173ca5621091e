import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ColdCache, lastLevelCache } from './cold-cache.ts';
import { demoJob, forkWorker, temporaryFolder } from './worker.test-support.ts';

function cachesOf(...sizes: readonly string[]): string {
  const folder = temporaryFolder();
  for (const [index, size] of sizes.entries()) {
    mkdirSync(join(folder, `index${index}`));
    writeFileSync(join(folder, `index${index}`, 'size'), `${size}\n`);
  }
  return folder;
}

describe('the last-level cache', () => {
  it('is the largest that the system tells of', () => {
    expect(lastLevelCache(cachesOf('32K', '32K', '1024K', '32768K'))).toBe(32 * 2 ** 20);
    expect(lastLevelCache(cachesOf('48K', '2M'))).toBe(2 * 2 ** 20);
    expect(lastLevelCache(cachesOf('1G', '512'))).toBe(2 ** 30);
  });

  it('is taken for 64 MiB where it tells of none', () => {
    expect(lastLevelCache(cachesOf())).toBe(64 * 2 ** 20);
    expect(lastLevelCache('/no/such/folder')).toBe(64 * 2 ** 20);
    expect(lastLevelCache(cachesOf('what'))).toBe(64 * 2 ** 20);
  });
});

describe('a cold-cache run', () => {
  it('overwrites twice the last-level cache, and says so', async () => {
    const { child } = forkWorker();
    const result = await child.connection.remote.measure(demoJob('mlp-tiny', { coldCache: true }));
    expect(result.latencyMs?.count).toBe(10);
    expect(result.resources?.coldCacheBytes).toBe(new ColdCache().bytes);
    expect(result.resources?.idleBytes).toBeGreaterThan(new ColdCache().bytes);
  });
});
