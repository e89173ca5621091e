import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeWire, encodeWire } from './wire.ts';

const there = (value: unknown): unknown => decodeWire(encodeWire(value));

describe('data on its way to the page', () => {
  it('comes back as it was', () => {
    for (const value of [undefined, null, -0, Number.NaN, -Infinity, 2n ** 80n, 'µ “”', new Date(5)]) {
      expect(there(value)).toEqual(value);
    }
    expect(there(new Map([[1, new Set(['x'])]]))).toEqual(new Map([[1, new Set(['x'])]]));
    expect(there({ ['__proto__x']: { a: [undefined, ['array', 1]] } })).toEqual({
      ['__proto__x']: { a: [undefined, ['array', 1]] },
    });
  });

  it('keeps typed arrays typed, and only the part that they see', () => {
    const whole = Float64Array.of(1, 2, 3, 4);
    expect(there(whole.subarray(1, 3))).toEqual(Float64Array.of(2, 3));
    expect(there(BigInt64Array.of(-1n))).toEqual(BigInt64Array.of(-1n));
    expect(there(new Uint8Array(100_000).fill(7))).toEqual(new Uint8Array(100_000).fill(7));
    expect(there(Uint8Array.of(1, 2).buffer)).toEqual(Uint8Array.of(1, 2).buffer);
  });

  it('keeps any plain data', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withTypedArray: true }), (value) => {
        expect(there(value)).toEqual(value);
      }),
    );
  });

  it('refuses what it could only fake', () => {
    const ring: Record<string, unknown> = {};
    ring['self'] = ring;
    expect(() => encodeWire(ring)).toThrow('holds itself');
    expect(() => encodeWire(() => 1)).toThrow('cannot be cloned');
    expect(() => encodeWire(new Blob([]))).toThrow('Blob');
    expect(() => encodeWire(/x/)).toThrow('RegExp');
  });
});
