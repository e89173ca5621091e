import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatByUnit,
  formatCount,
  formatDuration,
  formatNumber,
  formatPercent,
  formatScaled,
} from './units.ts';

describe('numbers for people', () => {
  it('have three significant digits', () => {
    expect(formatNumber(1.23456)).toBe('1.23');
    expect(formatNumber(12.3456)).toBe('12.3');
    expect(formatNumber(123.456)).toBe('123');
    expect(formatNumber(0.00123456)).toBe('0.00123');
    expect(formatNumber(123456)).toBe('123 456');
    expect(formatNumber(-4.56789)).toBe('-4.57');
  });

  it('carry into the next digit when rounding does', () => {
    expect(formatNumber(9.999)).toBe('10.0');
    expect(formatNumber(99.96)).toBe('100');
    expect(formatDuration(0.9999)).toBe('1.00 ms');
    expect(formatDuration(999.9)).toBe('1.00 s');
    expect(formatBytes(1023.99 * 1024)).toBe('1.00 MiB');
  });

  it('show a dash for what was not measured, never zero', () => {
    for (const format of [
      formatNumber,
      formatCount,
      formatDuration,
      formatBytes,
      formatPercent,
      formatScaled,
    ]) {
      expect(format(null)).toBe('—');
      expect(format(undefined)).toBe('—');
      expect(format(Number.NaN)).toBe('—');
      expect(format(0)).not.toBe('—');
    }
  });

  it('read back within half a unit of the third digit', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 9e9, noNaN: true }), (value) => {
        const shown = Number(formatNumber(value).replaceAll(' ', ''));
        expect(Math.abs(shown - value)).toBeLessThanOrEqual(Math.abs(value) * 0.00501);
      }),
    );
  });
});

describe('durations and sizes', () => {
  it('take the unit that fits', () => {
    expect(formatDuration(0.000812)).toBe('812 ns');
    expect(formatDuration(0.0451)).toBe('45.1 µs');
    expect(formatDuration(3.2)).toBe('3.20 ms');
    expect(formatDuration(1250)).toBe('1.25 s');
    expect(formatDuration(200_000)).toBe('3 min 20 s');
    expect(formatDuration(3 * 3600e3 + 25 * 60e3)).toBe('3 h 25 min');
    expect(formatDuration(Number.POSITIVE_INFINITY)).toBe('∞');
  });

  it('count bytes by 1024', () => {
    expect(formatBytes(512)).toBe('512 B');
    expect(formatBytes(1536)).toBe('1.50 KiB');
    expect(formatBytes(3.5 * 1024 ** 3)).toBe('3.50 GiB');
  });

  it('group thousands', () => {
    expect(formatCount(1234567)).toBe('1 234 567');
    expect(formatScaled(1_234_567)).toBe('1.23 M');
  });
});

describe('a value whose unit comes with it', () => {
  it('is written as that unit is', () => {
    expect(formatByUnit(3.2, 'ms')).toBe('3.20 ms');
    expect(formatByUnit(2048, 'bytes')).toBe('2.00 KiB');
    expect(formatByUnit(1500, 'per-second')).toBe('1500 /s');
    expect(formatByUnit(null, 'ms')).toBe('—');
    expect(formatByUnit('cpu', 'text')).toBe('cpu');
  });
});
