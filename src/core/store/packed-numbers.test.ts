import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packNumbers, unpackNumbers } from './packed-numbers.ts';
import { codeOf } from './store.fixture.ts';

const PLACE = { table: 'samples', row: 'r1', column: 'latencies_ms' };
const bits = (values: Float64Array): Buffer =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength);
const isKept = (values: Float64Array, form?: 'ascending'): boolean =>
  bits(unpackNumbers(packNumbers(values, form), PLACE)).equals(bits(values));

/** Differences of a clock of nanoseconds that is told in milliseconds. */
function latencies(count: number, usualMs: number): Float64Array {
  let now = 30_000.123456;
  return Float64Array.from({ length: count }, (_, index) => {
    const end = Math.round((now + usualMs * (1 + ((index * 7919) % 101) / 2000)) * 1e6) / 1e6;
    const latency = end - now;
    now = end;
    return latency;
  });
}

describe('packed numbers', () => {
  it('come back to the last bit, whatever they are', () => {
    const anyBits = fc
      .array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { maxLength: 20 })
      .map((all) => new Float64Array(BigUint64Array.from(all).buffer));
    const odd = fc.constantFrom(0, -0, 1, -1, NaN, Infinity, -Infinity, 5e-324, 2 ** 53, 1e-9, 0.1 + 0.2);
    const mixed = fc
      .array(fc.oneof(odd, fc.double(), fc.float(), fc.integer()), { maxLength: 30 })
      .map((all) => Float64Array.from(all));
    fc.assert(
      fc.property(fc.oneof(anyBits, mixed), (values) => isKept(values) && isKept(values, 'ascending')),
      { numRuns: 200 },
    );
  });

  it('of a clock come back to the last bit, at every length of time', () => {
    const clock = fc
      .record({
        usual: fc.constantFrom(1e-3, 0.013, 1, 10, 2500, 3e6),
        count: fc.integer({ min: 0, max: 60 }),
      })
      .map(({ usual, count }) => latencies(count, usual));
    fc.assert(
      fc.property(clock, (values) => isKept(values) && isKept(values, 'ascending')),
      { numRuns: 60 },
    );
  });

  it('of a clock take less than half of their bytes', () => {
    expect(packNumbers(latencies(2000, 5)).length).toBeLessThan(8000);
  });

  it('that were cut or spoilt are refused in words', () => {
    const packed = packNumbers(latencies(50, 5));
    for (let length = 0; length < packed.length; length += 7) {
      expect(codeOf(() => unpackNumbers(packed.subarray(0, length), PLACE))).toBe('STORE_CORRUPT');
    }
    const longer = Buffer.from(packed);
    longer.writeUInt32LE(4_000_000_000, 2);
    expect(codeOf(() => unpackNumbers(longer, PLACE))).toBe('STORE_CORRUPT');
    const spoilt = Buffer.from(packed);
    spoilt[20] = (spoilt[20] as number) ^ 0xff;
    expect(codeOf(() => unpackNumbers(spoilt, PLACE))).toBe('STORE_CORRUPT');
    expect(codeOf(() => unpackNumbers('text', PLACE))).toBe('STORE_CORRUPT');
  });
});
