import { afterAll, describe, expect, it } from 'vitest';
import { createSandbox } from '../dyno.fixture.ts';
import { mergeSettings, setting } from '../side-settings.ts';

const sandbox = createSandbox();
afterAll(() => sandbox.end());

const FAKE = 'fake:normal(1ms,0.02ms)+spread(0.5%)';
const simulated = (b: string, ...more: string[]) =>
  sandbox.json('ab', 'demo:mlp-tiny', '--executor', FAKE, '--b', `executor=${b}`, '--seed', '5', ...more);

describe('dyno ab', () => {
  it('answers about B, with A as the reference', async () => {
    const { code, document } = await simulated('fake:normal(0.7ms,0.02ms)+spread(0.5%)');
    expect(code).toBe(0);
    expect(document).toMatchObject({ verdict: 'faster', pairs: 8, needPairs: 0, cautions: [] });
    const [low, high] = document['ratioCi95'] as [number, number];
    expect(low).toBeLessThan(0.71);
    expect(high).toBeGreaterThan(0.69);
    expect(document['ratio']).toBeGreaterThan(low);
    expect(document['minimumDetectable']).toBeLessThan(0.05);
    expect(document['sentence']).toMatch(/^B is 1\.4\d× faster than A/);
    expect(document['a']).toMatchObject({ config: { executor: FAKE } });
  });

  it('draws the same comparison from the same seed', async () => {
    const [one, two] = [await simulated(FAKE), await simulated(FAKE)];
    expect(one.document['verdict']).toBe('same');
    expect(one.document['ratio']).toBe(two.document['ratio']);
  });

  it('ends with 4 where it is undecided', async () => {
    const { code, document } = await simulated('fake:normal(1ms,0.02ms)+spread(40%)', '--pairs', '6');
    expect(code).toBe(4);
    expect(document).toMatchObject({ verdict: 'undecided', pairs: 6 });
    expect(document['needPairs']).toBeGreaterThan(0);
  });

  it('measures real processes, and the runs know their comparison', async () => {
    const words = ['ab', 'demo:mlp-tiny', '--b', 'graph-level=basic', '--threads', '1', '--pairs', '2'];
    const { code, out, err } = await sandbox.run(...words);
    expect(code).toBe(4);
    expect(out).toMatch(/Undecided after 2 pairs/);
    expect(out).toMatch(/A {2}mlp-tiny .*cpu · batch 1 · 1 thread\n/);
    expect(out).toMatch(/graph basic/);
    expect(out).toMatch(/outputs .*over 10 values/);
    expect(out.split('\n').every((line) => [...line].length <= 80)).toBe(true);
    expect(err).not.toMatch(/rror/);
    const { document } = await sandbox.json('runs', '--limit', '2');
    const runs = document['runs'] as readonly { readonly iterations: number }[];
    expect(runs).toHaveLength(2);
  });

  it('refuses what it does not know, and what is no model', async () => {
    const wrong = await sandbox.json('ab', 'demo:mlp-tiny', '--b', 'iterations=5');
    expect([wrong.code, wrong.document.error?.code]).toEqual([2, 'USAGE']);
    const missing = await sandbox.json('ab', 'demo:mlp-tiny', 'nowhere.onnx');
    expect([missing.code, missing.document.error?.code]).toEqual([2, 'FILE_NOT_FOUND']);
    const margin = await sandbox.json('ab', 'demo:mlp-tiny', '--margin', '200%');
    expect(margin.document.error?.message).toContain('--margin takes a share');
  });

  it('fails with the reason where a side is refused', async () => {
    const { code, document } = await simulated('fake:constant(1ms)+refuse');
    expect([code, document.error?.code]).toEqual([3, 'MODEL_REFUSED']);
    expect(document).toMatchObject({ verdict: 'undecided', lostPairs: 0 });
  });
});

describe('the settings of a side', () => {
  const read = setting('--b', (path) => `/here/${path}`);

  it('are the bench’s own options', () => {
    expect(['provider=cpu', 'threads=2', 'seq=64', 'graph-level=basic', 'level=expert'].map(read)).toEqual([
      { provider: 'cpu' },
      { threads: 2 },
      { sequence: 64 },
      { graphLevel: 'basic' },
      { level: 'expert' },
    ]);
    expect(read('shape.a.b=1x3')).toEqual({ shapes: { 'a.b': [1, 3] } });
    expect(read('input.x=x.npy')).toEqual({ inputFiles: { x: '/here/x.npy' } });
  });

  it('add shapes up, and let the later word win', () => {
    const merged = mergeSettings(['shape.a=1', 'batch=2', 'shape.b=2', 'batch=3'].map(read));
    expect(merged).toEqual({ shapes: { a: [1], b: [2] }, batch: 3 });
  });

  it.each(['', '=3', 'batch', 'batch=', 'name=x', 'shape.=1'])('do not take "%s"', (words) => {
    expect(() => read(words)).toThrow(/--b/);
  });
});
