import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ProberApi } from '../../contract/prober-api.ts';
import { cudaOrNull, useStandIn, WITHOUT } from '../../prober/gpu/stand-in-cuda.test-support.ts';
import { PATIENT } from '../engine/bench.test-support.ts';
import { forkChild } from '../engine/forked-ports.test-support.ts';
import type { Child, CorePorts } from '../ports.ts';
import { cardLevel, type CardSurroundings } from './card-level.ts';
import { LayeredCache } from './layered-cache.ts';
import { memoryLevel } from './memory-level.ts';

const SOURCES = join(import.meta.dirname, '..', '..');
const PROBER = join(SOURCES, 'prober', 'index.ts');
const SCRIPTED = join(SOURCES, 'core', 'engine', 'probe', 'scripted-prober.fixture.ts');

const bytes = (count: number, value = 1): Uint8Array => new Uint8Array(count).fill(value);
const never = (): Promise<Uint8Array> => Promise.reject(new Error('It is there already.'));

/** A memory of one item, a card, and a disk: what the next key pushes out of memory is looked for on the card. */
function levels(file = PROBER, { takesStandIn = true, ...rest }: Partial<CardSurroundings> = {}) {
  const launched: Child<ProberApi, object>[] = [];
  const time = { ms: 0 };
  const launchProber: CorePorts['launchProber'] = (events) => {
    const child = forkChild<ProberApi, typeof events>(file, events, process.env);
    launched.push(child);
    return child;
  };
  const card = cardLevel({ launchProber, clock: { monotonic: () => time.ms }, takesStandIn, ...rest });
  onTestFinished(() => card.leave());
  const warnings: string[] = [];
  const all = [memoryLevel(100), card, { ...memoryLevel(1e6), name: 'disk' as const }];
  const cache = new LayeredCache(all, { warn: (text) => void warnings.push(text) });
  const from = async (key: string, size = 100) =>
    (await cache.getOrCompute(key, async () => bytes(size))).from;
  return { cache, card, launched, warnings, time, from };
}

const kill = async (child: Child<ProberApi, object> | undefined): Promise<void> => {
  child?.kill();
  await child?.exited;
};

const named = (name: string): string => `${name} ${WITHOUT}`;

