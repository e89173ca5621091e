import { describe, expect, it, vi } from 'vitest';
import type { AbRequest, AbWithRuns } from '../../../contract/ab.ts';
import { DynoError } from '../../../contract/errors.ts';
import { benchWithFakes, MLP, PATIENT } from '../bench.test-support.ts';
import { NO_CARD } from '../../reference-outputs/no-card.fixture.ts';
import { AbTests } from './ab-tests.ts';
import { died, ScriptedExecutor, type Script } from './scripted-executor.test-support.ts';

const REQUEST: AbRequest = { a: MLP, b: { ...MLP, threads: 2 }, pairs: 12, seed: 7 };

/** A takes 1 ms and B what it says, with a little of its own in every process. */
const taking =
  (b: number): Script =>
  ({ threads }, opened) => {
    const own = 1 + 0.002 * Math.sin(opened * 2.7);
    return [0.9, 1, 1.1].map((part) => part * own * (threads === 2 ? b : 1));
  };

function abWithFakes(script: Script) {
  const fakes = benchWithFakes();
  const executor = new ScriptedExecutor(({ threads }) => (threads === 2 ? 'B' : 'A'), script);
  const tests = new AbTests({ ...fakes.surroundings, executor, queue: fakes.bench.queue, card: NO_CARD });
  const ended = (id: string): Promise<AbWithRuns> =>
    vi.waitFor(() => {
      const result = tests.get(id);
      const { status } = result.comparison;
      if (status === 'queued' || status === 'running') throw new Error('It goes on.');
      return result;
    }, PATIENT);
  return { ...fakes, executor, tests, ended };
}

const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  const thrown: unknown = await promise.then(
    () => new Error('Nothing was thrown.'),
    (error: unknown) => error,
  );
  return thrown instanceof DynoError ? thrown.code : String(thrown);
};

describe('a tested comparison', () => {
  it('ends when it is decided, stored as one comparison with two runs', async () => {
    const { tests, ended, events, store } = abWithFakes(taking(0.7));
    const { id } = await tests.start({ ...REQUEST, pairs: 40, name: 'new kernel', tags: ['x'] });
    const { comparison, a, b } = await ended(id);
    expect(comparison).toMatchObject({ status: 'done', error: null, lostPairs: 0, name: 'new kernel' });
    expect(comparison.answer).toMatchObject({ verdict: 'faster', pairs: 8, needPairs: 0 });
    expect(comparison.answer?.ratio).toBeCloseTo(0.7, 2);
    expect(a).toMatchObject({ status: 'done', comparisonId: id, name: 'new kernel · A', tags: ['x'] });
    expect(b?.latencyMs?.count).toBe(8 * 4 * 3);
    expect(b?.environment?.onnxRuntime).toBe('9.9.9');
    expect(store.getSeries(b?.id ?? '')?.sampleCount).toBe(96);
    expect(events.filter(({ type }) => type === 'ab-progress').length).toBeGreaterThan(16);
  });

  it('holds B against what A computed the first time, however often A is compared', async () => {
    const { tests, ended } = abWithFakes(taking(1.5));
    const compare = async (b: AbRequest['b']) =>
      (await ended((await tests.start({ ...REQUEST, b })).id)).comparison;
    expect((await compare(REQUEST.b)).agreement?.reference).toMatchObject({ from: 'this comparison' });
    expect((await compare(REQUEST.b)).agreement?.reference).toMatchObject({ from: 'memory', drift: 0 });
  });

  it('measures in turns, in a drawn order, with two processes of a pair and no more', async () => {
    const { tests, ended, executor } = abWithFakes(taking(1));
    const { comparison } = await ended((await tests.start(REQUEST)).id);
    expect(executor.mostAlive).toBe(2);
    expect(executor.alive).toBe(0);
    const turns = executor.log.filter((word) => !word.startsWith('probe')).join(' ');
    const pairs = turns.match(/open [AB] open [AB](?: [AB]){8}/g) ?? [];
    expect(new Set(pairs)).toEqual(
      new Set(['open A open B A B B A B A A B', 'open B open A B A A B A B B A']),
    );
    expect(pairs).toHaveLength(comparison.pairs.length);
    expect(executor.limits.at(-1)).toEqual({ iterations: null, durationMs: 30 });
  });

  it('gives a slow model two iterations a slice, and a very slow one a single one', async () => {
    for (const [ms, iterations] of [
      [80, 2],
      [5000, 1],
    ] as const) {
      const { tests, ended, executor } = abWithFakes(() => [ms]);
      await ended((await tests.start({ ...REQUEST, pairs: 2 })).id);
      expect(executor.limits.at(-1)).toEqual({ iterations, durationMs: null });
    }
  });

  it('is undecided after its pairs, and says how many more would tell', async () => {
    let turn = 0;
    const { tests, ended } = abWithFakes(({ threads }) => {
      turn += 1;
      return [threads === 2 ? 1.02 + 0.2 * Math.sin(turn) : 1];
    });
    const { comparison } = await ended((await tests.start(REQUEST)).id);
    expect(comparison).toMatchObject({ status: 'done' });
    expect(comparison.answer).toMatchObject({ verdict: 'undecided', pairs: 12 });
    expect(comparison.answer?.needPairs).toBeGreaterThan(0);
  });

  it('leaves a pair out whose process died, and goes on', async () => {
    const { tests, ended } = abWithFakes((job, opened) => (opened === 5 ? died() : taking(0.7)(job, opened)));
    const { comparison } = await ended((await tests.start({ ...REQUEST, pairs: 40 })).id);
    expect(comparison).toMatchObject({ status: 'done', lostPairs: 1 });
    expect(comparison.answer).toMatchObject({ verdict: 'faster', pairs: 8 });
  });

  it('fails where processes die again and again, and keeps what was measured', async () => {
    const { tests, ended } = abWithFakes((job, opened) => (opened > 8 ? died() : taking(0.7)(job, opened)));
    const { comparison, a } = await ended((await tests.start(REQUEST)).id);
    expect(comparison).toMatchObject({ status: 'crashed', error: { code: 'WORKER_CRASHED' } });
    expect(comparison.answer).toMatchObject({ verdict: 'undecided', pairs: 4 });
    expect(a).toMatchObject({ status: 'crashed', latencyMs: { count: 48 } });
  });

  it('fails at once where a side is refused', async () => {
    const refused = new DynoError({ code: 'MODEL_REFUSED', message: 'No.', subject: 'm', nextStep: 'x' });
    const { tests, ended, executor } = abWithFakes(() => refused);
    const { comparison } = await ended((await tests.start(REQUEST)).id);
    expect(comparison).toMatchObject({ status: 'failed', error: { code: 'MODEL_REFUSED' }, answer: null });
    expect(executor.log.filter((word) => word.startsWith('open'))).toHaveLength(2);
  });

  it('says that a time of nothing is no time', async () => {
    const { tests, ended } = abWithFakes(() => [0]);
    const { comparison } = await ended((await tests.start(REQUEST)).id);
    expect(comparison).toMatchObject({ status: 'failed', error: { code: 'RUN_FAILED' }, pairs: [] });
  });

  it('keeps the pairs that were measured when it is stopped, even where a process hangs', async () => {
    const { tests, ended, executor } = abWithFakes((job, opened) =>
      opened >= 6 ? 'hangs' : taking(0.7)(job, opened),
    );
    const { id } = await tests.start(REQUEST);
    await vi.waitFor(() => expect(executor.log.filter((word) => word.startsWith('open'))).toHaveLength(8));
    tests.stop(id);
    const { comparison, b } = await ended(id);
    expect(comparison).toMatchObject({ status: 'stopped', error: null, lostPairs: 0 });
    expect(comparison.answer).toMatchObject({ verdict: 'undecided', pairs: 3 });
    expect(b).toMatchObject({ status: 'stopped', latencyMs: { count: 36 } });
  });

  it('waits its turn, and ends at once where it is stopped before', async () => {
    const { tests, ended, lock } = abWithFakes(taking(1));
    lock.other = { pid: 1, what: 'x' };
    const { id, aRunId } = await tests.start(REQUEST);
    expect(tests.measures(aRunId)).toBe(true);
    expect(tests.stopOfRun(aRunId)).toBe(true);
    expect((await ended(id)).comparison).toMatchObject({ status: 'stopped', answer: null });
    expect(await codeOf(tests.start({ ...REQUEST, wait: false }))).toBe('MEASUREMENT_BUSY');
  });

  it('stays readable when a side’s run is deleted for good', async () => {
    const { tests, ended, store } = abWithFakes(taking(0.7));
    const { comparison } = await ended((await tests.start(REQUEST)).id);
    store.setDeleted([comparison.aRunId], 1);
    store.purgeRuns(store.binnedBefore(2, 10));
    expect(tests.get(comparison.id)).toMatchObject({
      a: null,
      comparison: { answer: { verdict: 'faster' } },
    });
  });

  it('gives both sides the same seed, and says where batches differ', async () => {
    const { tests, ended } = abWithFakes(taking(2));
    const { id } = await tests.start({
      ...REQUEST,
      a: { ...MLP, seed: 9 },
      b: { ...MLP, threads: 2, batch: 4 },
    });
    const { comparison, a, b } = await ended(id);
    expect([a?.config.seed, b?.config.seed]).toEqual([9, 9]);
    expect(comparison.cautions.join('\n')).toMatch(
      /1 sample in A and 4 samples in B\. Per sample B takes 0\.5/,
    );
  });
});

