import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keepApart } from './keep-apart.ts';

const given = fc
  .array(
    fc.tuple(
      fc.integer({ min: -500, max: 500 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 90 }),
    ),
    {
      minLength: 1,
      maxLength: 7,
    },
  )
  .map((rows) => ({
    wanted: Float64Array.from(rows, ([at]) => at),
    weight: Float64Array.from(rows, ([, weight]) => weight),
    gap: Float64Array.from(rows, ([, , gap]) => gap),
  }));

it('keeps every gap, and moves nothing where the gaps are kept already', () => {
  fc.assert(
    fc.property(given, ({ wanted, weight, gap }) => {
      const placed = wanted.slice();
      keepApart(placed, weight, gap);
      for (let at = 1; at < placed.length; at += 1) {
        expect((placed[at] as number) - (placed[at - 1] as number)).toBeGreaterThan(
          (gap[at] as number) - 1e-6,
        );
      }
      const again = placed.slice();
      keepApart(again, weight, gap);
      again.forEach((at, slot) => expect(at).toBeCloseTo(placed[slot] as number, 6));
    }),
  );
});

it('moves as little as can be: no small shift of a suffix or prefix is better', () => {
  const cost = (placed: Float64Array, wanted: Float64Array, weight: Float64Array): number =>
    placed.reduce(
      (sum, at, slot) => sum + (weight[slot] as number) * (at - (wanted[slot] as number)) ** 2,
      0,
    );
  fc.assert(
    fc.property(given, ({ wanted, weight, gap }) => {
      const placed = wanted.slice();
      keepApart(placed, weight, gap);
      const best = cost(placed, wanted, weight);
      for (let first = 0; first < placed.length; first += 1) {
        for (let last = first; last < placed.length; last += 1) {
          for (const by of [-0.01, 0.01]) {
            const other = placed.map((at, slot) => (slot >= first && slot <= last ? at + by : at));
            const isAllowed = other.every(
              (at, slot) => slot === 0 || at - (other[slot - 1] as number) >= (gap[slot] as number) - 1e-9,
            );
            if (isAllowed) expect(cost(other, wanted, weight)).toBeGreaterThan(best - 1e-6);
          }
        }
      }
    }),
  );
});
