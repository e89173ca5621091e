import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerOf, DEFAULT_MARGIN } from './answer.ts';
import { clockStepIn } from './clock-step.ts';
import { boundAt, isLook } from './spending.ts';
import { signedRankBound } from './signed-rank.ts';
import { hodgesLehmann, walshAverages, walshInterval } from './walsh.ts';

const ask = (ratios: readonly number[], change: { isLast?: boolean; resolution?: number } = {}) =>
  answerOf(ratios, { margin: DEFAULT_MARGIN, isLast: true, resolution: 0, ...change });

/** Ratios around a centre whose logarithms are spread evenly. */
const around = (centre: number, half: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => centre * Math.exp(half * ((2 * index) / (count - 1) - 1)));

describe('the signed ranks', () => {
  // Wilcoxon's table as every textbook has it: the largest rank sum at a level of one side.
  it.each([
    [5, 0.05, 0],
    [6, 0.025, 0],
    [8, 0.025, 3],
    [10, 0.025, 8],
    [12, 0.025, 13],
    [12, 0.005, 7],
    [16, 0.025, 29],
    [20, 0.025, 52],
    [25, 0.005, 68],
    [30, 0.025, 137],
  ])('refuse %i pairs at %f up to the rank sum %i', (count, level, expected) => {
    expect(signedRankBound(count, level).rankSum).toBe(expected);
  });

  it('agree with counting all signs', () => {
    for (let count = 1; count <= 10; count += 1) {
      const sums = Array.from({ length: 2 ** count }, (_, signs) =>
        Array.from({ length: count }, (_rank, index) => ((signs >> index) & 1) * (index + 1)).reduce(
          (sum, rank) => sum + rank,
          0,
        ),
      );
      const { rankSum, probability } = signedRankBound(count, 0.1);
      if (rankSum < 0) continue;
      expect(probability).toBeCloseTo(sums.filter((sum) => sum <= rankSum).length / sums.length, 12);
      expect(sums.filter((sum) => sum <= rankSum + 1).length / sums.length).toBeGreaterThan(0.1);
    }
  });

  it('go over into the normal approximation without a leap', () => {
    const exact = signedRankBound(120, 0.001).rankSum;
    const approximate = signedRankBound(121, 0.001).rankSum;
    expect(approximate - exact).toBeGreaterThan(20);
    expect(approximate - exact).toBeLessThan(60);
  });
});

describe('the averages of pairs', () => {
  it('hold every centre that the test would not refuse, and no other', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 6, maxLength: 14 }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (values, centre) => {
          const { rankSum } = signedRankBound(values.length, 0.05);
          const [low, high] = walshInterval(walshAverages(values), rankSum) as [number, number];
          const shifted = values.map((value) => value - centre);
          // Ties and zeros are left to the closed interval, which keeps them.
          const sizes = new Set(shifted.map(Math.abs));
          if (sizes.size < values.length || sizes.has(0)) return;
          const ranks = [...sizes].sort((a, b) => a - b);
          const sumOf = (sign: number): number =>
            shifted
              .filter((value) => Math.sign(value) === sign)
              .reduce((sum, value) => sum + ranks.indexOf(Math.abs(value)) + 1, 0);
          const refused = Math.min(sumOf(1), sumOf(-1)) <= rankSum;
          if (Math.min(Math.abs(centre - low), Math.abs(centre - high)) < 1e-12) return;
          expect(refused).toBe(centre < low || centre > high);
        },
      ),
    );
  });

  it('give a centre that one wild value hardly moves', () => {
    const calm = [0.01, 0.02, 0.03, 0.02, 0.01, 0.02, 0.03, 0.02];
    const before = hodgesLehmann(walshAverages(calm));
    const after = hodgesLehmann(walshAverages([...calm.slice(1), Math.LN2]));
    expect(Math.abs(after - before)).toBeLessThan(0.01);
  });
});

describe('the spending', () => {
  it('never uses more than there is, whenever the budget ends', () => {
    const total = 0.002;
    const costOf = (pairs: number, isLast: boolean): number => {
      const bound = boundAt(pairs, total, isLast);
      if (bound.kind === 'none') return 0;
      if (bound.kind === 't') return 2 * bound.tail;
      let cost = 0;
      while (signedRankBound(pairs, cost).rankSum < bound.rankSum) cost = nextLevel(pairs, cost);
      return 2 * cost;
    };
    for (const end of [2, 5, 8, 11, 12, 17, 24, 30, 41]) {
      let spent = costOf(end, true);
      for (let pairs = 2; pairs < end; pairs += 1) if (isLook(pairs)) spent += costOf(pairs, false);
      expect(spent).toBeLessThanOrEqual(total * (1 + 1e-9));
    }
  });

  const nextLevel = (pairs: number, level: number): number => {
    const now = signedRankBound(pairs, level).rankSum;
    let next = Math.max(level, 2 ** -pairs);
    while (signedRankBound(pairs, next).rankSum <= now) next *= 1.0001;
    return signedRankBound(pairs, next).probability;
  };
});

