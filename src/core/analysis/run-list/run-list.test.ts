import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunFacts } from '../../../contract/run-list.ts';
import { aRun } from '../../store/run.fixture.ts';
import { benchmarkKey } from './benchmark-key.ts';
import { joinColumns } from './join-columns.ts';
import { factsAt, NO_RUNS, packRuns } from './pack-runs.ts';
import { runFacts, scaledSpark } from './run-facts.ts';

const environment = {
  cpu: { model: 'A processor', cores: 8, physicalCores: 4 },
  memoryBytes: 16e9,
  os: { name: 'Linux', kernel: '6.1', arch: 'x64' },
  gpus: [],
  node: '24.0.0',
  electron: null,
  onnxRuntime: '1.30.0',
  dyno: '0.1.0',
  git: { commit: 'c0ffee', dirty: true, folder: '/src' },
  host: 'bench-1',
} as const;

const oddText = fc.oneof(fc.constantFrom('', 'same', '<b>bold</b>', 'שלום', '\u0000'), fc.string());
const someFacts: fc.Arbitrary<RunFacts> = fc
  .record({
    id: fc.constantFrom(...'abcdefghij'),
    name: oddText,
    notes: oddText,
    tags: fc.array(oddText, { maxLength: 4 }),
    commit: fc.option(oddText),
    host: fc.option(oddText),
    createdAt: fc.integer({ min: 0, max: 5 }),
    p50Ms: fc.option(fc.double({ noNaN: true })),
    isProfiled: fc.boolean(),
    spark: fc.constantFrom([], scaledSpark([0, 3, 9]), scaledSpark([1])),
  })
  .map((change) => ({ ...runFacts(aRun('a')), ...change }));
const factsList = fc
  .array(someFacts, { maxLength: 12 })
  .map((all) => [...new Map(all.map((facts) => [facts.id, facts])).values()]);
const newestFirst = (all: readonly RunFacts[]): RunFacts[] =>
  all.toSorted((a, b) => b.createdAt - a.createdAt);
const unpacked = (columns: ReturnType<typeof packRuns>): RunFacts[] =>
  Array.from({ length: columns.rows }, (_, place) => factsAt(columns, place));

describe('facts of a run', () => {
  it('are what lists need, and nothing where nothing was measured', () => {
    const facts = runFacts(aRun('r1', { notes: 'x'.repeat(1000), environment }));
    expect(facts).toMatchObject({
      id: 'r1',
      model: 'demo:mlp-tiny',
      commit: 'c0ffee',
      isCommitDirty: true,
      host: 'bench-1',
      p50Ms: null,
      peakBytes: null,
      samplesPerSecond: 1 / 3,
    });
    expect(facts.notes).toHaveLength(200);
  });

  it('have a sparkline of 24 bytes, in which no run of samples disappears', () => {
    expect(scaledSpark([])).toEqual([]);
    expect(scaledSpark([0, 0])).toEqual([]);
    const spark = scaledSpark([1, 100_000, ...Array<number>(22).fill(0)]);
    expect(spark.slice(0, 3)).toEqual([1, 255, 0]);
    expect(spark).toHaveLength(24);
  });
});

