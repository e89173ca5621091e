import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { downSample } from './down-sample.ts';

const ramp = (count: number): Float64Array => Float64Array.from({ length: count }, (_, index) => index);

describe('down-sampling', () => {
  it('keeps a short series as it is, in its own memory', () => {
    const y = Float64Array.of(3, 1, 2);
    const line = downSample(ramp(3), y, 10);
    expect([...line.y]).toEqual([3, 1, 2]);
    y[0] = 99;
    expect(line.y[0]).toBe(3);
  });

  it('keeps a spike of one sample, where it was', () => {
    const y = new Float64Array(100_000).fill(1);
    y[54_321] = 50;
    const line = downSample(ramp(100_000), y, 200);
    expect(line.y.length).toBe(200);
    expect(line.x[line.y.indexOf(50)]).toBe(54_321);
  });

  it('keeps both extremes, the order of time, and only points that were there', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 500 }),
        fc.integer({ min: 2, max: 60 }),
        (values, points) => {
          const y = Float64Array.from(values);
          const line = downSample(ramp(y.length), y, points);
          expect(line.x.length).toBe(line.y.length);
          expect(line.y.length).toBeLessThanOrEqual(Math.max(2, points));
          expect(Math.min(...line.y)).toBe(Math.min(...values));
          expect(Math.max(...line.y)).toBe(Math.max(...values));
          line.x.forEach((at, index) => {
            expect(line.y[index]).toBe(y[at]);
            if (index > 0) expect(at).toBeGreaterThanOrEqual(line.x[index - 1] as number);
          });
        },
      ),
    );
  });

  it('lets a gap hide no measured value', () => {
    const y = Float64Array.of(Number.NaN, 5, 1, Number.NaN, Number.NaN, Number.NaN);
    const line = downSample(ramp(6), y, 4);
    expect([...line.y.slice(0, 2)]).toEqual([5, 1]);
    expect([...line.y.slice(2)]).toEqual([Number.NaN, Number.NaN]);
  });

  it('reads no further than the shorter of the two', () => {
    expect(downSample(ramp(3), Float64Array.of(1), 10).x).toHaveLength(1);
  });
});