describe.skipIf(cudaOrNull === null)(named('a level on a card, here a stand-in for one'), () => {
  it('is started for the first question, filled from below, and tells how often it had what was asked', async () => {
    useStandIn();
    const { cache, card, launched, warnings, from } = levels();
    expect(launched).toHaveLength(0);
    expect(await from('a')).toBeNull();
    expect(await from('b')).toBeNull();
    expect((await cache.getOrCompute('a', never)).from).toBe('gpu');
    expect(await cache.getOrCompute('a', never)).toEqual({ bytes: bytes(100), from: 'memory' });
    expect(cache.statistics()).toMatchObject([
      { level: 'memory', hits: 1, asked: 4 },
      { level: 'gpu', hits: 1, asked: 3, hitRate: 1 / 3, entries: 2, bytes: 200, limitBytes: 64 * 1024 ** 2 },
      { level: 'disk', hits: 0, asked: 2, entries: 2 },
    ]);
    expect([launched.length, warnings]).toEqual([1, []]);
    await card.leave();
    expect(await from('b')).toBe('disk');
    expect(await from('a')).toBe('disk');
    expect(await from('b')).toBe('gpu');
    expect(launched).toHaveLength(2);
  });

  it('refuses what is larger than a quarter of what is free', async () => {
    useStandIn('stand_in_cuda', `memory=${400 * 1024}`);
    const { cache, from, warnings } = levels();
    await from('small', 1000);
    await from('large', 101 * 1024);
    expect(await from('large')).toBe('disk');
    expect(cache.statistics()[1]).toMatchObject({
      refusals: 2,
      failures: 0,
      entries: 1,
      limitBytes: 100 * 1024,
    });
    expect(warnings).toEqual([]);
  });

  it('is passed over where the card is full of other things', async () => {
    useStandIn('stand_in_cuda', 'fail=cuMemAlloc:2@1');
    const { cache, from, warnings } = levels();
    expect(await from('a')).toBeNull();
    expect(cache.statistics()[1]).toMatchObject({ level: 'gpu', refusals: 1, failures: 0, entries: 0 });
    await from('b');
    await from('a');
    expect(await from('b')).toBe('gpu');
    expect(warnings).toEqual([]);
  });

  it('rests where its process was killed in the middle, with a warning, and begins again later', async () => {
    useStandIn();
    const { from, launched, warnings, time } = levels();
    await from('a');
    await from('b');
    await kill(launched[0]);
    expect(await from('a')).toBe('disk');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /gpu level .* passed over: .*SIGKILL.*, at: reading what is kept on the card/,
    );
    expect(await from('b')).toBe('disk');
    expect([launched.length, warnings.length]).toEqual([1, 1]);
    time.ms = 3_600_000;
    expect(await from('a')).toBe('disk');
    expect(await from('b')).toBe('disk');
    expect(await from('a')).toBe('gpu');
    expect(launched).toHaveLength(2);
  });

  it('is passed over where the card is lost, and its process ended', async () => {
    useStandIn('stand_in_cuda', 'lose=cuMemcpyDtoH:719@1');
    const { from, launched, warnings } = levels();
    await from('a');
    await from('b');
    expect(await from('a')).toBe('disk');
    expect(warnings.join()).toContain('CUDA_ERROR');
    await launched[0]?.exited;
  });

  it('leaves the card when nothing was asked for long', async () => {
    useStandIn();
    const { from, card, launched, warnings } = levels(PROBER, { limits: { idleMs: 20 } });
    await from('a');
    await launched[0]?.exited;
    await vi.waitFor(() => expect(card.statistics().entries).toBe(0), PATIENT);
    expect(warnings).toEqual([]);
  });

  it.each([
    ['the driver shows no card', 'devices=0', true],
    ['the cards are too old', 'capability=61', true],
    ['what is there is a stand-in, outside of tests', '', false],
  ])('is not there, and not told of, where %s', async (_case, script, takesStandIn) => {
    useStandIn('stand_in_cuda', script);
    const { cache, from, launched, warnings } = levels(PROBER, { takesStandIn });
    for (const key of ['a', 'b', 'a']) await from(key);
    expect(cache.hits().map(({ level }) => level)).toEqual(['memory', 'disk']);
    expect(cache.statistics()).toHaveLength(2);
    expect([launched.length, warnings]).toEqual([1, []]);
    await launched[0]?.exited;
  });
});

describe('a level on a card', () => {
  it('is cut off where its driver hangs, and only waited for once', async () => {
    vi.stubEnv('PROBER_SCRIPT', 'cache-hangs');
    onTestFinished(() => void vi.unstubAllEnvs());
    const { cache, from, launched, warnings } = levels(SCRIPTED, { limits: { longestMs: 3000 } });
    expect(await from('a')).toBeNull();
    expect(await from('b')).toBeNull();
    expect(await from('a')).toBe('disk');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('cut off, at: making a cache on the card');
    expect(cache.hits().map(({ level }) => level)).toEqual(['memory', 'disk']);
    expect(launched).toHaveLength(1);
  });

  it('is ended at once where the program ends, whatever its driver does', async () => {
    vi.stubEnv('PROBER_SCRIPT', 'cache-hangs');
    onTestFinished(() => void vi.unstubAllEnvs());
    const { card, from, launched, warnings } = levels(SCRIPTED);
    const answer = from('a');
    await vi.waitFor(() => expect(launched).toHaveLength(1), PATIENT);
    await card.leave();
    await launched[0]?.exited;
    expect(await answer).toBeNull();
    expect(warnings).toHaveLength(1);
  });

  it('is not there without the native addon', async () => {
    vi.stubEnv('DYNO_NATIVE', 'off');
    onTestFinished(() => void vi.unstubAllEnvs());
    const { cache, from, warnings } = levels();
    await from('a');
    expect(cache.hits().map(({ level }) => level)).toEqual(['memory', 'disk']);
    expect(warnings).toEqual([]);
  });
});
