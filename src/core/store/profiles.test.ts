import { expect, it } from 'vitest';
import { currentOwner } from './owner.ts';
import { aRun } from './run.fixture.ts';
import { emptyFolder, NOON, open } from './store.fixture.ts';

const PACKED = { operators: Uint8Array.of(1, 2), graph: null, spans: Uint8Array.of(3) };

it('keeps the parts of a profile, each to be had alone, and forgets them with their run', () => {
  const store = open(emptyFolder());
  const run = aRun('r1');
  store.insertRun(run, currentOwner());
  expect(store.getProfilePart(run.id, 'operators')).toBeNull();
  store.putProfile(run.id, PACKED);
  expect([...(store.getProfilePart(run.id, 'operators') ?? [])]).toEqual([1, 2]);
  expect(store.getProfilePart(run.id, 'graph')).toBeNull();
  expect([...(store.getProfilePart(run.id, 'spans') ?? [])]).toEqual([3]);
  store.setDeleted([run.id], NOON);
  store.purgeRuns(store.binnedBefore(NOON + 1, 10));
  expect(store.getProfilePart(run.id, 'spans')).toBeNull();
});
