import { describe, expect, it } from 'vitest';
import { anOperator, aProfile, operand, spansOf } from '../../contract/profile.fixture.ts';
import { aRun } from './run.fixture.ts';
import { profileAs } from './index.ts';
import type { ProfileDossier } from './types.ts';

const operators = [
  anOperator({
    name: 'encoder/0/MatMul "q"',
    module: ['encoder', '0'],
    selfMs: 0.6,
    inputs: [operand('x', [1, 8])],
    outputs: [operand('y', [1, 4], 'float16')],
    flops: 64,
    bytesRead: 160,
    bytesWritten: 8,
  }),
  anOperator({ name: 'a;b\nc', op: 'Loop', family: 'control', selfMs: 0.00025 }),
  anOperator({ name: '', op: 'Add', family: 'element-wise', provider: 'webgpu', selfMs: 0.3, parent: 1 }),
  anOperator({ name: 'nothing', op: 'Cast', selfMs: 0 }),
];

/** Two iterations on the processor, a span of nothing, one that ends after the one around it; and a GPU's track. */
const spans = spansOf(
  [
    { name: 'iteration 1', startUs: 100, durationUs: 50 },
    { name: 'q', startUs: 101, durationUs: 20, depth: 1, subject: 0 },
    { name: 'a;b\nc', startUs: 121, durationUs: 28, depth: 1, subject: 1 },
    { name: 'Add', startUs: 130, durationUs: 25, depth: 2, subject: 2 },
    { name: 'iteration 2', startUs: 150.5, durationUs: 40 },
    { name: 'q', startUs: 150.5, durationUs: 0, depth: 1, subject: 0 },
    { name: 'q', startUs: 150.5, durationUs: 39, depth: 1, subject: 0 },
    { name: 'Add', startUs: 140, durationUs: 7.25, track: 1, subject: 2 },
  ],
  [
    { name: 'session', group: 'CPU' },
    { name: 'queue', group: 'WebGPU' },
  ],
);

const dossier: ProfileDossier = {
  run: aRun,
  profile: aProfile({ cleanMeanMs: 1, operators, outsideMs: 0.09975 }),
  spans,
};

const textOf = (id: Parameters<typeof profileAs>[0], given = dossier): string =>
  [...profileAs(id, given).pieces].join('');

describe('a profile as a Chrome trace', () => {
  interface Event {
    readonly ph: string;
    readonly name: string;
    readonly pid: number;
    readonly tid: number;
    readonly ts: number;
    readonly dur: number;
    readonly args: Readonly<Record<string, unknown>>;
  }
  const document = JSON.parse(textOf('chrome-trace')) as {
    traceEvents: Event[];
    otherData: Record<string, unknown>;
  };
  const complete = document.traceEvents.filter(({ ph }) => ph === 'X');

  it('gives back every span with its times, and the sums of each operator', () => {
    expect(complete.map(({ ts, dur, name }) => [ts, dur, name])).toEqual(
      [...spans.startUs].map((start, span) => [
        start,
        spans.durationUs[span],
        spans.names[spans.name[span] as number],
      ]),
    );
    const sumOf = (node: string): number =>
      complete.filter(({ args }) => args?.['node'] === node).reduce((sum, { dur }) => sum + dur, 0);
    expect([sumOf('encoder/0/MatMul "q"'), sumOf('a;b\nc')]).toEqual([59, 28]);
  });

  it('names processes and threads, tells shapes and the provider, and says that these are not the clean times', () => {
    const named = document.traceEvents.filter(({ name }) => /^(process|thread)_name$/.test(name));
    expect(named.map(({ pid, tid, args }) => [pid, tid, args['name']])).toEqual([
      [1, undefined, 'CPU'],
      [1, 1, 'session'],
      [2, undefined, 'WebGPU'],
      [2, 2, 'queue'],
    ]);
    expect(complete[1]?.args).toMatchObject({
      provider: 'cpu',
      inputs: ['float32[1×8]'],
      outputs: ['float16[1×4]'],
    });
    expect(document.otherData).toMatchObject({ cleanMeanMs: 1, overheadFactor: 1.1 });
  });
});

describe('a profile for speedscope', () => {
  interface Event {
    readonly type: 'O' | 'C';
    readonly frame: number;
    readonly at: number;
  }
  const document = JSON.parse(textOf('speedscope')) as {
    shared: { frames: { name: string }[] };
    profiles: {
      name: string;
      type: string;
      samples?: number[][];
      weights?: number[];
      endValue: number;
      events?: Event[];
    }[];
  };
  const [clean, cpu, gpu] = document.profiles;

  it('begins with one clean iteration whose weights are its whole', () => {
    expect(clean?.weights).toEqual([0.6, 0.00025, 0.3, 0.09975]);
    expect(clean?.endValue).toBeCloseTo(1, 12);
    const words = clean?.samples?.map((sample) => sample.map((frame) => document.shared.frames[frame]?.name));
    expect(words?.[0]).toEqual(['encoder', '0', 'MatMul', 'encoder/0/MatMul "q"']);
    expect(words?.[2]).toEqual(['Loop', 'a;b\nc', 'Add']);
  });

  it('opens and closes each track’s spans in order, each inside the one around it', () => {
    for (const profile of [cpu, gpu]) {
      const stack: number[] = [];
      let now = Number.NEGATIVE_INFINITY;
      for (const { type, frame, at } of profile?.events ?? []) {
        expect(at).toBeGreaterThanOrEqual(now);
        now = at;
        if (type === 'O') stack.push(frame);
        else expect(stack.pop()).toBe(frame);
      }
      expect(stack).toEqual([]);
      expect(now).toBeLessThanOrEqual(profile?.endValue ?? 0);
    }
    expect(gpu?.events?.map(({ at }) => at)).toEqual([140, 147.25]);
  });
});

describe('a profile as folded stacks', () => {
  it('has one line an operator with its own time in nanoseconds, and nothing in a name that would break the line', () => {
    expect(textOf('folded').split('\n')).toEqual([
      'encoder;0;MatMul;encoder/0/MatMul "q" 600000',
      'Loop;a:b c 250',
      'Loop;a:b c;Add 300000',
      '',
    ]);
  });
});

it('writes a profile without operators or spans in every format', () => {
  const empty = { ...dossier, profile: aProfile({ outsideMs: 0 }), spans: spansOf([], []) };
  expect(JSON.parse(textOf('chrome-trace', empty))).toMatchObject({ traceEvents: [] });
  expect(JSON.parse(textOf('speedscope', empty))).toMatchObject({ profiles: [{ weights: [] }] });
  expect(textOf('folded', empty)).toBe('');
});
