import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteUnit, durationUnit, elapsedUnit, niceAxis, tickLabel } from './scale.ts';

describe('an axis unit', () => {
  it('fits its largest value', () => {
    expect(durationUnit(0.0004).name).toBe('ns');
    expect(durationUnit(0.4).name).toBe('µs');
    expect(durationUnit(40).name).toBe('ms');
    expect(durationUnit(4e5).name).toBe('s');
    expect(elapsedUnit(30_000).name).toBe('s');
    expect(elapsedUnit(900_000).name).toBe('min');
    expect(byteUnit(3 * 1024 ** 3).name).toBe('GiB');
    expect(byteUnit(0).name).toBe('B');
  });

  it('labels ticks without the rounding dust of binary fractions', () => {
    expect(tickLabel(0.1 + 0.2, { name: 'ms', size: 1 })).toBe('0.3');
    expect(tickLabel(1200, { name: 's', size: 1000 })).toBe('1.2');
    expect(tickLabel(100, { name: '%', size: 1 })).toBe('100');
    expect(tickLabel(0, { name: 'ms', size: 1 })).toBe('0');
  });
});

describe('a nice axis', () => {
  it('encloses its data in few round steps', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e5, noNaN: true }),
        fc.double({ min: 1e-4, max: 1e5, noNaN: true }),
        (min, span) => {
          const unit = durationUnit(min + span);
          const axis = niceAxis({ min, max: min + span }, unit);
          const slack = axis.interval * 1e-6;
          expect(axis.min).toBeLessThanOrEqual(min + slack);
          expect(axis.max).toBeGreaterThanOrEqual(min + span - slack);
          const steps = (axis.max - axis.min) / axis.interval;
          expect(Math.abs(steps - Math.round(steps))).toBeLessThan(1e-3);
          expect(steps).toBeLessThanOrEqual(7.001);
        },
      ),
    );
  });

  it('has a height even where all values are equal', () => {
    for (const value of [0, 3]) {
      const axis = niceAxis({ min: value, max: value }, durationUnit(value));
      expect(axis.max).toBeGreaterThan(axis.min);
    }
  });
});
