import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { counterEnergy, type CounterKind } from './counter.ts';
import {
  constant,
  ramp,
  readCounter,
  readPower,
  square,
  trueJoules,
  type Signal,
} from './meter.test-support.ts';
import { powerEnergy, type PowerKind } from './power.ts';
import type { Metered, MeterSeries, Span } from './series.ts';

const EXACT = { tolerance: 0, toleranceWords: 'none' };
const RUN: Span = { fromSeconds: 0, toSeconds: 20 };

const signals = fc.oneof(
  fc.double({ min: 1, max: 700, noNaN: true }).map(constant),
  fc
    .tuple(fc.double({ min: 1, max: 100, noNaN: true }), fc.double({ min: 0, max: 20, noNaN: true }))
    .map(([from, rise]) =>
      // Rising from well before the run, so that it is never below nothing.
      ramp(from + rise * 10, rise),
    ),
  fc
    .record({
      low: fc.double({ min: 0, max: 50, noNaN: true }),
      rise: fc.double({ min: 1, max: 600, noNaN: true }),
      period: fc.double({ min: 0.003, max: 30, noNaN: true }),
      duty: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
      phase: fc.double({ min: 0, max: 30, noNaN: true }),
    })
    .map(({ low, rise, period, duty, phase }) => square(low, low + rise, period, duty, phase)),
);
const looks = fc.record({
  every: fc.double({ min: 0.01, max: 0.5, noNaN: true }),
  offset: fc.double({ min: 0, max: 0.01, noNaN: true }),
});
const spans = fc
  .tuple(fc.double({ min: 0, max: 3, noNaN: true }), fc.double({ min: 1, max: 20, noNaN: true }))
  .map(([from, length]): Span => ({ fromSeconds: from, toSeconds: from + length }));

/** How often the checks below had something to check: what is never measured is never wrong either. */
let told = { measured: 0, unknown: 0 };
beforeEach(() => {
  told = { measured: 0, unknown: 0 };
});

function holds(result: Metered, truth: number): boolean {
  told[result.kind] += 1;
  if (result.kind === 'unknown') return true;
  return Math.abs(result.joules - truth) <= result.errorJoules * (1 + 1e-9) + 1e-9;
}

function joules(result: Metered): number {
  if (result.kind === 'unknown') throw new Error(result.reason);
  return result.joules;
}

describe('a counter', () => {
  const kind: CounterKind = { ...EXACT, updateSeconds: 0.1, stepJoules: 0.001, wrapsAtJoules: null };
  const meter = { update: 0.1, step: 0.001 };
  const read = (signal: Signal, look: { every: number; offset: number }): MeterSeries =>
    readCounter(signal, { from: -2, to: 25, ...look }, meter);

  it('has the truth within its error, whatever the power does and whenever it is read', () => {
    fc.assert(
      fc.property(signals, looks, spans, (signal, look, span) => {
        expect(holds(counterEnergy(read(signal, look), span, kind), trueJoules(signal, span))).toBe(true);
      }),
      { numRuns: 500 },
    );
    expect(told.measured).toBeGreaterThan(told.unknown);
  });

  it('is exact to a percent over twenty seconds of steady power', () => {
    const result = counterEnergy(read(constant(100), { every: 0.1, offset: 0.003 }), RUN, kind);
    expect(joules(result)).toBeCloseTo(2000, -1);
    if (result.kind === 'measured') expect(result.errorJoules).toBeLessThan(45);
  });

  it('goes on over its wrap, and says the same as without', () => {
    const kindWrapping = { ...kind, wrapsAtJoules: 262.144 };
    fc.assert(
      fc.property(
        signals,
        looks,
        spans,
        fc.double({ min: 0, max: 262, noNaN: true }),
        (signal, look, span, startsAt) => {
          const wrapped = readCounter(
            signal,
            { from: -2, to: 25, ...look, every: look.every / 5 },
            { ...meter, update: 0.02, startsAt, wrapsAt: 262.144 },
          );
          const result = counterEnergy(wrapped, span, kindWrapping);
          expect(holds(result, trueJoules(signal, span))).toBe(true);
        },
      ),
    );
  });

  it('that began anew is filled by the power before, and says by how much it may be off', () => {
    const whole = read(constant(50), { every: 0.1, offset: 0 });
    const anew = whole.values.map((value, index) =>
      index < 120 ? value + 5000 : value - (whole.values[120] as number),
    );
    const result = counterEnergy({ ...whole, values: anew }, RUN, kind);
    expect(holds(result, 1000)).toBe(true);
    expect(joules(result)).toBeCloseTo(1000, -1);
    expect(result.kind === 'measured' && result.parts.some(({ words }) => words.includes('anew'))).toBe(true);
  });

  it('does not mind readings that were missed, or failed', () => {
    const whole = read(constant(50), { every: 0.1, offset: 0 });
    const holed = whole.values.map((value, index) =>
      index % 7 === 3 || (index > 60 && index < 110) ? Number.NaN : value,
    );
    expect(holds(counterEnergy({ ...whole, values: holed }, RUN, kind), 1000)).toBe(true);
  });

  it.each([
    ['that stands still', constant(0), RUN, /does not move/],
    ['over less than its update', constant(0.0001), { fromSeconds: 1, toSeconds: 1.02 }, /short/],
  ])('%s is no measurement', (_what, signal, span, reason) => {
    const result = counterEnergy(read(signal, { every: 0.1, offset: 0 }), span, kind);
    expect(result.kind === 'unknown' && result.reason).toMatch(reason);
  });

  it('that was not read at the end of the run does not tell', () => {
    const early = readCounter(constant(50), { from: -1, to: 8, every: 0.1 }, meter);
    expect(counterEnergy(early, RUN, kind).kind).toBe('unknown');
    expect(counterEnergy({ atSeconds: new Float64Array(), values: new Float64Array() }, RUN, kind).kind).toBe(
      'unknown',
    );
  });
});