describe('the answer', () => {
  it('finds a large difference at the first look, and says it in words', () => {
    const answer = ask(around(1 / 1.42, 0.02, 8), { isLast: false });
    expect(answer.verdict).toBe('faster');
    expect(answer.needPairs).toBe(0);
    expect(answer.sentence).toMatch(
      /^B is 1\.42× faster than A \(time ratio 0\.704, 95 % 0\.\d+ to 0\.\d+, 8 pairs\)\.$/,
    );
    expect(ask(around(1.42, 0.02, 8), { isLast: false }).verdict).toBe('slower');
  });

  it('calls the same what lies within the margin', () => {
    const answer = ask(around(1.002, 0.01, 16));
    expect(answer.verdict).toBe('same');
    expect(answer.sentence).toContain('B and A take the same time within 2 %');
  });

  it('stays undecided between looks, however clear it is', () => {
    expect(ask(around(2, 0.01, 9), { isLast: false }).verdict).toBe('undecided');
    expect(ask(around(2, 0.01, 9)).verdict).toBe('slower');
  });

  it('calls nothing different on one process in a slow mode', () => {
    for (let count = 3; count <= 40; count += 1) {
      const ratios = [...around(1, 0.005, count - 1), 2];
      expect(['same', 'undecided']).toContain(ask(ratios).verdict);
    }
  });

  it('says how many more pairs would tell, and what would have shown', () => {
    const answer = ask(around(1.01, 0.08, 12));
    expect(answer.verdict).toBe('undecided');
    expect(answer.needPairs).toBeGreaterThan(12);
    expect(answer.minimumDetectable).toBeGreaterThan(0.03);
    expect(answer.sentence).toMatch(
      /^Undecided after 12 pairs: .*About \d+ more pairs would tell; a difference of /,
    );
  });

  it('has no certainty from a clock that stands still', () => {
    const equal = new Array<number>(12).fill(1);
    expect(ask(equal).verdict).toBe('same');
    expect(ask(equal, { resolution: 0.1 })).toMatchObject({ verdict: 'undecided' });
    const low = ask(equal, { resolution: 0.1 }).ratioCi95?.[0] as number;
    expect(low).toBeCloseTo(1 / 1.1, 12);
    expect(ask(new Array<number>(12).fill(1.05), { resolution: 0.1 }).verdict).toBe('undecided');
  });

  it('knows nothing from nothing', () => {
    expect(ask([])).toMatchObject({ verdict: 'undecided', ratioCi95: null, needPairs: null, pairs: 0 });
    expect(ask([1.5])).toMatchObject({ verdict: 'undecided', ratioCi95: null, spread: null });
    expect(ask([2, 2])).toMatchObject({ verdict: 'undecided', ratioCi95: null });
    expect(ask([Number.NaN, 0, -1, Infinity, 1, 1])).toMatchObject({ pairs: 2 });
  });

  it('turns round when the sides do', () => {
    const pairs = fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 3, maxLength: 30 });
    fc.assert(
      fc.property(pairs, (ratios) => {
        const forth = ask(ratios);
        const back = ask(ratios.map((ratio) => 1 / ratio));
        const turned = { faster: 'slower', slower: 'faster', same: 'same', undecided: 'undecided' } as const;
        expect(back.verdict).toBe(turned[forth.verdict]);
        expect(back.ratio * forth.ratio).toBeCloseTo(1, 9);
        expect(back.ratioCi95?.[0] ?? 0).toBeCloseTo(
          forth.ratioCi95 === null ? 0 : 1 / forth.ratioCi95[1],
          9,
        );
      }),
    );
  });

  it('does not ask in which order the pairs came', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 3, maxLength: 20 }),
        (ratios) => {
          const { ratio, ratioCi95, verdict } = ask(ratios);
          const other = ask(ratios.toReversed());
          expect(other.verdict).toBe(verdict);
          expect(other.ratio).toBeCloseTo(ratio, 12);
          expect(other.ratioCi95?.[1] ?? 0).toBeCloseTo(ratioCi95?.[1] ?? 0, 9);
        },
      ),
    );
  });
});

describe('the clock’s step', () => {
  it('is seen where most latencies are equal', () => {
    expect(clockStepIn(Float64Array.of(1, 1, 1.5, 1.5, 1.5, 2, 1))).toBeCloseTo(0.5, 12);
    expect(clockStepIn(Float64Array.of(1, 1.1, 1.25, 1.4))).toBe(0);
    expect(clockStepIn(Float64Array.of(1, 1, 1, 1 + 1e-13))).toBe(0);
  });
});
