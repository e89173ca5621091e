import { describe, expect, it } from 'vitest';
import { fromFloat16Bits, toBfloat16Bits, toFloat16Bits } from './float-bits.ts';

describe('half precision', () => {
  it('agrees with what is known of float16', () => {
    expect(toFloat16Bits(0)).toBe(0);
    expect(toFloat16Bits(-2)).toBe(0xc000);
    expect(toFloat16Bits(65504)).toBe(0x7bff);
    expect(toFloat16Bits(65520)).toBe(0x7c00);
    expect(toFloat16Bits(2 ** -24)).toBe(1);
    expect(toFloat16Bits(2 ** -25)).toBe(0);
    expect(toFloat16Bits(2 ** -14)).toBe(0x0400);
    expect(toFloat16Bits(Infinity)).toBe(0x7c00);
    expect(toFloat16Bits(Number.NaN) & 0x7fff).toBe(0x7e00);
  });

  it('comes back as the number it was, for every float16', () => {
    for (let bits = 0; bits < 0x7c00; bits++) {
      const exponent = bits >>> 10;
      const fraction = bits & 0x3ff;
      const value = exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
      if (toFloat16Bits(value) !== bits)
        throw new Error(`${value} became ${toFloat16Bits(value)}, not ${bits}`);
    }
    expect(toFloat16Bits(1 + 2 ** -11)).toBe(0x3c00);
    expect(toFloat16Bits(1 + 3 * 2 ** -11)).toBe(0x3c02);
  });

  it('is read as it was written, for every pattern of bits', () => {
    for (let half = 0; half <= 0xffff; half++) {
      const value = fromFloat16Bits(half);
      if (Number.isNaN(value)) expect(half & 0x7fff).toBeGreaterThan(0x7c00);
      else if (toFloat16Bits(value) !== half) throw new Error(`${half} was read as ${value}`);
    }
  });

  it('rounds bfloat16 to even', () => {
    expect(toBfloat16Bits(1 + 2 ** -8)).toBe(0x3f80);
    expect(toBfloat16Bits(1 + 3 * 2 ** -8)).toBe(0x3f82);
    expect(toBfloat16Bits(-1)).toBe(0xbf80);
    expect(toBfloat16Bits(Number.NaN)).toBe(0x7fc0);
  });
});
