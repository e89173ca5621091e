import { describe, expect, it } from 'vitest';
import type { ModelRef } from '../../contract/model.ts';
import type { Run, RunConfig } from '../../contract/run.ts';
import { buildDemo, describeDemo, estimateMacs } from '../model/index.ts';
import { learnRate } from './learnt-rate.ts';
import type { ModelLibrary } from './model-library.ts';
import { fillConfig } from './plan-config.ts';

/** Demo models are built where they are asked for; any other has moved since it was measured. */
const opened: string[] = [];
const models = {
  async open(ref: ModelRef) {
    opened.push(ref.location);
    if (ref.kind !== 'demo') throw new Error('It is not there any more.');
    return { info: describeDemo(ref.location), model: buildDemo(ref.location) };
  },
} as unknown as ModelLibrary;

function measured(name: string, mean: number | null, change: Partial<RunConfig> = {}): Run {
  const info = describeDemo(name);
  const config = { ...fillConfig(info, { model: info.ref, level: 'basic' }), ...change };
  return { model: { ref: info.ref }, config, latencyMs: mean === null ? null : { mean } } as Run;
}

function macsOf(name: string): number {
  const macs = estimateMacs(buildDemo(name), measured(name, 1).config.inputs);
  if (macs === null) throw new Error('A demo model tells its work.');
  return macs;
}

const learn = (runs: readonly Run[], wanted: number | null) => learnRate(runs, 'cpu', wanted, models);

describe('how fast this machine multiplies', () => {
  it('is what the measured model did in a second', async () => {
    const macs = macsOf('mlp-small');
    expect(await learn([measured('mlp-small', 4)], macs)).toBeCloseTo((macs * 1000) / 4, 3);
  });

  it('is taken from the model that is nearest in size, however many were measured later', async () => {
    const wanted = macsOf('encoder-small');
    const runs = [measured('mlp-small', 7), measured('encoder-small', 2), measured('cnn-tiny', 9)];
    expect(await learn(runs, wanted)).toBeCloseTo((wanted * 1000) / 2, 3);
  });

  it('follows the latest of a model’s runs', async () => {
    const macs = macsOf('mlp-small');
    const runs = [measured('mlp-small', 4), measured('mlp-small', 400)];
    expect(await learn(runs, macs)).toBeCloseTo((macs * 1000) / 4, 3);
  });

  it('is not learnt from a model a hundred times smaller or larger', async () => {
    const macs = macsOf('mlp-small');
    expect(await learn([measured('mlp-small', 4)], macs * 99)).not.toBeNull();
    expect(await learn([measured('mlp-small', 4)], macs * 101)).toBeNull();
    expect(await learn([measured('mlp-small', 4)], macs / 101)).toBeNull();
  });

  it('is not learnt from another provider, a simulated run, or one that measured nothing', async () => {
    const macs = macsOf('mlp-small');
    const strangers = [
      measured('mlp-small', 4, { provider: 'webgpu' }),
      measured('mlp-small', 4, { executor: 'fake:normal(1ms,0.1ms)' }),
      measured('mlp-small', null),
    ];
    expect(await learn(strangers, macs)).toBeNull();
  });

  it('does without a model that has moved since', async () => {
    const gone = { ...measured('mlp-small', 4) };
    const moved = { ...gone, model: { ref: { kind: 'file', location: '/gone.onnx' } } } as Run;
    const macs = macsOf('mlp-small');
    expect(await learn([moved], macs)).toBeNull();
    expect(await learn([moved, measured('mlp-small', 5)], macs)).toBeCloseTo((macs * 1000) / 5, 3);
  });

  it('asks nobody where the work wanted is unknown', async () => {
    opened.length = 0;
    for (const wanted of [null, 0]) expect(await learn([measured('mlp-small', 4)], wanted)).toBeNull();
    expect(opened).toEqual([]);
  });

  it('opens a few models at most', async () => {
    opened.length = 0;
    const names = ['mlp-tiny', 'cnn-tiny', 'encoder-tiny', 'decoder-tiny', 'mlp-small', 'cnn-small'];
    await learn(
      names.map((name) => measured(name, 1)),
      1e6,
    );
    expect(opened).toHaveLength(4);
  });
});
