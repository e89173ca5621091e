import { describe, expect, it } from 'vitest';
import { countOptions, EMPTY_DRAFT, parseShape, parseTags, requestOf } from './bench-request.ts';

const model = { kind: 'demo', location: 'demo:mlp-tiny' } as const;

describe('a request from the form', () => {
  it('is none without a model', () => {
    expect(requestOf(EMPTY_DRAFT)).toBeNull();
  });

  it('leaves to the plan what was left blank', () => {
    expect(requestOf({ ...EMPTY_DRAFT, model, name: '  ', tags: ' , ' })).toEqual({ model });
  });

  it('takes what was filled in, in the contract’s units', () => {
    const draft = {
      ...EMPTY_DRAFT,
      model,
      level: 'expert',
      batch: 4,
      seed: 0,
      durationSeconds: 2.5,
      shapes: { x: '4x64', y: 'nonsense' },
      name: ' first ',
      tags: 'a, b,a',
    } as const;
    expect(requestOf(draft)).toEqual({
      model,
      level: 'expert',
      batch: 4,
      seed: 0,
      durationMs: 2500,
      shapes: { x: [4, 64] },
      name: 'first',
      tags: ['a', 'b'],
    });
    expect(countOptions(draft)).toBe(6);
  });

  it('asks for a profile of a plain run alone', () => {
    const draft = { ...EMPTY_DRAFT, model, profile: true } as const;
    expect(requestOf(draft)).toEqual({ model, profile: {} });
    expect(requestOf({ ...draft, generation: {} })).toEqual({ model, generation: {} });
    const scenario = { kind: 'offline' } as const;
    expect(requestOf({ ...draft, scenario })).toEqual({ model, scenario });
  });
});

describe('a shape', () => {
  it('may be written in several ways', () => {
    for (const text of ['1x3x224', '1×3×224', '1, 3, 224', ' 1 3 224 ', '1X3 x 224']) {
      expect(parseShape(text)).toEqual([1, 3, 224]);
    }
  });

  it('is whole numbers only', () => {
    for (const text of ['', 'a', '1x-3', '1x3.5', '1xbatch', '1'.repeat(10)])
      expect(parseShape(text)).toBeNull();
  });
});

it('tags are kept once, without their spaces', () => {
  expect(parseTags(' a b , c,,c ')).toEqual(['a b', 'c']);
});
