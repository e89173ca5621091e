import { describe, expect, it } from 'vitest';
import type { ModelListItem } from '../../../contract/model.ts';
import type { Run } from '../../../contract/run.ts';
import { groupDemos, recentModels } from './demo-groups.ts';
import { previousRun } from './previous-run.ts';

const item = (location: string, lastUsed: number | null = null, detail = ''): ModelListItem => ({
  ref: { kind: location.startsWith('demo:') ? 'demo' : 'file', location },
  name: location,
  detail,
  lastUsed,
});

describe('the choice of models', () => {
  it('groups demo models by family and leaves out what is none', () => {
    const groups = groupDemos(
      ['demo:mlp-tiny', '/m.onnx', 'demo:cnn-tiny', 'demo:mlp-base', 'demo:odd'].map((at) => item(at)),
    );
    expect(groups.map(({ family, models }) => [family, models.map(({ size }) => size)])).toEqual([
      ['mlp', ['tiny', 'base']],
      ['cnn', ['tiny']],
    ]);
  });

  it('says once what a family is like, and of each model how large it is', () => {
    const [group] = groupDemos([
      item('demo:encoder-tiny', null, 'BERT-like, any length, 168 k parameters'),
      item('demo:encoder-base', null, '109 M parameters'),
    ]);
    expect(group?.words).toBe('BERT-like, any length');
    expect(group?.models.map(({ detail }) => detail)).toEqual(['168 k parameters', '109 M parameters']);
  });

  it('shows what was used last first, and no demo that never was', () => {
    const items = [
      item('/old.onnx', 1),
      item('demo:mlp-tiny'),
      item('/new.onnx', 3),
      item('demo:cnn-tiny', 2),
    ];
    expect(recentModels(items, 2).map(({ name }) => name)).toEqual(['/new.onnx', 'demo:cnn-tiny']);
  });
});

describe('the previous run', () => {
  const run = (
    id: string,
    createdAt: number,
    extra: { hash?: string; name?: string; batch?: number; bare?: boolean } = {},
  ) =>
    ({
      id,
      createdAt,
      deletedAt: null,
      latencyMs: extra.bare === true ? null : { p50: 1 },
      model: { contentHash: extra.hash ?? 'h', name: extra.name ?? 'm' },
      config: { provider: 'cpu', batch: extra.batch ?? 1, sequence: null, threads: null },
    }) as unknown as Run;

  it('is the latest earlier one made in the same way', () => {
    const runs = [run('a', 1), run('b', 2), run('c', 3, { batch: 8 }), run('now', 4), run('later', 5)];
    expect(previousRun(run('now', 4), runs)?.id).toBe('b');
  });

  it('is one made differently, or of a former version, rather than none', () => {
    expect(previousRun(run('now', 4), [run('c', 3, { batch: 8 })])?.id).toBe('c');
    expect(previousRun(run('now', 4), [run('v1', 3, { hash: 'other' })])?.id).toBe('v1');
    expect(previousRun(run('now', 4), [run('x', 3, { hash: 'other', name: 'other' })])).toBeNull();
  });

  it('has numbers', () => {
    expect(previousRun(run('now', 4), [run('a', 1, { bare: true })])).toBeNull();
  });
});
