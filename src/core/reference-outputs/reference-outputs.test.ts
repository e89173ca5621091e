import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PLAIN_CONFIG } from '../../contract/blank-run.fixture.ts';
import type { Environment } from '../../contract/hardware.ts';
import type { RunConfig } from '../../contract/run.ts';
import type { OutputSummary } from '../../contract/outputs.ts';
import { openStore } from '../store/open-store.ts';
import { hardwareBehind, type ReferenceOf } from './reference-key.ts';
import { NO_CARD } from './no-card.fixture.ts';
import { ReferenceOutputs } from './reference-outputs.ts';

const CONFIG: RunConfig = {
  ...PLAIN_CONFIG,
  level: null,
  provider: 'cpu',
  graphLevel: 'all',
  threads: 1,
  batch: 1,
  sequence: null,
  seed: 7,
  inputs: [],
  warmup: 2,
  iterations: 10,
  durationMs: null,
};

const OF: ReferenceOf = {
  contentHash: 'abc',
  config: CONFIG,
  onnxRuntime: '1.30.0',
  hardware: 'a CPU',
};
const outputs = (...values: (number | null)[]): OutputSummary[] => [
  {
    name: 'y',
    type: 'float32',
    shape: [values.length],
    count: values.length,
    notANumber: 0,
    infinite: 0,
    stride: 1,
    values,
  },
];