describe('what cannot be held against each other', () => {
  it('is refused where a side is to be profiled, which its slices never are', async () => {
    const { tests, store } = abWithFakes(taking(1));
    expect(await codeOf(tests.start({ ...REQUEST, b: { ...MLP, profile: {} } }))).toBe('USAGE');
    expect(store.listRuns({})).toEqual([]);
  });

  it('is refused where one side alone brings values of its own', async () => {
    const { surroundings, bench } = benchWithFakes();
    const withFiles = {
      ...surroundings,
      plan: async (request: AbRequest['a']) => {
        const plan = await surroundings.plan({ ...request, inputFiles: {} });
        return { ...plan, config: { ...plan.config, inputFiles: request.inputFiles ?? {} } };
      },
    };
    const tests = new AbTests({ ...withFiles, queue: bench.queue, card: NO_CARD });
    const own = (file: string) => ({ ...MLP, inputFiles: { features: file } });
    expect(await codeOf(tests.start({ a: own('/x.npy'), b: MLP }))).toBe('RUN_NOT_COMPARABLE');
    expect(await codeOf(tests.start({ a: MLP, b: own('/x.npy') }))).toBe('RUN_NOT_COMPARABLE');
    const { cautions, id } = await tests.start({ a: own('/x.npy'), b: own('/y.npy') });
    expect(cautions.join()).toContain('each side has a file of its own');
    tests.stop(id);
  });

  it('is explained where the inputs are others', async () => {
    const { tests, ended } = abWithFakes(taking(1));
    const { id, cautions } = await tests.start({
      ...REQUEST,
      pairs: 1,
      b: { model: { kind: 'demo', location: 'demo:encoder-tiny' } },
    });
    expect(cautions.join('\n')).toContain('features in A alone');
    expect(cautions.join('\n')).toContain('input_ids, attention_mask, token_type_ids in B alone');
    await ended(id);
  });
});
