import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { upperGamma } from '../distributions/upper-gamma.ts';
import { RandomStream } from '../simulate/random-stream.ts';
import { findAnomalies } from './find-anomalies.ts';
import { findChangePoints } from './find-change-points.ts';
import { robustPartition } from './robust-partition.ts';

function series(count: number, seed: number, level: (at: number) => number, noise = 2): Float64Array {
  const random = new RandomStream(seed);
  return Float64Array.from({ length: count }, (_, at) => level(at) + noise * random.normal());
}

const placesOf = (values: Float64Array): number[] =>
  findChangePoints(values).changes.map(({ index }) => index);

describe('a step', () => {
  it('is found at its first run, with both levels and a small chance of being none', () => {
    const [change, ...others] = findChangePoints(series(80, 1, (at) => (at < 50 ? 100 : 110))).changes;
    expect(others).toEqual([]);
    expect(change?.index).toBe(50);
    expect(change?.before.value).toBeCloseTo(100, -0.5);
    expect(change?.after.value).toBeCloseTo(110, -0.5);
    expect(change?.pValue).toBeLessThan(1e-6);
  });

  it('of 5 % in 2 % noise is found at its fifth run in nearly all histories', () => {
    const found = Array.from({ length: 60 }, (_, seed) => {
      const before = 20 + 3 * seed;
      return placesOf(series(before + 5, seed, (at) => (at < before ? 100 : 105))).some(
        (place) => Math.abs(place - before) <= 5,
      );
    });
    expect(found.filter(Boolean).length).toBeGreaterThanOrEqual(54);
  });

  it('is found where it follows others, and next to both ends', () => {
    const levels = [100, 130, 90, 120];
    expect(placesOf(series(160, 3, (at) => levels[Math.floor(at / 40)] as number))).toEqual([40, 80, 120]);
    expect(placesOf(series(60, 4, (at) => (at < 4 ? 150 : 100)))).toEqual([4]);
    expect(placesOf(series(60, 5, (at) => (at < 56 ? 100 : 150)))).toEqual([56]);
  });

  it('in a drift is told from the drift', () => {
    expect(placesOf(series(120, 6, (at) => 100 + at / 5 + (at < 60 ? 0 : 20)))).toEqual([60]);
  });
});

describe('what is no change', () => {
  const random = new RandomStream(11);
  const heavy = (): number => random.normal() / Math.hypot(random.normal(), random.normal(), random.normal());
  const skewed = (): number => -Math.log(1 - random.uniform());
  const correlated = () => {
    let value = random.normal();
    return () => (value = 0.3 * value + Math.sqrt(1 - 0.09) * random.normal());
  };
  it.each([
    ['normal noise', () => () => random.normal()],
    ['heavy tails', () => heavy],
    ['skewed noise', () => skewed],
    ['correlated runs', correlated],
    ['rounded values', () => () => Math.round(random.normal() * 2) / 2],
    ['two modes', () => () => random.normal() * 0.3 + (random.uniform() < 0.3 ? 3 : 0)],
    ['single outliers', () => () => random.normal() + (random.uniform() < 0.02 ? 10 : 0)],
  ])('%s', (_name, noise) => {
    const alarms = Array.from({ length: 100 }, () => {
      const draw = noise();
      return findChangePoints(Float64Array.from({ length: 100 }, () => 100 + 2 * draw())).changes.length;
    });
    expect(alarms.filter((count) => count > 0).length).toBeLessThanOrEqual(4);
  });

  it('a steep ramp, and louder noise at the same level', () => {
    expect(placesOf(series(200, 7, (at) => 100 + at))).toEqual([]);
    const louder = series(100, 8, () => 0, 1).map((noise, at) => 100 + noise * (at < 50 ? 1 : 4));
    expect(placesOf(louder)).toEqual([]);
  });

  it('one run far off: that is an anomaly', () => {
    const values = series(60, 9, (at) => (at < 30 ? 100 : 120))
      .with(12, 140)
      .with(45, 60);
    const changes = placesOf(values);
    expect(changes).toEqual([30]);
    const anomalies = findAnomalies(values, changes);
    expect(anomalies.map(({ index, score }) => [index, Math.sign(score)])).toEqual([
      [12, 1],
      [45, -1],
    ]);
    expect(
      findAnomalies(
        Float64Array.from({ length: 30 }, (_, at) => (at === 9 ? 7 : 5)),
        [],
      ),
    ).toMatchObject([{ index: 9, level: 5 }]);
  });
});

