import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../analysis/spans/spans.test-support.ts';
import { radixOrder } from './radix-order.ts';
import { sortSpans } from './sort-spans.ts';

interface Given {
  readonly at: number;
  readonly lasts: number;
}

function sorted(given: readonly Given[]): number[] {
  const order = sortSpans(
    Float64Array.from(given, ({ at }) => at),
    Float64Array.from(given, ({ lasts }) => lasts),
  );
  return order === null ? given.map((_, place) => place) : [...order];
}

const expected = (given: readonly Given[]): number[] =>
  given
    .map((span, place) => ({ ...span, place }))
    .sort((a, b) => a.at - b.at || b.lasts - a.lasts || a.place - b.place)
    .map(({ place }) => place);

describe('sorting spans', () => {
  it('orders by start, longer first, then as they came, whatever the order before', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ at: fc.integer({ min: -20, max: 20 }), lasts: fc.nat(5) }), { maxLength: 150 }),
        (given) => {
          expect(sorted(given)).toEqual(expected(given));
        },
      ),
    );
  });

  it('does the same with many in no order', () => {
    const random = seeded(7);
    const given = Array.from({ length: 40_000 }, () => ({
      at: Math.floor(random() * 20_000) - 10_000,
      lasts: Math.floor(random() * 4),
    }));
    expect(sorted(given)).toEqual(expected(given));
  });

  it('orders doubles of any size and sign by their bits', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { maxLength: 40 }), (given) => {
        const values = Float64Array.from(given, (value) => value + 0);
        expect([...radixOrder(values)].map((place) => values[place])).toEqual([...values.toSorted()]);
      }),
    );
  });
});
