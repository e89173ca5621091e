import { describe, expect, it } from 'vitest';
import { MOST_SLICE_EVENTS } from '../../contract/profile.ts';
import { guessedCost, nextSlice, type IterationCost, type PassSoFar, type SliceSize } from './slice-plan.ts';

const BEGIN: PassSoFar = { slices: 0, iterations: 0, recordedMs: 0, wallMs: 0, overheadMs: 0 };
const cost = (ms: number, events: number, bytes = events * 1000): IterationCost => ({ ms, events, bytes });

/** A pass in which each iteration costs what was thought, and each slice some time besides. */
function pass(
  config: { readonly iterations: number | null; readonly durationMs: number },
  each: IterationCost,
  overheadMs = 100,
  roomBytes = Infinity,
): { readonly sizes: readonly SliceSize[]; readonly end: string; readonly soFar: PassSoFar } {
  let soFar = BEGIN;
  const sizes: SliceSize[] = [];
  for (;;) {
    const size = nextSlice(config, soFar, each, roomBytes);
    if (typeof size === 'string') return { sizes, end: size, soFar };
    sizes.push(size);
    soFar = {
      slices: sizes.length,
      iterations: soFar.iterations + size.iterations,
      recordedMs: soFar.recordedMs + size.iterations * each.ms,
      wallMs: soFar.wallMs + size.iterations * each.ms + overheadMs,
      overheadMs,
    };
  }
}

describe('the slices of a pass', () => {
  it('begin with a short one, and end at the count', () => {
    const { sizes, end, soFar } = pass({ iterations: 200, durationMs: 10_000 }, cost(10, 120));
    expect(end).toBe('done');
    expect(soFar.iterations).toBe(200);
    expect((sizes[0]?.iterations ?? 0) * 10).toBeLessThanOrEqual(300);
    expect(sizes).toHaveLength(2);
  });

  it('end at the time, and leave a little of it rather than load once more', () => {
    const { soFar } = pass({ iterations: null, durationMs: 10_000 }, cost(400, 1000));
    expect(soFar.recordedMs).toBeGreaterThan(9000);
    expect(soFar.recordedMs).toBeLessThan(10_400);
  });

  it('hold no more events than the runtime and the memory bear, names of a megabyte included', () => {
    for (const each of [
      cost(28, 2921),
      cost(0.05, 5),
      cost(180, 20_000),
      cost(1, 5, 3e6),
      cost(300, 49_000),
    ]) {
      for (const { warmup, iterations } of pass({ iterations: 5000, durationMs: 20_000 }, each).sizes) {
        expect((warmup + iterations) * each.events).toBeLessThanOrEqual(MOST_SLICE_EVENTS);
        expect((warmup + iterations) * each.bytes).toBeLessThanOrEqual(100e6);
      }
    }
  });

  it('are few where loading takes long', () => {
    const count = (overheadMs: number): number =>
      pass({ iterations: null, durationMs: 60_000 }, cost(50, 100), overheadMs).sizes.length;
    expect(count(10_000)).toBeLessThanOrEqual(3);
    expect(count(100)).toBeGreaterThan(10);
  });

  it('end where loads take the time that recording should', () => {
    const { end, soFar } = pass({ iterations: null, durationMs: 10_000 }, cost(200, 100_000), 30_000);
    expect(end).toBe('done');
    expect(soFar.wallMs).toBeLessThan(80_000);
  });

  it('record one iteration where more do not fit, and none where the disk has no room for it', () => {
    expect(
      nextSlice({ iterations: 9, durationMs: 1e4 }, BEGIN, cost(900, 400_000, 50e6), Infinity),
    ).toMatchObject({
      warmup: 1,
      iterations: 1,
    });
    expect(nextSlice({ iterations: 9, durationMs: 1e4 }, BEGIN, cost(1, 100), 150_000)).toBe('no-room');
  });
});

describe('the first guess', () => {
  it('counts what recording adds, and names as often as they are written', () => {
    expect(guessedCost(2, { nodes: 998, nameBytes: 5e6 })).toEqual({ ms: 11, events: 1000, bytes: 6e6 });
  });
});
