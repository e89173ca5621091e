import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitEventCost, type RecordedOperator } from './event-cost.ts';

const PLAIN: RecordedOperator = {
  ownUs: 0,
  events: 1,
  innerEvents: 0,
  firstEvents: 0,
  tensors: 2,
  exposed: 1,
  kernelUs: 0,
};

/** As the runtime would record them: each longer by the cost, and cut to whole microseconds. */
function recorded(trueUs: readonly number[], costUs: number): readonly RecordedOperator[] {
  return trueUs.map((own) => ({ ...PLAIN, ownUs: own + costUs - 0.5 }));
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

describe('the cost of an event', () => {
  it.each([1, 2.3, 8])('of %d µs is found among cheap and dear operators', (costUs) => {
    const own = [0.2, 0.2, 0.2, 0.3, 0.5, 5, 40, 12, 0.2, 0.3, 1, 100];
    const fit = fitEventCost({
      operators: recorded(own, costUs),
      gapUs: costUs,
      outsideUs: 20,
      cleanUs: sumOf(own) + 12,
    });
    expect(Math.abs(fit.costUs - costUs)).toBeLessThan(0.12 * costUs);
    expect(fit.ownUs[11]).toBeGreaterThan(97);
    expect(fit.ownUs[11]).toBeLessThan(103);
    expect(fit.ownUs[0]).toBeLessThan(0.3 + 0.12 * costUs);
  });

  it('hardly matters where operators are few and large', () => {
    const own = [2000, 3000, 1000];
    const fit = fitEventCost({ operators: recorded(own, 3), gapUs: 3, outsideUs: 30, cleanUs: 6020 });
    for (const [place, value] of own.entries())
      expect(Math.abs((fit.ownUs[place] as number) / value - 1)).toBeLessThan(0.005);
  });

  it('is never more than what the cheapest operators show', () => {
    const fit = fitEventCost({
      operators: recorded(
        Array.from({ length: 100 }, () => 0.1),
        1,
      ),
      gapUs: 50,
      outsideUs: 10,
      cleanUs: 15,
    });
    expect(fit.costUs).toBeLessThanOrEqual(1.1);
  });

  it('weighs more for an operator of many tensors', () => {
    const operators = [10, 10].map((ownUs, index) => ({ ...PLAIN, ownUs, tensors: index === 0 ? 2 : 8 }));
    const { ownUs } = fitEventCost({ operators, gapUs: 3, outsideUs: 5, cleanUs: 20 });
    expect(ownUs[1]).toBeLessThan(ownUs[0] as number);
  });

  it('is not taken off the time of a kernel on a GPU', () => {
    const operators = [
      { ...PLAIN, ownUs: 6, exposed: 0, kernelUs: 100 },
      { ...PLAIN, ownUs: 6, exposed: 0, kernelUs: 300 },
    ];
    const { ownUs, outsideUs } = fitEventCost({ operators, gapUs: 4, outsideUs: 10, cleanUs: 410 });
    expect(ownUs).toEqual([100, 300]);
    expect(outsideUs).toBe(10);
  });

  it('of what ran inside is not left in the time of control flow', () => {
    const operators = [
      { ...PLAIN, ownUs: 10 + 100 * 3, innerEvents: 100 },
      { ...PLAIN, ownUs: 300, events: 100 },
    ];
    const { ownUs } = fitEventCost({ operators, gapUs: 3, outsideUs: 5, cleanUs: 110 });
    expect(ownUs[0]).toBeLessThan(15);
  });
});

it('always makes up the clean time, with nothing below zero', () => {
  const operator = fc.record({
    ownUs: fc.double({ min: 0, max: 1e6, noNaN: true }),
    events: fc.double({ min: 0.001, max: 1000, noNaN: true }),
    innerEvents: fc.integer({ min: 0, max: 1000 }),
    firstEvents: fc.integer({ min: 0, max: 1 }),
    tensors: fc.integer({ min: 0, max: 100 }),
    exposed: fc.double({ min: 0, max: 1, noNaN: true }),
    kernelUs: fc.double({ min: 0, max: 1e6, noNaN: true }),
  });
  const time = fc.double({ min: 0, max: 1e7, noNaN: true });
  fc.assert(
    fc.property(fc.array(operator), time, time, time, (operators, gapUs, outsideUs, cleanUs) => {
      const fit = fitEventCost({ operators, gapUs, outsideUs, cleanUs });
      const sum = sumOf(fit.ownUs) + fit.outsideUs;
      expect(Math.abs(sum - cleanUs)).toBeLessThanOrEqual(1e-9 * Math.max(1, cleanUs));
      expect(Math.min(fit.outsideUs, fit.costUs, ...fit.ownUs)).toBeGreaterThanOrEqual(0);
    }),
  );
});
