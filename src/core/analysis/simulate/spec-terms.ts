import type { FakeSpec } from './fake-spec.ts';
import type { SpecArguments } from './spec-arguments.ts';

export interface SpecTerm {
  readonly example: string;
  /** What it does, for the help. */
  readonly says: string;
  read(take: SpecArguments): Partial<FakeSpec>;
}

/** A description begins with one of these … */
export const DISTRIBUTIONS: Readonly<Record<string, SpecTerm>> = {
  constant: {
    example: 'constant(10ms)',
    says: 'always the same',
    read: (take) => ({ shape: { kind: 'constant', ms: take.duration('time') } }),
  },
  normal: {
    example: 'normal(10ms,0.2ms)',
    says: 'mean and deviation',
    read: (take) => ({
      shape: { kind: 'normal', meanMs: take.duration('mean'), deviationMs: take.duration('deviation') },
    }),
  },
  lognormal: {
    example: 'lognormal(median=10ms,sigma=0.1)',
    says: 'sigma is the deviation of the logarithm',
    read: (take) => ({
      shape: { kind: 'lognormal', medianMs: take.duration('median'), sigma: take.amount('sigma') },
    }),
  },
  modes: {
    example: 'modes(10ms@70%,12ms@30%,stay=0.95)',
    says: 'two speeds or more; stay: how many keep theirs',
    read: (take) => {
      const modes = take.modes();
      return {
        shape: { kind: 'modes', modes, stay: take.share('stay', 0), sigma: take.amount('sigma', 0.01) },
      };
    },
  },
};

/** … and goes on with any of these, joined by "+". */
export const MODIFIERS: Readonly<Record<string, SpecTerm>> = {
  ar: {
    example: 'ar(0.8)',
    says: 'noise correlated with that of the iteration before',
    read: (take) => ({ ar: take.correlation('phi') }),
  },
  drift: {
    example: 'drift(5%)',
    says: 'slower to the end of the run; drift(5%/min) for each minute',
    read: (take) => ({ drift: take.drift('share') }),
  },
  spikes: {
    example: 'spikes(1%,x5)',
    says: 'some iterations take longer',
    read: (take) => ({ spikes: { share: take.share('share'), factor: take.factor('factor') } }),
  },
  spread: {
    example: 'spread(2%)',
    says: 'each fresh process has a speed of its own, log-normal',
    read: (take) => ({ spread: take.share('share') }),
  },
  slowprocess: {
    example: 'slowprocess(1/30,x2)',
    says: 'some processes are slow as a whole',
    read: (take) => ({ slowProcess: { share: take.share('share'), factor: take.factor('factor') } }),
  },
  warmup: {
    example: 'warmup(50,x3)',
    says: 'the first is three times as long, steady after 50',
    read: (take) => ({ warmup: { iterations: take.count('iterations'), factor: take.factor('factor') } }),
  },
  load: {
    example: 'load(120ms)',
    says: 'time to load the model (100 ms)',
    read: (take) => ({ loadMs: take.duration('time') }),
  },
  first: {
    example: 'first(40ms)',
    says: 'time of the first run (twice the middle)',
    read: (take) => ({ firstRunMs: take.duration('time') }),
  },
  per: {
    example: 'per(sample=0.2ms,token=1us,pair=1ns)',
    says: 'added for each sample, token, pair of tokens',
    read: (take) => ({
      per: {
        sampleMs: take.duration('sample', 0),
        tokenMs: take.duration('token', 0),
        pairMs: take.duration('pair', 0),
      },
    }),
  },
  power: {
    example: 'power(batch=0.9,sequence=1.2)',
    says: 'times batch and sequence to these powers',
    read: (take) => ({ power: { batch: take.amount('batch', 0), sequence: take.amount('sequence', 0) } }),
  },
  parallel: {
    example: 'parallel(90%)',
    says: 'so much of the work is shared among threads',
    read: (take) => ({ parallel: take.share('share') }),
  },
  gpu: {
    example: 'gpu(x4)',
    says: 'faster on another provider than cpu',
    read: (take) => ({ gpu: take.factor('factor') }),
  },
  memory: {
    example: 'memory(base=48MB,sample=1MB,token=0.5KB)',
    says: 'of the process over its idle size (60 MB)',
    read: (take) => ({
      memory: {
        baseBytes: take.size('base', 0),
        sampleBytes: take.size('sample', 0),
        tokenBytes: take.size('token', 0),
        idleBytes: take.size('idle', 60e6),
      },
    }),
  },
  quantum: {
    example: 'quantum(1us)',
    says: 'step of the clock',
    read: (take) => ({ quantumMs: take.duration('step') }),
  },
  suspend: {
    example: 'suspend(at=1s,for=10s)',
    says: 'the machine sleeps while it is measured',
    read: (take) => ({ suspend: { atMs: take.duration('at'), forMs: take.duration('for') } }),
  },
  clockjump: {
    example: 'clockjump(at=1s,by=-20ms)',
    says: 'the clock is set forwards or back',
    read: (take) => ({ clockJump: { atMs: take.duration('at'), byMs: take.signedDuration('by') } }),
  },
  crash: {
    example: 'crash(after=500)',
    says: 'the process dies after so many measured iterations',
    read: (take) => ({ crashAfter: take.count('after') }),
  },
  refuse: {
    example: 'refuse',
    says: 'the model is refused',
    read: () => ({ refuse: true }),
  },
  nan: {
    example: 'nan',
    says: 'outputs hold values that are no number',
    read: () => ({ nan: true }),
  },
  realtime: {
    example: 'realtime',
    says: 'takes the time that it tells, to be watched',
    read: () => ({ realtime: true }),
  },
};
