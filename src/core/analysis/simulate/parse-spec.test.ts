import { describe, expect, it } from 'vitest';
import { DynoError } from '../../../contract/errors.ts';
import { parseFakeSpec } from './parse-spec.ts';
import { DISTRIBUTIONS, MODIFIERS } from './spec-terms.ts';

function complaint(text: string): string {
  try {
    parseFakeSpec(text);
  } catch (error) {
    expect(error).toBeInstanceOf(DynoError);
    expect(error).toMatchObject({ code: 'USAGE', subject: '--executor' });
    return `${(error as DynoError).message} ${(error as DynoError).nextStep}`;
  }
  throw new Error(`${text} was understood.`);
}

describe('a described executor', () => {
  it('reads distributions by order and by name, in any unit of time', () => {
    expect(parseFakeSpec('fake:normal(10ms,0.2ms)').shape).toEqual({
      kind: 'normal',
      meanMs: 10,
      deviationMs: 0.2,
    });
    expect(parseFakeSpec('fake:normal(deviation=200us, mean=0.01s)').shape).toEqual({
      kind: 'normal',
      meanMs: 10,
      deviationMs: 0.2,
    });
    expect(parseFakeSpec('fake:lognormal(median=10ms,sigma=0.1)').shape).toEqual({
      kind: 'lognormal',
      medianMs: 10,
      sigma: 0.1,
    });
    expect(parseFakeSpec('fake:modes(10ms@70%,12ms@30%,stay=0.95)').shape).toEqual({
      kind: 'modes',
      modes: [
        { ms: 10, share: 0.7 },
        { ms: 12, share: 0.3 },
      ],
      stay: 0.95,
      sigma: 0.01,
    });
  });

  it('reads modifiers joined by plus', () => {
    expect(
      parseFakeSpec(
        'fake:constant(1ms)+ar(-0.5)+drift(-5%/min)+spikes(1/100,x5)+slowprocess(1/30,x2)+warmup(50,x3)+memory(base=48MB,token=0.5KB)',
      ),
    ).toMatchObject({
      ar: -0.5,
      drift: { share: -0.05, over: 'minute' },
      spikes: { share: 0.01, factor: 5 },
      slowProcess: { share: 1 / 30, factor: 2 },
      warmup: { iterations: 50, factor: 3 },
      memory: { idleBytes: 60e6, baseBytes: 48e6, sampleBytes: 0, tokenBytes: 500 },
    });
    expect(parseFakeSpec('fake:constant(1ms) + clockjump(at=1s, by=-20ms) + nan')).toMatchObject({
      clockJump: { atMs: 1000, byMs: -20 },
      nan: true,
    });
  });

  it.each(Object.entries(DISTRIBUTIONS))('understands its own example of %s', (_name, { example }) => {
    expect(() => parseFakeSpec(`fake:${example}`)).not.toThrow();
  });

  it.each(Object.entries(MODIFIERS))('understands its own example of %s', (_name, { example, read }) => {
    const plain = parseFakeSpec('fake:constant(1ms)');
    expect(parseFakeSpec(`fake:constant(1ms)+${example}`)).not.toEqual(plain);
    expect(read).toBeTypeOf('function');
  });
});

describe('a slip is told with its place and an example', () => {
  it.each([
    ['normal(10ms,1ms)', 'described after "fake:"'],
    ['fake:', 'no name with arguments'],
    ['fake:gauss(10ms)', 'there is no distribution "gauss" (there are constant, normal'],
    ['fake:constructor(1ms)', 'there is no distribution "constructor"'],
    ['fake:normal(10ms)', 'normal lacks its deviation'],
    ['fake:normal(10,1)', 'takes as its mean a duration such as 10ms, not "10"'],
    ['fake:normal(0ms,1ms)', 'takes a time above nothing'],
    ['fake:normal(-1ms,1ms)', 'not "-1ms"'],
    ['fake:normal(10ms,1ms,3ms)', 'does not take "3ms"'],
    ['fake:normal(10ms,1ms', 'not closed'],
    ['fake:normal(10ms,1ms))', 'belongs to nothing'],
    ['fake:normal((10ms),1ms)', 'belongs to nothing'],
    ['fake:constant(10ms)+ar(1.5)', 'a number between -1 and 1, not "1.5"'],
    ['fake:constant(10ms)+ar(0.5)+ar(0.6)', 'ar stands there twice'],
    ['fake:constant(10ms)+turbo', 'there is no modifier "turbo"'],
    ['fake:constant(10ms)+spikes(150%,x5)', 'not "150%"'],
    ['fake:constant(10ms)+spikes(1/0,x5)', 'not "1/0"'],
    ['fake:constant(10ms)+refuse(now)', 'refuse does not take "now"'],
    ['fake:constant(10ms)+', 'no name with arguments'],
    ['fake:constant(1e999s)', 'not "1e999s"'],
    ['fake:modes(10ms@70%)', 'two modes or more'],
    ['fake:modes(10ms@70%,12ms@40%)', 'add up to 100 %'],
    ['fake:modes(10ms@70%,12ms)', 'a mode such as 10ms@70%, not "12ms"'],
  ])('%s', (text, expected) => {
    expect(complaint(text)).toContain(expected);
    expect(complaint(text)).toMatch(/at character \d+.*Write it as in /);
  });

  it('counts the characters after "fake:"', () => {
    expect(complaint('fake:normal(10ms,oops)')).toContain('at character 13:');
    expect(complaint('fake:constant(1ms)+turbo')).toContain('at character 15:');
  });
});
