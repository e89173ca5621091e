import { describe, expect, it } from 'vitest';
import type { DynoApi } from '../../contract/api.ts';
import {
  UPKEEP_DEFAULTS,
  type PrunePlan,
  type PruneRequest,
  type UpkeepState,
} from '../../contract/upkeep.ts';
import { createFakeHost } from './fake-host.fixture.ts';

const NOTHING: PrunePlan = { before: 86_400e3, runIds: [], bytes: 0, kept: [], binned: 0 };
const TWO: PrunePlan = { ...NOTHING, runIds: ['a', 'b'], bytes: 2048, binned: 3 };

function world(plan: PrunePlan, lastMoved: UpkeepState['lastMoved'] = null) {
  const pruned: PruneRequest[] = [];
  const restored: (readonly string[])[] = [];
  const api: Partial<DynoApi> = {
    planPrune: async () => plan,
    pruneStore: async (request) => {
      pruned.push(request);
      const forGood = request.forGood === true;
      const removed = forGood ? plan.runIds.length + plan.binned : 0;
      return { ...plan, movedToBin: forGood ? 0 : plan.runIds.length, removed, freedBytes: 4096 };
    },
    upkeep: async () => ({
      settings: UPKEEP_DEFAULTS,
      backups: [],
      storeBytes: 0,
      freeBytes: 0,
      runs: 0,
      nextBackupAt: null,
      plan,
      lastMoved,
      problem: null,
    }),
    restoreRuns: async (runIds) => void restored.push(runIds),
  };
  return { api, pruned, restored };
}

describe('db prune', () => {
  it.each([
    [true, 1],
    [false, 0],
  ])('asks, and does what is answered: %s', async (answer, times) => {
    const { api, pruned } = world(TWO);
    const host = createFakeHost(api, answer);
    const { code, out } = await host.run('db', 'prune', '--months', '6');
    expect([code, host.questions]).toEqual([0, ['Move 2 runs to the bin?']]);
    expect(pruned).toEqual(Array(times).fill({ keepMonths: 6 }));
    expect(out.includes('Moved 2 runs to the bin')).toBe(answer);
  });

  it('moves nothing where nobody is there to say yes, and says how to', async () => {
    const { api, pruned } = world(TWO);
    await expect(createFakeHost(api).run('db', 'prune')).rejects.toMatchObject({
      code: 'USAGE',
      subject: '--yes',
    });
    expect(JSON.parse((await createFakeHost(api, true).run('db', 'prune', '--json')).out)).toMatchObject({
      pruned: null,
    });
    expect(pruned).toEqual([]);
  });

  it('asks nothing where there is nothing to move', async () => {
    const { api, pruned } = world({ ...NOTHING, binned: 3 });
    const host = createFakeHost(api);
    expect((await host.run('db', 'prune')).code).toBe(0);
    expect([host.questions, pruned]).toEqual([[], []]);
  });

  it('--for-good counts what was long in the bin', async () => {
    const { api } = world(TWO);
    const host = createFakeHost(api, true);
    expect((await host.run('db', 'prune', '--for-good')).out).toContain('Removed 5 runs');
    expect(host.questions).toEqual(['Remove 5 runs for good?']);
  });

  it('--for-good goes on where no run is to go: rows of no run go with it', async () => {
    const { api, pruned } = world(NOTHING);
    const host = createFakeHost(api, true);
    expect((await host.run('db', 'prune', '--for-good')).out).toContain('Removed 0 runs');
    expect(host.questions.join()).toContain('rows that belong to no run');
    await createFakeHost(api).run('db', 'prune', '--for-good', '--yes');
    expect(pruned).toEqual([{ forGood: true }, { forGood: true }]);
  });

  it('--undo brings back what was moved last', async () => {
    const { api, restored } = world(NOTHING, { at: 1, runIds: ['a', 'b'] });
    expect((await createFakeHost(api).run('db', 'prune', '--undo')).out).toContain('Brought 2 runs back.');
    expect(restored).toEqual([['a', 'b']]);
    const { out } = await createFakeHost(world(NOTHING).api).run('db', 'prune', '--undo');
    expect(out).toContain('Nothing to bring back.');
  });
});
