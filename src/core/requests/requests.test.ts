import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DynoError } from '../../contract/errors.ts';
import type { DynoApi } from '../../contract/api.ts';
import { withCheckedArguments } from './index.ts';

/** An API that answers every call with what it was given. */
const api = withCheckedArguments(
  new Proxy({} as DynoApi, {
    ownKeys: () => [
      ...['startBench', 'listRuns', 'updateRun', 'deleteRuns', 'about', 'exportRun'],
      ...['setHardwareRate', 'startRecording', 'readRecording', 'summarizeHardware', 'saveThreshold'],
      'recordOutside',
    ],
    getOwnPropertyDescriptor: (_target, key) => ({
      enumerable: true,
      configurable: true,
      value: async (...words: unknown[]) => [key, ...words],
    }),
    get:
      (_target, key) =>
      async (...words: unknown[]) => [key, ...words],
  }),
) as unknown as Record<string, (...words: unknown[]) => Promise<unknown>>;

const call = (name: string, ...words: unknown[]): Promise<unknown> =>
  (api[name] as (...given: unknown[]) => Promise<unknown>)(...words);

const demo = { kind: 'demo', location: 'demo:mlp-tiny' };

describe('what arrives from outside', () => {
  it.each([
    ['iterations', { iterations: 1e9 }],
    ['iterations', { iterations: Number.NaN }],
    ['iterations', { iterations: 2.5 }],
    ['batch', { batch: -1 }],
    ['batch', { batch: '4' }],
    ['durationMs', { durationMs: 0 }],
    ['durationMs', { durationMs: Number.POSITIVE_INFINITY }],
    ['level', { level: 'heroic' }],
    ['provider', { provider: 'tpu' }],
    ['threads', { threads: 0 }],
    ['inputFiles.x', { inputFiles: { x: 'values.npy' } }],
    ['shapes.x.1', { shapes: { x: [1, -3] } }],
    ['model.location', { model: { kind: 'file', location: 'model.onnx' } }],
    ['workingFolder', { workingFolder: '..' }],
    ['name', { name: 'x'.repeat(300) }],
  ])('is refused with the name of the field: %s', async (field, wrong) => {
    await expect(call('startBench', { model: demo, ...wrong })).rejects.toMatchObject({
      code: 'USAGE',
      subject: field,
    });
  });

  it('is passed on as it is where it is right', async () => {
    const request = { model: demo, level: 'basic', shapes: { x: [1, 3] }, durationMs: 1500, wait: false };
    expect(await call('startBench', request)).toEqual(['startBench', request]);
    expect(await call('updateRun', 'a1', { notes: '' })).toEqual(['updateRun', 'a1', { notes: '' }]);
    expect(await call('about')).toEqual(['about']);
  });

  it('may hold nothing that the call does not take', async () => {
    await expect(call('startBench', { model: demo, itérations: 3 })).rejects.toMatchObject({ code: 'USAGE' });
    await expect(call('startBench')).rejects.toMatchObject({ code: 'USAGE' });
    await expect(call('about', 'more')).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('never ends in anything but an answer or a USAGE error', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('startBench', 'listRuns', 'updateRun', 'deleteRuns', 'exportRun'),
        fc.array(fc.anything(), { maxLength: 3 }),
        async (name, words) => {
          const answer = await call(name, ...words).catch((error: unknown) => error);
          if (answer instanceof Error) expect((answer as DynoError).code).toBe('USAGE');
          else expect(answer).toEqual([name, ...words]);
        },
      ),
    );
  });
});

describe('a call about the hardware', () => {
  const line = {
    id: 'mine',
    metric: 'gpu.temperature',
    device: null,
    side: 'above',
    limit: 80,
    window: 10,
    isOn: true,
    isBuiltIn: false,
  };

  it.each([
    ['setHardwareRate', 0],
    ['setHardwareRate', 101],
    ['startRecording', 'x'.repeat(201)],
    ['readRecording', 'last', { points: 1 }],
    ['readRecording', 'last', { fromSeconds: Number.NaN }],
    ['readRecording', 'last', { channels: 'cpu/cpu.use' }],
    ['readRecording', '', {}],
    ['summarizeHardware', 'live', { from: 3 }],
    ['saveThreshold', { ...line, metric: 'gpu.mood' }],
    ['saveThreshold', { ...line, id: '../etc' }],
    ['saveThreshold', { ...line, limit: Number.POSITIVE_INFINITY }],
    ['saveThreshold', { ...line, window: 0 }],
    ['saveThreshold', { ...line, side: 'beside' }],
    ['recordOutside', [{ name: 'a', value: Number.NaN }]],
    ['recordOutside', [{ name: 'a', value: '3' }]],
    ['recordOutside', [{ name: 'a', value: 3, at: -1 }]],
    ['recordOutside', { name: 'a', value: 3 }],
  ])('%s refuses what it cannot mean', async (name, ...words) => {
    await expect(call(name, ...words)).rejects.toMatchObject({ code: 'USAGE' });
  });

  it.each([
    ['setHardwareRate', 100],
    ['readRecording', 'run:last', { channels: ['cpu/cpu.use'], fromSeconds: -1.5, points: 500 }],
    ['saveThreshold', line],
    ['saveThreshold', { ...line, metric: 'inference.error-rate', device: 'gpu:GPU-1' }],
    ['recordOutside', [{ name: 'queue', value: -3.5, at: 1.7e12 }]],
  ])('%s takes what it can', async (name, ...words) => {
    expect(await call(name, ...words)).toEqual([name, ...words]);
  });
});
