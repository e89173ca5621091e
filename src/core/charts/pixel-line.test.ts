import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MARKS } from '../../contract/hardware-channels.ts';
import { pixelLine, roundTop, type Readings } from './pixel-line.ts';

const { fresh, repeat, missing } = MARKS;

function readings(points: readonly (readonly [at: number, value: number, mark?: number])[]): Readings {
  return {
    atMs: Float64Array.from(points, ([at]) => at),
    values: Float64Array.from(points, ([, value]) => value),
    marks: Uint8Array.from(points, ([, , mark]) => mark ?? fresh),
  };
}

describe('a line of pixels', () => {
  it('draws each reading where there is room for it', () => {
    const line = pixelLine(
      readings([
        [0, 1],
        [50, 3],
        [99, 2],
      ]),
      { min: 0, max: 100 },
      100,
      1000,
    );
    expect(line).toEqual({ x: [0, 50, 99], y: [1, 3, 2] });
  });

  it('never holds more than four points a pixel, and keeps the extremes', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
        const line = pixelLine(
          readings(values.map((value, index) => [index, value])),
          { min: 0, max: values.length },
          7,
          10,
        );
        expect(line.x.length).toBeLessThanOrEqual(4 * 7);
        expect(Math.max(...line.y)).toBe(Math.max(...values));
        expect(Math.min(...line.y)).toBe(Math.min(...values));
      }),
    );
  });

  it('breaks where nothing could be read, and where nothing came for long', () => {
    const range = { min: 0, max: 100 };
    const unread = readings([
      [0, 1],
      [10, Number.NaN, missing],
      [20, 2],
    ]);
    expect(pixelLine(unread, range, 100, 1000).y).toEqual([1, Number.NaN, 2]);
    const slept = readings([
      [0, 1],
      [90, 2],
    ]);
    expect(pixelLine(slept, range, 100, 50).y).toEqual([1, Number.NaN, 2]);
    expect(pixelLine(slept, range, 100, 90).y).toEqual([1, 2]);
  });

  it('does not draw a repeat as if it were read again', () => {
    const held = readings([
      [0, 5],
      [10, 5, repeat],
      [20, 5, repeat],
      [30, 9],
    ]);
    expect(pixelLine(held, { min: 0, max: 100 }, 100, 1000)).toEqual({ x: [0, 30], y: [5, 9] });
  });
});

describe('the top of a scale', () => {
  it.each([
    [0, 1000, 1],
    [3, 1000, 5],
    [51, 1000, 100],
    [100, 1000, 100],
    [1410, 1000, 2000],
    [3 * 1024 ** 3, 1024, 5 * 1024 ** 3],
  ] as const)('%d goes below %d-based %d', (value, base, top) => {
    expect(roundTop(value, base)).toBe(top);
  });
});
