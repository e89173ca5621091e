import { describe, expect, it } from 'vitest';
import { currentOwner } from './owner.ts';
import { aRun } from './run.fixture.ts';
import { codeOf, emptyFolder, open, thrownBy } from './store.fixture.ts';
import type { Store } from './store.ts';

function storeOf(runs: Readonly<Record<string, string>>): Store {
  const store = open(emptyFolder());
  Object.entries(runs).forEach(([id, name], index) =>
    store.insertRun(aRun(id, { name, createdAt: index }), currentOwner()),
  );
  return store;
}

describe('the run that a reference means', () => {
  const store = () => storeOf({ 'abc-1': 'first', 'abd-2': 'second', 'b-3': 'abc-1', 'c-4': 'b' });

  it('is the one with that id, even if another has it as its name', () => {
    expect(store().resolveRun('abc-1').id).toBe('abc-1');
  });

  it('is the only one whose id begins so, in either case', () => {
    expect(store().resolveRun('abd').id).toBe('abd-2');
    expect(store().resolveRun(' ABD ').id).toBe('abd-2');
  });

  it('is the one with that name, before any beginning of an id', () => {
    expect(store().resolveRun('second').id).toBe('abd-2');
    expect(store().resolveRun('b').id).toBe('c-4');
  });

  it('is counted back from the newest, deleted ones left out', () => {
    const runs = store();
    expect(runs.resolveRun('last').id).toBe('c-4');
    expect(runs.resolveRun('last~0').id).toBe('c-4');
    expect(runs.resolveRun('last~3').id).toBe('abc-1');
    runs.setDeleted(['c-4', 'b-3'], 1);
    expect(runs.resolveRun('last').id).toBe('abd-2');
    const { code, message } = thrownBy(() => runs.resolveRun('last~2'));
    expect(code).toBe('RUN_NOT_FOUND');
    expect(message).toContain('only 2 runs');
  });

  it('is asked for again, with the candidates, where more than one could be meant', () => {
    const { code, message } = thrownBy(() => store().resolveRun('ab'));
    expect(code).toBe('RUN_NOT_FOUND');
    expect(message).toContain('abc-1 (first), abd-2 (second)');
    const twins = storeOf({ x1: 'same', x2: 'same' });
    expect(thrownBy(() => twins.resolveRun('same')).message).toContain('x2 (same), x1 (same)');
  });

  it('is none for what nothing goes by, wildcards included', () => {
    for (const reference of ['', '  ', 'zzz', '%', 'ab_', 'last~', 'last~-1', 'last~99999999999999999999']) {
      expect(codeOf(() => store().resolveRun(reference))).toBe('RUN_NOT_FOUND');
    }
    expect(thrownBy(() => storeOf({}).resolveRun('last')).message).toBe('There are no runs yet.');
  });

  it('may be a deleted one by its whole id, so that it can be restored', () => {
    const runs = store();
    runs.setDeleted(['abd-2'], 1);
    expect(runs.resolveRun('abd-2').id).toBe('abd-2');
    expect(codeOf(() => runs.resolveRun('second'))).toBe('RUN_NOT_FOUND');
  });
});