function workplace() {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-references-'));
  const store = openStore({ folder, wallNow: () => 0 });
  onTestFinished(() => {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const clock = { ms: 1000 };
  const noted: number[] = [];
  const warnings: string[] = [];
  /** Another program, or this one started again: nothing is left but the store. */
  const program = (): ReferenceOutputs =>
    new ReferenceOutputs({
      store,
      clock: { wall: () => clock.ms },
      log: { debug: () => undefined, warn: (text) => void warnings.push(text), error: () => undefined },
      activity: {
        activity: (metric, _subject, _name, values) =>
          void noted.push(metric === 'cache.hit-rate' ? (values[0] ?? -1) : -1),
        activityOver: () => undefined,
      },
      card: NO_CARD,
    });
  return { folder, store, clock, noted, warnings, program };
}

describe('outputs of a reference', () => {
  it('are computed once, and found again in memory, and by the next program on the disk', async () => {
    const { program, clock, noted } = workplace();
    const first = program();
    const fresh = await first.referenceFor(OF, outputs(1, 0.1, null, -0.25));
    expect(fresh).toMatchObject({ reference: { from: 'this comparison', at: 1000, drift: null } });
    clock.ms = 2000;
    const again = await first.referenceFor(OF, outputs(1, 0.1, null, -0.25));
    expect(again.reference).toMatchObject({ from: 'memory', at: 1000, drift: 0 });
    expect(again.outputs).toEqual(outputs(1, 0.1, null, -0.25));
    const second = program();
    const found = await second.referenceFor(OF, outputs(1, 0.1, null, -0.25));
    expect(found.reference).toMatchObject({ from: 'disk', at: 1000 });
    expect(found.reference.levels).toEqual([
      { level: 'memory', hits: 0, asked: 1 },
      { level: 'disk', hits: 1, asked: 1 },
    ]);
    expect((await second.referenceFor(OF, outputs(1, 0.1, null, -0.25))).reference.from).toBe('memory');
    expect(second.statistics()).toMatchObject([{ hitRate: 0.5 }, { hitRate: 1, entries: 1 }]);
    expect(noted).toEqual([0, 100, 100, 100]);
  });

  it('say how far A is from them now', async () => {
    const { program } = workplace();
    const references = program();
    await references.referenceFor(OF, outputs(1, 2));
    const { reference, outputs: held } = await references.referenceFor(OF, outputs(1.5, 2));
    expect(reference).toMatchObject({ from: 'memory', drift: 0.5 });
    expect(held).toEqual(outputs(1, 2));
  });

  it('are others for whatever else they depend on', async () => {
    const { program, folder } = workplace();
    const file = join(folder, 'x.npy');
    writeFileSync(file, 'one');
    const { config } = OF;
    const withFile = { ...OF, config: { ...config, inputFiles: { x: file } } };
    const others: ReferenceOf[] = [
      OF,
      { ...OF, contentHash: 'abd' },
      { ...OF, onnxRuntime: '1.31.0' },
      { ...OF, hardware: 'another CPU' },
      { ...OF, config: { ...config, seed: config.seed + 1 } },
      { ...OF, config: { ...config, batch: config.batch + 1 } },
      { ...OF, config: { ...config, graphLevel: 'basic' } },
      { ...OF, config: { ...config, provider: 'webgpu' } },
      {
        ...OF,
        config: { ...config, inputs: [{ name: 'x', type: 'float32', shape: [1, 7], values: 'ones' }] },
      },
      withFile,
    ];
    const references = program();
    const froms = async (): Promise<Set<string>> =>
      new Set(
        await Promise.all(
          others.map(async (of) => (await references.referenceFor(of, outputs(1))).reference.from),
        ),
      );
    expect(await froms()).toEqual(new Set(['this comparison']));
    expect(await froms()).toEqual(new Set(['memory']));
    writeFileSync(file, 'another');
    utimesSync(file, 1, 1);
    expect((await references.referenceFor(withFile, outputs(1))).reference.from).toBe('this comparison');
  });

  it('depend on the card and its driver where one computes them', () => {
    const environment = (name: string, driver: string): Environment =>
      ({ cpu: { model: 'a CPU' }, gpus: [{ name, driver, memoryBytes: null }] }) as unknown as Environment;
    const others = [environment('a card', '1'), environment('another', '1'), environment('a card', '2')];
    expect(new Set(others.map((each) => hardwareBehind('webgpu', each))).size).toBe(3);
    expect(new Set(others.map((each) => hardwareBehind('cpu', each)))).toEqual(new Set(['a CPU']));
  });

  it('are the same for what they do not depend on', async () => {
    const { program } = workplace();
    const references = program();
    await references.referenceFor(OF, outputs(1));
    const longer = { ...OF, config: { ...OF.config, iterations: 999, warmup: 7, coldCache: true } };
    expect((await references.referenceFor(longer, outputs(1))).reference.from).toBe('memory');
  });

  it('are replaced where they are damaged, or of another shape than A has now', async () => {
    const { program, store } = workplace();
    await program().referenceFor(OF, outputs(1, 2));
    const { reference } = await program().referenceFor(OF, outputs(1, 2, 3));
    expect(reference).toMatchObject({ from: 'this comparison', drift: null });
    expect((await program().referenceFor(OF, outputs(1, 2, 3))).reference).toMatchObject({
      from: 'disk',
      drift: 0,
    });
    const damaged: typeof store = {
      ...store,
      referenceOutputs: () => new TextEncoder().encode('{"at":1,"outputs":7}'),
    };
    const references = new ReferenceOutputs({
      store: damaged,
      clock: { wall: () => 5 },
      log: { debug: () => undefined, warn: () => undefined, error: () => undefined },
      activity: { activity: () => undefined, activityOver: () => undefined },
      card: NO_CARD,
    });
    expect((await references.referenceFor(OF, outputs(4))).outputs).toEqual(outputs(4));
    expect((await references.referenceFor(OF, outputs(4))).reference.from).toBe('memory');
  });

  it('are what was measured where nothing can be kept', async () => {
    const { program, store, warnings } = workplace();
    const references = program();
    const missing = { ...OF, config: { ...OF.config, inputFiles: { x: '/nowhere/x.npy' } } };
    expect(await references.referenceFor(missing, outputs(3))).toMatchObject({
      outputs: outputs(3),
      reference: { from: 'this comparison' },
    });
    expect((await references.referenceFor({ ...OF, contentHash: '' }, outputs(3))).reference.from).toBe(
      'this comparison',
    );
    store.close();
    expect((await references.referenceFor(OF, outputs(3))).outputs).toEqual(outputs(3));
    expect(warnings.length).toBeGreaterThanOrEqual(3);
  });
});
