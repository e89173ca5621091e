import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignClocks, measureAlignment, offsetToApply } from './clock-alignment.ts';

const way = fc.double({ min: 0, max: 50, noNaN: true });

describe('the offset between two clocks', () => {
  it('lies within the stated error of the truth, however unequal the two ways were', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.array(fc.tuple(way, way), { minLength: 1, maxLength: 12 }),
        (offset, ways) => {
          const exchanges = ways.map(([there, back], index) => ({
            sentMs: index * 200,
            remoteMs: index * 200 + there + offset,
            receivedMs: index * 200 + there + back,
          }));
          const found = alignClocks(exchanges);
          expect(found).not.toBeNull();
          expect(Math.abs((found?.offsetMs ?? 0) - offset)).toBeLessThanOrEqual((found?.errorMs ?? 0) + 1e-6);
          expect(found?.errorMs).toBeCloseTo(Math.min(...ways.map(([a, b]) => (a + b) / 2)), 6);
        },
      ),
    );
  });

  it('is unknown without an exchange, and one whose times run backwards is none', () => {
    expect(alignClocks([])).toBeNull();
    expect(alignClocks([{ sentMs: 5, remoteMs: 1, receivedMs: 4 }])).toBeNull();
  });

  it('counts only where it is larger than its error', () => {
    expect(offsetToApply({ offsetMs: 0.04, errorMs: 0.05, exchanges: 8 })).toBe(0);
    expect(offsetToApply({ offsetMs: -3, errorMs: 0.05, exchanges: 8 })).toBe(-3);
    expect(offsetToApply(null)).toBe(0);
  });
});

describe('asking for another clock', () => {
  it('takes the quickest of eight answers', async () => {
    const waits = [9, 8, 2, 7, 6, 5, 4, 3];
    let now = 0;
    let asked = 0;
    const found = await measureAlignment(
      () => {
        const wait = waits[asked] ?? 0;
        asked += 1;
        const remote = now + wait / 2 + 1000;
        now += wait;
        return Promise.resolve(remote);
      },
      () => now,
    );
    expect(found).toEqual({ offsetMs: 1000, errorMs: 1, exchanges: 8 });
  });

  it('makes do with what was answered before the other fell silent, and says null where nothing was', async () => {
    let asked = 0;
    const twice = (): Promise<number> => {
      asked += 1;
      return asked <= 2 ? Promise.resolve(7) : Promise.reject(new Error('gone'));
    };
    expect(await measureAlignment(twice, () => 7)).toEqual({ offsetMs: 0, errorMs: 0, exchanges: 2 });
    expect(
      await measureAlignment(
        () => Promise.reject(new Error('gone')),
        () => 7,
      ),
    ).toBeNull();
  });
});
