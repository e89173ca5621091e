import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeInput } from './make-input.ts';
import type { InputFill, ResolvedInput, TensorType } from '../../../contract/model.ts';

function input(type: TensorType, shape: readonly number[], fill: InputFill): ResolvedInput {
  return { name: 'x', type, shape, values: '', fill };
}

const numbers = (made: ReturnType<typeof makeInput>): number[] =>
  Array.from(made.data as ArrayLike<number>, Number);

describe('making an input', () => {
  it('is the same for the same seed and another for another', () => {
    const wanted = input('float32', [100], { kind: 'normal' });
    expect(makeInput(wanted, 1).data).toEqual(makeInput(wanted, 1).data);
    expect(makeInput(wanted, 1).data).not.toEqual(makeInput(wanted, 2).data);
  });

  it('keeps integers within their bounds, in every integer type', () => {
    const types = fc.constantFrom<TensorType>(
      'int8',
      'uint8',
      'int16',
      'uint16',
      'int32',
      'uint32',
      'int64',
      'uint64',
    );
    fc.assert(
      fc.property(types, fc.integer({ min: 1, max: 120 }), fc.integer(), (type, below, seed) => {
        const values = numbers(makeInput(input(type, [50], { kind: 'integers', from: 0, below }), seed));
        expect(values.every((value) => Number.isInteger(value) && value >= 0 && value < below)).toBe(true);
      }),
    );
  });

  it('reaches all of a large vocabulary', () => {
    const made = makeInput(input('int64', [20_000], { kind: 'integers', from: 0, below: 150_000 }), 3);
    const values = numbers(made);
    expect(Math.max(...values)).toBeGreaterThan(149_000);
    expect(Math.min(...values)).toBeLessThan(1000);
    expect(new Set(values).size).toBeGreaterThan(18_000);
  });

  it('writes negative 64-bit integers right', () => {
    const made = makeInput(input('int64', [40], { kind: 'integers', from: -5, below: 0 }), 1);
    expect(numbers(made).every((value) => value >= -5 && value < 0)).toBe(true);
  });

  it('draws normal values of mean 0 and deviation 1', () => {
    const values = numbers(makeInput(input('float32', [20_000], { kind: 'normal' }), 5));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    // Five standard errors.
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(20_000));
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / 20_000));
  });

  it('draws uniform values from 0 to 1', () => {
    const values = numbers(makeInput(input('float64', [5001], { kind: 'uniform' }), 5));
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(Math.max(...values)).toBeGreaterThan(0.99);
  });

  it('counts positions along the last axis, and again from 0 at the end of the table', () => {
    const made = makeInput(input('int64', [2, 4], { kind: 'ascending', from: 2, below: 4 }), 1);
    expect(numbers(made)).toEqual([2, 3, 0, 1, 2, 3, 0, 1]);
  });

  it('writes constants in the bits of each type', () => {
    const one = (type: TensorType): unknown =>
      makeInput(input(type, [2], { kind: 'constant', value: 1 }), 1).data;
    expect(one('float16')).toEqual(Uint16Array.of(0x3c00, 0x3c00));
    expect(one('bfloat16')).toEqual(Uint16Array.of(0x3f80, 0x3f80));
    expect(one('int64')).toEqual(BigInt64Array.of(1n, 1n));
    expect(one('bool')).toEqual(Uint8Array.of(1, 1));
    expect(one('int4')).toEqual(Uint8Array.of(0x11));
  });

  it('makes texts for texts and nothing for an empty axis', () => {
    expect(makeInput(input('string', [2], { kind: 'text' }), 1).data).toEqual(['text 0', 'text 1']);
    expect(makeInput(input('float32', [1, 0, 4], { kind: 'normal' }), 1).data.length).toBe(0);
  });
});
