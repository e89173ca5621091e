import { describe, expect, it } from 'vitest';
import { DynoError } from '../contract/errors.ts';
import {
  byName,
  duration,
  graphLevel,
  inputFile,
  level,
  many,
  modelRef,
  shape,
  share,
  text,
  wholeNumber,
} from './options.ts';

function errorOf(action: () => unknown): DynoError {
  try {
    action();
  } catch (error) {
    if (error instanceof DynoError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

describe('numbers', () => {
  it('are whole and in range, or refused with the option’s name', () => {
    const batch = wholeNumber('--batch', 1);
    expect(batch('16')).toBe(16);
    for (const wrong of ['0', '-1', '1.5', '1e3', 'many', '', '99999999999', ' 4']) {
      expect(errorOf(() => batch(wrong))).toMatchObject({ code: 'USAGE', subject: '--batch' });
    }
  });

  it('may be zero where that has a meaning', () => {
    expect(wholeNumber('--warmup', 0)('0')).toBe(0);
  });
});

describe('durations', () => {
  it('are seconds unless they say otherwise', () => {
    const read = duration('--duration');
    expect(read('10')).toBe(10_000);
    expect(read('.5')).toBe(500);
    expect(read('250ms')).toBe(250);
    expect(read('1.5s')).toBe(1500);
    expect(read('2min')).toBe(120_000);
  });

  it('are refused when empty, endless or negative', () => {
    for (const wrong of ['0', '-3', 'soon', '', '10h', '9999999']) {
      expect(errorOf(() => duration('--duration')(wrong))).toMatchObject({ subject: '--duration' });
    }
  });
});

describe('shares', () => {
  it('are written as such or in percent', () => {
    const read = share('--precision', 0.0001, 1);
    expect(read('1%')).toBe(0.01);
    expect(read('0.5 %')).toBe(0.005);
    expect(read('.02')).toBe(0.02);
    expect(read('100%')).toBe(1);
    for (const wrong of ['0', '200%', '2', '-1%', 'precise', '', '%'])
      expect(errorOf(() => read(wrong))).toMatchObject({ code: 'USAGE', subject: '--precision' });
  });
});

describe('names', () => {
  it('of levels are listed when one is unknown', () => {
    expect(level('expert')).toBe('expert');
    const error = errorOf(() => level('constructor'));
    expect(error.code).toBe('LEVEL_UNKNOWN');
    expect(error.nextStep).toContain('basic, advanced');
  });

  it('of graph levels are a closed set', () => {
    expect(graphLevel('extended')).toBe('extended');
    expect(errorOf(() => graphLevel('most')).nextStep).toContain('disabled, basic, extended, all');
  });

  it('given by the user are trimmed and limited', () => {
    expect(text('--tag', 8)(' nightly ')).toBe('nightly');
    expect(errorOf(() => text('--tag', 8)('   '))).toMatchObject({ subject: '--tag' });
    expect(errorOf(() => text('--tag', 8)('far too long'))).toMatchObject({ subject: '--tag' });
  });
});

describe('shapes and files by input name', () => {
  it('take the sizes after the last equals sign', () => {
    expect(shape('pixels=1x3x224x224')).toEqual({ name: 'pixels', value: [1, 3, 224, 224] });
    expect(shape('a=b:0=2,4')).toEqual({ name: 'a=b:0', value: [2, 4] });
    expect(shape('scale=')).toEqual({ name: 'scale', value: [] });
  });

  it('say what is wrong', () => {
    expect(errorOf(() => shape('1x3')).message).toContain('name');
    expect(errorOf(() => shape('x=1xtwo')).message).toContain('whole number');
    expect(errorOf(() => shape('x=1x-2')).message).toContain('whole number');
    expect(errorOf(() => inputFile('x=')).message).toContain('no file');
  });

  it('gather into one record', () => {
    const read = many(shape);
    expect(byName(read('b=2', read('a=1', [])))).toEqual({ a: [1], b: [2] });
    expect(inputFile('ids=a=b.npy')).toEqual({ name: 'ids', value: 'a=b.npy' });
  });
});

describe('a model argument', () => {
  it('is a demo model by its prefix and a path otherwise', () => {
    const toPath = (path: string): string => `/typed/here/${path}`;
    expect(modelRef('demo:mlp-tiny', toPath)).toEqual({ kind: 'demo', location: 'demo:mlp-tiny' });
    expect(modelRef('a.onnx', toPath)).toEqual({ kind: 'file', location: '/typed/here/a.onnx' });
  });
});
