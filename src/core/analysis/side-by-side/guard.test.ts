import { describe, expect, it } from 'vitest';
import type { Run, RunConfig } from '../../../contract/run.ts';
import type { ComparisonReason } from '../../../contract/side-by-side.ts';
import { guard, type GuardOptions } from './guard.ts';
import { comparedRun, HERE, latency } from './runs.fixture.ts';

const A = comparedRun('a');
const reasons = (b: Run, a = A, options?: GuardOptions) => guard(a, b, options);
const told = (list: readonly ComparisonReason[]) => list.map(({ kind, blocks }) => [kind, blocks]);
const B = (change: Partial<Run>, config: Partial<RunConfig> = {}) => comparedRun('b', change, config);
const input = (name: string, shape: readonly number[], type = 'float32') =>
  ({ name, type, shape, values: 'normal', fill: { kind: 'normal' } }) as RunConfig['inputs'][number];

describe('the guard of a comparison', () => {
  it('has nothing against two runs that differ in nothing', () => {
    expect(reasons(B({}))).toEqual([]);
  });

  it('lets through what is compared on purpose, and says what it is', () => {
    const other = B(
      {
        model: { ...A.model, contentHash: 'b'.repeat(64) },
        environment: { ...HERE, onnxRuntime: '1.31.0' },
      },
      { provider: 'webgpu', graphLevel: 'basic', threads: null },
    );
    expect(told(reasons(other))).toEqual([
      ['other-model', false],
      ['other-provider', false],
      ['other-settings', false],
      ['other-settings', false],
      ['other-runtime', false],
    ]);
    expect(reasons(other).map(({ text }) => text)).toContain(
      'The model files differ in content, although both are called demo:mlp-tiny.',
    );
  });

  it('says nothing of a model that has only another name', () => {
    expect(reasons(B({ model: { ...A.model, name: 'renamed' } }))).toEqual([]);
  });

  it('blocks other machines, other work, other scenarios, and what is not to be trusted', () => {
    const blocked: readonly (readonly [ComparisonReason['kind'], Run])[] = [
      ['other-machine', B({ environment: { ...HERE, host: 'bench-2' } })],
      ['other-machine', B({ environment: { ...HERE, cpu: { ...HERE.cpu, model: 'Other CPU' } } })],
      ['other-machine', B({ environment: null })],
      ['other-shapes', B({}, { batch: 4 })],
      ['other-shapes', B({}, { sequence: 128 })],
      ['other-shapes', B({}, { inputs: [input('x', [1, 128])] })],
      ['trust-failed', B({ trust: { verdict: 'not-trusted', sentence: 'Others kept the cores busy.' } })],
      ['nothing-measured', B({ latencyMs: null })],
      ['nothing-measured', B({ latencyMs: latency(0) })],
      ['simulated', B({}, { executor: 'fake:constant(1ms)' })],
      ['not-finished', B({ status: 'crashed' })],
      ['not-finished', B({ status: 'running' })],
    ];
    for (const [kind, run] of blocked) {
      for (const list of [reasons(run), guard(run, A)]) {
        expect(list[0], kind).toMatchObject({ kind, blocks: true });
        expect(list[0]?.nextStep).toMatch(/\.$/);
      }
    }
  });

  it('blocks another driver where a GPU did the work, and mentions it elsewhere', () => {
    const environment = { ...HERE, gpus: [{ name: 'Test GPU', memoryBytes: null, driver: '560.0' }] };
    expect(told(reasons(B({ environment })))).toEqual([['other-driver', false]]);
    const onGpu = { provider: 'cuda' } as const;
    expect(told(guard(comparedRun('a', {}, onGpu), B({ environment }, onGpu)))).toEqual([
      ['other-driver', true],
    ]);
  });

  it('takes versions with other input names, types or layouts for the same work', () => {
    const image = comparedRun('a', {}, { inputs: [input('input', [1, 3, 224, 224])] });
    const version = (inputs: RunConfig['inputs']) =>
      comparedRun('b', { model: { ...A.model, contentHash: 'c'.repeat(64) } }, { inputs });
    for (const inputs of [
      [input('input', [1, 224, 224, 3])],
      [input('images', [1, 3, 224, 224], 'float16')],
      [input('input', [1, 3, 224, 224], 'uint8'), input('scale', [])],
    ]) {
      expect(told(reasons(version(inputs), image))).toEqual([
        ['other-model', false],
        ['other-inputs', false],
      ]);
    }
    const larger = version([input('input', [1, 3, 256, 256])]);
    expect(reasons(larger, image)[0]).toMatchObject({ kind: 'other-shapes', blocks: true });
    const otherTask = version([input('ids', [1, 128], 'int64')]);
    expect(reasons(otherTask, image)[0]).toMatchObject({ kind: 'other-shapes', blocks: true });
  });

  it('minds simulated runs, stopped ones, caution and few samples without blocking', () => {
    const drawn = { executor: 'fake:constant(1ms)' };
    expect(told(guard(comparedRun('a', {}, drawn), B({}, drawn)))).toEqual([['simulated', false]]);
    expect(told(reasons(B({ status: 'stopped' })))).toEqual([['not-finished', false]]);
    const caution = { verdict: 'caution', sentence: 'The clock moved.' } as const;
    expect(told(reasons(B({ trust: caution })))).toEqual([['trust-caution', false]]);
    expect(reasons(B({ latencyMs: latency(4, 12) }))[0]?.text).toMatch(/^B measured only 12 iterations/);
    const noInterval = { ...latency(4), intervals: {}, effectiveSize: 9 };
    expect(told(reasons(B({ latencyMs: noInterval })))).toEqual([['few-samples', false]]);
    expect(reasons(B({ latencyMs: latency(4, 100) }))[0]?.text).toBe(
      'B has no p99: 100 iterations are too few for one, 562 more are needed.',
    );
  });

  it('forgives the sides of a tested comparison what troubled both alike', () => {
    const trust = { verdict: 'not-trusted', sentence: 'Others kept the cores busy.' } as const;
    expect(told(reasons(B({ trust, status: 'stopped' }), A, { isTested: true }))).toEqual([
      ['not-finished', false],
      ['trust-failed', false],
    ]);
  });

  it('calls the sides as it is told to', () => {
    const sides = ['the baseline', 'this run'] as const;
    expect(reasons(B({ latencyMs: null }), A, { sides })[0]?.text).toBe('This run has measured nothing.');
    expect(reasons(B({}, { batch: 4 }), A, { sides })[0]?.text).toBe(
      'Different batches: 1 in the baseline, 4 in this run.',
    );
  });
});
