import { describe, expect, it, vi } from 'vitest';
import type { AbRequest } from '../../../contract/ab.ts';
import type { CardLevel } from '../../reference-outputs/card-level.ts';
import { memoryLevel } from '../../reference-outputs/memory-level.ts';
import { benchWithFakes, MLP, PATIENT } from '../bench.test-support.ts';
import { AbTests } from './ab-tests.ts';
import { ScriptedExecutor } from './scripted-executor.test-support.ts';

/** A card that tells what became of it. */
function cardOfTest() {
  const told: string[] = [];
  const card: CardLevel = {
    ...memoryLevel(1e6),
    name: 'gpu',
    isHere: async () => told.push('asked') > 0,
    leave: async () => void told.push('left'),
  };
  return { told, card };
}

function comparisons() {
  const fakes = benchWithFakes();
  const executor = new ScriptedExecutor(
    ({ provider }) => provider,
    () => [1, 1.01, 1.02],
  );
  const { told, card } = cardOfTest();
  const tests = new AbTests({ ...fakes.surroundings, executor, queue: fakes.bench.queue, card });
  const compare = async (a: AbRequest['a']['provider'], b: AbRequest['a']['provider'], seed = 7) => {
    const sides = { a: { ...MLP, provider: a, seed }, b: { ...MLP, provider: b, threads: 2 } } as AbRequest;
    const { id } = await tests.start({ ...sides, pairs: 1 });
    const { comparison } = await vi.waitFor(() => {
      const result = tests.get(id);
      if (result.comparison.endedAt === null) throw new Error('It goes on.');
      return result;
    }, PATIENT);
    await fakes.bench.queue.idle;
    return comparison;
  };
  const toldNow = (): readonly string[] => told.splice(0);
  return { ...fakes, tests, compare, toldNow };
}

describe('a card’s memory', () => {
  it('is asked for comparisons on a GPU alone, and left before anything else is measured', async () => {
    const { compare, toldNow, bench, ended, started } = comparisons();
    expect((await compare('cpu', 'cpu')).agreement?.reference?.levels).toHaveLength(2);
    expect(toldNow()).toEqual(['left']);
    const onCard = await compare('webgpu', 'webgpu');
    expect(toldNow()).toEqual(['asked', 'asked']);
    expect(onCard.agreement?.reference?.levels.map(({ level }) => level)).toEqual(['memory', 'gpu', 'disk']);
    await compare('cpu', 'webgpu', 8);
    expect(toldNow()).toEqual(['asked', 'asked']);
    const { id } = await bench.start(MLP);
    await started(1);
    expect(toldNow()).toEqual(['left']);
    bench.stop(id);
    await ended(id);
  });

  it('is left at the end', async () => {
    const { tests, toldNow } = comparisons();
    await tests.close();
    expect(toldNow()).toEqual(['left']);
  });
});