describe('power over time', () => {
  const kind: PowerKind = { ...EXACT, windowSeconds: 0.1, coverage: 1 };

  it('has the truth within its error where the sensor always looks', () => {
    fc.assert(
      fc.property(signals, spans, fc.double({ min: 0, max: 0.099, noNaN: true }), (signal, span, offset) => {
        const series = readPower(signal, { from: -2, to: 25, every: 0.1, offset }, 0.1);
        expect(holds(powerEnergy(series, span, kind), trueJoules(signal, span))).toBe(true);
      }),
      { numRuns: 500 },
    );
    expect(told.measured).toBeGreaterThan(told.unknown);
  });

  it('and where it is asked more often than it tells anything new', () => {
    fc.assert(
      fc.property(signals, spans, fc.constantFrom(2, 4, 5, 10), (signal, span, times) => {
        const series = readPower(signal, { from: -3, to: 25, every: 1 / times }, 1);
        const result = powerEnergy(series, span, { ...kind, windowSeconds: 1 });
        expect(holds(result, trueJoules(signal, span))).toBe(true);
      }),
      { numRuns: 500 },
    );
    expect(told.measured).toBeGreaterThan(told.unknown);
  });

  it('has it within its error nineteen times of twenty where the sensor looks a quarter of the time', () => {
    let [held, measured] = [0, 0];
    for (let trial = 0; trial < 400; trial += 1) {
      // Of no simple ratio to the sensor's step: a load in step with it deceives every such sensor.
      const signal = square(60, 60 + trial, 0.13 + 0.007 * (trial % 41), 0.5, trial * 0.0137);
      const series = readPower(signal, { from: -2, to: 25, every: 0.1 }, 0.1, 0.25);
      const result = powerEnergy(series, RUN, { ...kind, coverage: 0.25 });
      if (result.kind === 'unknown') continue;
      measured += 1;
      held += holds(result, trueJoules(signal, RUN)) ? 1 : 0;
    }
    expect(measured).toBeGreaterThan(350);
    expect(held / measured).toBeGreaterThan(0.95);
  });

  it('is wide over few windows, and says nothing of fewer', () => {
    const series = readPower(constant(100), { from: -5, to: 30, every: 0.1 }, 1);
    const shareOf = (toSeconds: number): number => {
      const result = powerEnergy(series, { fromSeconds: 0, toSeconds }, { ...kind, windowSeconds: 1 });
      return result.kind === 'unknown' ? Infinity : result.errorJoules / result.joules;
    };
    expect(shareOf(20)).toBeLessThan(0.1);
    expect(shareOf(5)).toBeGreaterThan(0.2);
    expect(shareOf(0.4)).toBe(Infinity);
    const result = powerEnergy(series, { fromSeconds: 0, toSeconds: 0.4 }, { ...kind, windowSeconds: 1 });
    expect(result.kind === 'unknown' && result.reason).toMatch(/Too short to say/);
  });

  it('says what a gap leaves open, and nothing where most is missing', () => {
    const series = readPower(square(20, 200, 3, 0.5), { from: -2, to: 25, every: 0.1 }, 0.1);
    const without = (from: number, to: number): MeterSeries => ({
      ...series,
      values: series.values.map((value, index) => {
        const at = series.atSeconds[index] as number;
        return at > from && at < to ? Number.NaN : value;
      }),
    });
    const some = powerEnergy(without(5, 9), RUN, kind);
    expect(holds(some, trueJoules(square(20, 200, 3, 0.5), RUN))).toBe(true);
    expect(some.kind === 'measured' && some.parts.some(({ joules: gap }) => gap > 500)).toBe(true);
    expect(powerEnergy(without(2, 18), RUN, kind).kind).toBe('unknown');
  });

  it('of a meter that says 0 W is no measurement', () => {
    const result = powerEnergy(readPower(constant(0), { from: -2, to: 25, every: 0.1 }, 0.1), RUN, kind);
    expect(result.kind === 'unknown' && result.reason).toMatch(/0 W/);
  });
});