describe('any series', () => {
  it('is answered, however odd', () => {
    const odd: number[][] = [
      [],
      [1],
      [1, 2],
      [1, 1, 9, 9, 9],
      Array<number>(50).fill(7),
      Array<number>(50).fill(Number.NaN),
      Array.from({ length: 60 }, (_, at) => (at < 30 ? 1e308 : -1e308)),
      Array.from({ length: 60 }, (_, at) => (at < 30 ? 5e-324 : 1e-320)),
      Array.from({ length: 60 }, (_, at) => (at === 30 ? Number.POSITIVE_INFINITY : at % 2)),
      Array.from({ length: 60 }, (_, at) => 5 + (at % 3) * 1e-15),
    ];
    for (const values of odd) {
      const { changes } = findChangePoints(Float64Array.from(values));
      const at = changes.map(({ index }) => index);
      expect(at.every((place) => place > 0 && place < values.length)).toBe(true);
      expect(() => findAnomalies(Float64Array.from(values), at)).not.toThrow();
    }
    expect(placesOf(Float64Array.from({ length: 20 }, (_, at) => (at < 10 ? 10 : 12)))).toEqual([10]);
  });

  it('has the same changes in any unit, and with runs that say nothing between', () => {
    const values = series(90, 10, (at) => (at < 40 ? 100 : 108));
    for (const scale of [1e-9, 1, 1e12, 1e200])
      expect(placesOf(values.map((value) => value * scale))).toEqual([40]);
    const gaps = new Float64Array(180).fill(Number.NaN);
    values.forEach((value, at) => (gaps[2 * at] = value));
    expect(placesOf(gaps)).toEqual([80]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.double(), fc.integer({ min: 0, max: 3 })), { maxLength: 60 }),
        (values) => {
          const found = placesOf(Float64Array.from(values));
          expect(found).toEqual([...new Set(found)].sort((a, b) => a - b));
          findAnomalies(Float64Array.from(values), found);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the robust partition', () => {
  /** Every segment’s cheapest level by trying where its cost can turn; every partition by its last segment. */
  function cheapestCost(values: number[], bend: number, penalty: number): number {
    const costOf = (part: number[]): number => {
      const edges = part.flatMap((x) => [x - bend, x + bend]).sort((a, b) => a - b);
      const loss = (level: number): number =>
        part.reduce((sum, x) => sum + Math.min((x - level) ** 2, bend * bend), 0);
      const levels = edges.slice(1).flatMap((edge, at) => {
        const middle = (edge + (edges[at] as number)) / 2;
        const near = part.filter((x) => Math.abs(x - middle) < bend);
        return near.length > 0 ? [near.reduce((a, b) => a + b, 0) / near.length] : [];
      });
      return Math.min(...levels.map(loss));
    };
    const best = [-penalty];
    for (let to = 1; to <= values.length; to += 1) {
      best.push(Math.min(...best.map((cost, from) => cost + penalty + costOf(values.slice(from, to)))));
    }
    return best.at(-1) as number;
  }
  const costOfPartition = (
    values: number[],
    places: readonly number[],
    bend: number,
    penalty: number,
  ): number => {
    const edges = [0, ...places, values.length];
    return edges
      .slice(1)
      .reduce(
        (sum, to, at) => sum + cheapestCost(values.slice(edges[at], to), bend, 1e9) + (at > 0 ? penalty : 0),
        0,
      );
  };

  it('is as cheap as any, tried one by one', () => {
    const someValues = fc.array(fc.double({ min: -8, max: 8, noNaN: true }), { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(someValues, (values) => {
        const steps = robustPartition(Float64Array.from(values), 2, 3).next();
        const places = steps.value as number[];
        expect(costOfPartition(values, places, 2, 3)).toBeCloseTo(cheapestCost(values, 2, 3), 6);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the upper gamma function', () => {
  it('agrees with what is known in closed form', () => {
    expect(upperGamma(1, 2)).toBeCloseTo(Math.exp(-2), 14);
    expect(upperGamma(2, 3)).toBeCloseTo(4 * Math.exp(-3), 14);
    expect(upperGamma(5000, 5000 + 3 * Math.sqrt(5000)) / 0.00147).toBeCloseTo(1, 1);
  });
});

const reference = process.env['DYNO_REFERENCE'];
const tigerbeetle = reference === undefined ? '' : join(reference, 'changepoint', 'tigerbeetle.json');
const there = tigerbeetle !== '' && existsSync(tigerbeetle);
describe(
  there ? 'a database’s own history' : 'a database’s own history (skipped: DYNO_REFERENCE has none)',
  () => {
    it.skipIf(!there)('has the changes of 5 % and more that are known of it, and no others', () => {
      const document = JSON.parse(readFileSync(tigerbeetle, 'utf8')) as {
        series: number[];
        expected: Record<string, number[]>;
      };
      const large = findChangePoints(Float64Array.from(document.series)).changes.filter(
        ({ before, after }) => Math.abs(after.value / before.value - 1) >= 0.05,
      );
      for (const expected of Object.values(document.expected)) {
        expect(large.map(({ index }) => index)).toEqual(expected);
      }
    });
  },
);
