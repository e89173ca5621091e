import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countCrossings } from './count-crossings.ts';
import type { RoutedLevel } from './route-lines.ts';

it('counts what comparing all pairs counts', () => {
  const pairs = fc.array(fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 5 })), { maxLength: 20 });
  fc.assert(
    fc.property(pairs, (links) => {
      const level: RoutedLevel = {
        count: 12,
        boxCount: 12,
        rank: Int32Array.from({ length: 12 }, (_, place) => (place < 6 ? 0 : 1)),
        linkFrom: Int32Array.from(links, ([from]) => from),
        linkTo: Int32Array.from(links, ([, to]) => to + 6),
        linkFromX: new Float64Array(links.length),
        linkToX: new Float64Array(links.length),
        places: [],
      };
      let crossings = 0;
      links.forEach(([from, to], at) => {
        for (const [otherFrom, otherTo] of links.slice(at + 1)) {
          if ((from - otherFrom) * (to - otherTo) < 0) crossings += 1;
        }
      });
      expect(
        countCrossings(level, [
          [0, 1, 2, 3, 4, 5],
          [6, 7, 8, 9, 10, 11],
        ]),
      ).toBe(crossings);
    }),
  );
});
