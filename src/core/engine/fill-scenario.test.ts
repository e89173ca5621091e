import { describe, expect, it } from 'vitest';
import type { ModelInfo, TensorPort } from '../../contract/model.ts';
import type { RunConfig } from '../../contract/run.ts';
import type { ScenarioConfig, ScenarioWish } from '../../contract/scenario.ts';
import { describeDemo } from '../model/index.ts';
import { largestInputs, withScenario } from './fill-scenario.ts';
import { fillConfig } from './plan-config.ts';

type Structure = Pick<ModelInfo, 'inputs' | 'hasBatch' | 'hasSequence'>;
const MODEL = { model: { kind: 'demo', location: 'demo:encoder-tiny' } } as const;
const ENCODER = describeDemo('encoder-tiny');

function filled(
  wish: ScenarioWish,
  info: Structure = ENCODER,
  change: object = {},
): RunConfig & { readonly scenario: ScenarioConfig } {
  const request = { ...MODEL, ...change };
  const config = withScenario(info, request, wish, fillConfig(info, request), 2);
  if (config.scenario === null) throw new Error('No scenario.');
  return { ...config, scenario: config.scenario };
}

describe('the plan of a scenario', () => {
  it('gives each session a thread, as many as there are cores', () => {
    expect(filled({ kind: 'offline' })).toMatchObject({
      threads: 1,
      durationMs: 10_000,
      scenario: { sessions: 2, maxBatch: 32, lengths: 'fixed', sweep: [], remarks: [] },
    });
    expect(filled({ kind: 'offline' }, ENCODER, { threads: 2 }).scenario.sessions).toBe(1);
  });

  it('says where the sessions want more than the machine has', () => {
    expect(filled({ kind: 'offline', sessions: 3 }).scenario.remarks).toEqual([
      '3 sessions of one thread want more than the 2 cores of this machine.',
    ]);
  });

  it('doubles what is swept, and counts the time of all points', () => {
    expect(filled({ kind: 'offline', sweep: 'auto' })).toMatchObject({
      durationMs: 15_000,
      scenario: { sweep: [1, 2, 4], durationMs: 5000 },
    });
    expect(filled({ kind: 'multi-stream', sweep: 'auto', maxBatch: 2 }).scenario.sweep).toEqual([1, 2, 4, 8]);
    expect(filled({ kind: 'server', sweep: 'auto' })).toMatchObject({
      durationMs: 30_000,
      scenario: { sweep: 'auto' },
    });
  });

  it('knows along which axes tokens are joined and padded', () => {
    const { axes } = filled({ kind: 'server', lengths: 'mixed' }).scenario.query;
    for (const name of ['input_ids', 'attention_mask', 'token_type_ids'])
      expect(axes[name]).toEqual({ batch: 0, sequence: 1 });
  });

  it('knows them by how they grow, whatever they are called: a mask over past and new tokens', () => {
    const { scenario } = filled({ kind: 'server', lengths: 'mixed' }, describeDemo('decoder-tiny'));
    expect(scenario.remarks).toEqual([]);
    expect(scenario.query.axes['attention_mask']).toEqual({ batch: 0, sequence: 1 });
    const past = Object.entries(scenario.query.axes).filter(([name]) => name.startsWith('past'));
    for (const [, axes] of past) expect(axes).toEqual({ batch: 0, sequence: null });
  });

  it('goes by names where shapes were given', () => {
    const shapes = { input_ids: [1, 16] };
    const { scenario } = filled({ kind: 'server', lengths: 'mixed' }, ENCODER, { shapes });
    expect(scenario.remarks).toEqual([]);
    expect(scenario.query.axes['input_ids']).toEqual({ batch: 0, sequence: 1 });
  });

  it('joins nothing where the batch is fixed, and says why', () => {
    const image: TensorPort = { name: 'image', type: 'float32', kind: 'tensor', shape: [1, 3, 8, 8] };
    const info = { inputs: [image], hasBatch: false, hasSequence: false };
    const { scenario } = filled({ kind: 'offline', lengths: 'mixed' }, info);
    expect(scenario.maxBatch).toBe(1);
    expect(scenario.lengths).toBe('fixed');
    expect(scenario.remarks).toEqual([
      'Queries are not joined: the model’s batch is fixed.',
      'All queries have the same length: the model’s sequence is fixed.',
    ]);
  });

  it('joins nothing where an input grows otherwise than the batch', () => {
    const port = (name: string, shape: TensorPort['shape']): TensorPort => ({
      name,
      type: 'float32',
      kind: 'tensor',
      shape,
    });
    const info = {
      inputs: [port('x', ['batch', 4]), port('state', ['batch + 1', 4])],
      hasBatch: true,
      hasSequence: false,
    };
    expect(filled({ kind: 'offline' }, info).scenario.remarks[0]).toMatch(/do not grow with the batch/);
  });

  it('says that one query in flight cannot be joined, nor needs more than a session', () => {
    const { scenario } = filled({ kind: 'single-stream', sessions: 4, maxBatch: 8 });
    expect(scenario).toMatchObject({ sessions: 1, maxBatch: 1, streams: 1 });
    expect(scenario.remarks).toHaveLength(2);
  });

  it('refuses what would be load of its own, and a half of a session', () => {
    expect(() => filled({ kind: 'server' }, ENCODER, { coldCache: true })).toThrow(/caches/);
    expect(() => filled({ kind: 'server' }, ENCODER, { precision: 0.01 })).toThrow(/duration/);
    expect(() => filled({ kind: 'offline', sweep: [1.5] })).toThrow(/whole numbers/);
  });

  it('asks for the memory of a full batch', () => {
    const [ids] = largestInputs(filled({ kind: 'server', maxBatch: 8 }));
    expect(ids?.shape).toEqual([8, 128]);
  });
});
