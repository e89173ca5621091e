import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutputSummary } from '../../contract/outputs.ts';
import { agreementOf } from './output-agreement.ts';

function output(values: readonly (number | null)[], change: Partial<OutputSummary> = {}): OutputSummary {
  return {
    name: 'y',
    type: 'float32',
    shape: [1, values.length],
    count: values.length,
    notANumber: values.filter((value) => value === null).length,
    infinite: 0,
    stride: 1,
    values,
    ...change,
  };
}

describe('agreement of outputs', () => {
  it('is whole where all values are the same', () => {
    const same = [output([1, -2, 3])];
    expect(agreementOf(same, same)).toEqual({
      compared: 3,
      maxError: 0,
      meanError: 0,
      cosine: 1,
      notANumber: 0,
      reasons: [],
    });
  });

  it('gives the largest and the mean distance, and the angle', () => {
    const found = agreementOf([output([3, 0])], [output([0, 4])]);
    expect(found).toMatchObject({ compared: 2, maxError: 4, meanError: 3.5, cosine: 0 });
    expect(agreementOf([output([1, 2])], [output([-1, -2])]).cosine).toBe(-1);
  });

  it('leaves out what is no number on either side, and counts it', () => {
    const found = agreementOf([output([1, null, 3, null])], [output([1, 2, null, null])]);
    expect(found).toMatchObject({ compared: 1, maxError: 0, notANumber: 3, reasons: [] });
  });

  it('meets by name before it meets by place', () => {
    const a = [output([1, 1], { name: 'p' }), output([2, 2], { name: 'q' })];
    const b = [output([2, 2], { name: 'q' }), output([1, 1], { name: 'p' })];
    expect(agreementOf(a, b)).toMatchObject({ compared: 4, maxError: 0 });
    const renamed = [output([1, 1], { name: 'r' }), output([2, 2], { name: 'q' })];
    expect(agreementOf(a, renamed)).toMatchObject({ compared: 4, maxError: 0, reasons: [] });
  });

  it('says which outputs could not be held against each other, and why', () => {
    const a = [output([1, 2]), output([1], { name: 'only-a' }), output([], { name: 't', type: 'string' })];
    const b = [output([1, 2, 3]), output([], { name: 't', type: 'string' }), output([1], { name: 'only-b' })];
    const { reasons, compared, cosine } = agreementOf(a, b);
    expect(compared).toBe(0);
    expect(cosine).toBeNull();
    expect(reasons).toEqual([
      'Output y is 1×2 in A and 1×3 in B.',
      'Output only-a is in A alone.',
      'Output t is text.',
      'Output only-b is in B alone.',
    ]);
  });

  it('has no angle to a vector of zeros', () => {
    expect(agreementOf([output([0, 0])], [output([1, 1])]).cosine).toBeNull();
  });

  it('compares like with like whatever strides the two samples were taken at', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 7 }),
        (whole, strideA, strideB) => {
          const sampled = (stride: number): OutputSummary =>
            output(
              whole.filter((_value, index) => index % stride === 0),
              { stride, shape: [whole.length], count: whole.length },
            );
          const found = agreementOf([sampled(strideA)], [sampled(strideB)]);
          const both = whole.filter((_value, index) => index % strideA === 0 && index % strideB === 0);
          expect(found).toMatchObject({ compared: both.length, maxError: 0 });
        },
      ),
    );
  });
});
