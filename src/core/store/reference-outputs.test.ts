import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from './open-store.ts';

function storeHere() {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-kept-'));
  const store = openStore({ folder, wallNow: () => 0 });
  onTestFinished(() => {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return store;
}

const bytes = (count: number, value = 1): Uint8Array => new Uint8Array(count).fill(value);

describe('reference outputs in the store', () => {
  it('come back as they went in, and are replaced by their key', () => {
    const store = storeHere();
    expect(store.referenceOutputs('a', 1)).toBeNull();
    expect(store.putReferenceOutputs('a', Uint8Array.of(0, 255, 7), 1, 100)).toBe(true);
    expect(store.putReferenceOutputs('a', Uint8Array.of(1, 2), 2, 100)).toBe(true);
    expect([...(store.referenceOutputs('a', 3) ?? [])]).toEqual([1, 2]);
    expect(store.referenceOutputsKept()).toEqual({ entries: 1, bytes: 2 });
  });

  it('give up those not asked for the longest, and refuse what is larger than all may be', () => {
    const store = storeHere();
    for (const [at, key] of [...'abc'].entries()) store.putReferenceOutputs(key, bytes(30), at, 100);
    store.referenceOutputs('a', 10);
    expect(store.putReferenceOutputs('d', bytes(60), 11, 100)).toBe(true);
    expect([...'abcd'].filter((key) => store.referenceOutputs(key, 12) !== null)).toEqual(['a', 'd']);
    expect(store.referenceOutputsKept()).toEqual({ entries: 2, bytes: 90 });
    expect(store.putReferenceOutputs('large', bytes(101), 13, 100)).toBe(false);
    expect(store.referenceOutputsKept().entries).toBe(2);
    expect(store.putReferenceOutputs('whole', bytes(100), 14, 100)).toBe(true);
    expect(store.referenceOutputsKept()).toEqual({ entries: 1, bytes: 100 });
  });
});