describe('the key of a benchmark', () => {
  const run = aRun('r1', { environment });
  const key = benchmarkKey(run);
  const { config } = run;
  const input = config.inputs[0] as (typeof config.inputs)[0];

  it('is the same whatever the model, its version, the software and the counts are', () => {
    const other = aRun('r2', {
      environment: { ...environment, onnxRuntime: '9', git: null, node: '99' },
      model: { ...run.model, name: 'renamed', contentHash: 'cd'.repeat(32) },
      config: {
        ...config,
        level: 'divine',
        iterations: 7,
        warmup: 0,
        seed: 99,
        inputs: [
          { ...input, name: 'renamed' },
          { ...input, name: 'added' },
        ],
      },
    });
    expect(benchmarkKey(other)).toBe(key);
    expect(key).toMatch(/^[0-9a-f]{16}$/);
  });

  it('differs where other work was done, or in another way, or elsewhere', () => {
    const scenario = {
      kind: 'offline',
      sessions: 2,
      streams: 1,
      queriesPerSecond: null,
      maxBatch: 1,
      batchDelayMs: 0,
      durationMs: 1000,
      lengths: 'fixed',
      sweep: [],
      query: { padded: [], whole: [] },
    } as unknown as NonNullable<typeof config.scenario>;
    const keys = [
      key,
      ...[
        { provider: 'cuda' as const },
        { batch: 2 },
        { sequence: 1 },
        { inputs: [{ ...input, shape: [1, 65] }] },
        { threads: 1 },
        { graphLevel: 'basic' as const },
        { coldCache: true },
        { executor: 'fake:normal' },
        { generation: { promptTokens: 1, newTokens: 2, cache: 'with' as const } },
        { scenario },
        { scenario: { ...scenario, sessions: 3 } },
      ].map((change) => benchmarkKey({ environment, config: { ...config, ...change } })),
      benchmarkKey({ config, environment: { ...environment, host: 'other' } }),
      benchmarkKey({ config, environment: { ...environment, cpu: { ...environment.cpu, cores: 9 } } }),
      benchmarkKey({ config, environment: null }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    const longer = benchmarkKey({
      environment,
      config: { ...config, scenario: { ...scenario, durationMs: 1 } },
    });
    expect(longer).toBe(keys[10]);
  });
});

describe('columns of runs', () => {
  it('give back every run as it was put in', () => {
    fc.assert(
      fc.property(factsList, (all) => {
        expect(unpacked(packRuns(all))).toEqual(all);
      }),
      { numRuns: 60 },
    );
  });

  it('say each text once', () => {
    const columns = packRuns(['a', 'b', 'c'].map((id) => runFacts(aRun(id, { name: 'x' }))));
    expect(new Set(columns.texts).size).toBe(columns.texts.length);
  });

  it('joined are what a list of both would be: changed runs replaced, gone ones left out, newest first', () => {
    fc.assert(
      fc.property(factsList, factsList, fc.subarray([...'abcdefghij']), (held, changed, gone) => {
        const before = [packRuns(newestFirst(held)), packRuns(changed)] as const;
        const copies = structuredClone(before);
        const joined = joinColumns(...before, gone);
        const wanted = new Map([...held, ...changed].map((facts) => [facts.id, facts]));
        for (const id of gone) wanted.delete(id);
        const byId = (all: Iterable<RunFacts>) => [...all].sort((a, b) => (a.id < b.id ? -1 : 1));
        expect(byId(unpacked(joined))).toEqual(byId(wanted.values()));
        expect(Array.from(joined.createdAt)).toEqual(Array.from(joined.createdAt).toSorted((a, b) => b - a));
        expect(before).toEqual(copies);
      }),
      { numRuns: 150 },
    );
  });

  it('joined page by page are the whole list in its order, also among runs of one moment', () => {
    fc.assert(
      fc.property(factsList, fc.integer({ min: 1, max: 5 }), (all, size) => {
        const list = newestFirst(all);
        let joined = NO_RUNS;
        for (let from = 0; from < list.length; from += size) {
          joined = joinColumns(joined, packRuns(list.slice(from, from + size)));
        }
        expect(unpacked(joined)).toEqual(list);
      }),
      { numRuns: 40 },
    );
  });

  it('keep a run where it was when it changes, also among runs of one moment', () => {
    const facts = ['a', 'b', 'c'].map((id) => runFacts(aRun(id)));
    const changed = packRuns([{ ...(facts[1] as RunFacts), name: 'other' }]);
    const joined = unpacked(joinColumns(packRuns(facts), changed));
    expect(joined.map(({ id, name }) => [id, name])).toEqual([
      ['a', 'run a'],
      ['b', 'other'],
      ['c', 'run c'],
    ]);
  });

  it('forget texts that no run has any more', () => {
    let columns = packRuns([runFacts(aRun('a'))]);
    for (let change = 0; change < 100; change += 1) {
      columns = joinColumns(columns, packRuns([runFacts(aRun('a', { name: `name ${change}` }))]));
    }
    expect(columns.texts.length).toBeLessThan(40);
    expect(factsAt(columns, 0).name).toBe('name 99');
  });
});
