import { describe, expect, it } from 'vitest';
import type { ModelListItem } from '../../../contract/model.ts';
import type { RunFacts } from '../../../contract/run-list.ts';
import { tableOf } from '../../../core/analysis/run-list/facts.test-support.ts';
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
  const measured = { p50Ms: 1 };
  const now = { createdAt: 4, ...measured };
  const earlier = (createdAt: number, change: Partial<RunFacts> = {}) => ({
    createdAt,
    ...measured,
    ...change,
  });

  it('is the latest earlier one made in the same way', () => {
    const c = earlier(3, { benchmark: 'batch 8' });
    const table = tableOf({ later: earlier(5), now, c, b: earlier(2), a: earlier(1) });
    expect(previousRun('now', table)).toBe('b');
  });

  it('is one made differently, or of a former version, rather than none', () => {
    expect(previousRun('now', tableOf({ now, c: earlier(3, { benchmark: 'batch 8' }) }))).toBe('c');
    expect(previousRun('now', tableOf({ now, v1: earlier(3, { contentHash: 'other' }) }))).toBe('v1');
    const other = { contentHash: 'other', model: 'other' };
    expect(previousRun('now', tableOf({ now, x: earlier(3, other) }))).toBeNull();
  });

  it('has numbers, and is none of a run that the list does not know yet', () => {
    expect(previousRun('now', tableOf({ now, a: { createdAt: 1 } }))).toBeNull();
    expect(previousRun('new', tableOf({ now }))).toBeNull();
  });
});
