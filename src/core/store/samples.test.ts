import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currentOwner } from './owner.ts';
import { aRun } from './run.fixture.ts';
import { spreadEnds } from './samples.ts';
import { emptyFolder, open } from './store.fixture.ts';

describe('latencies', () => {
  it('come back to the last bit and in order, with their ends spread by how long each took', () => {
    const store = open(emptyFolder());
    store.insertRun(aRun('r1'), currentOwner());
    const buffer = Float64Array.of(99, 1, 3, 99);
    store.appendSamples('r1', { startMs: 0, endMs: 8, latenciesMs: buffer.subarray(1, 3) });
    buffer.fill(0);
    store.appendSamples('r1', { startMs: 8, endMs: 8, latenciesMs: new Float64Array(0) });
    store.appendSamples('r1', { startMs: 10, endMs: 11, latenciesMs: Float64Array.of(0.1 + 0.2) });
    expect(store.readSamples('r1')).toEqual({
      latenciesMs: Float64Array.of(1, 3, 0.1 + 0.2),
      endsMs: Float64Array.of(2, 8, 11),
    });
  });

  it('are empty for a run that measured nothing', () => {
    const store = open(emptyFolder());
    expect(store.readSamples('nobody')).toEqual({
      latenciesMs: new Float64Array(0),
      endsMs: new Float64Array(0),
    });
  });

  it('share the time evenly where all of them are zero', () => {
    const ends = new Float64Array(4);
    spreadEnds({ startMs: 1, endMs: 2, latenciesMs: new Float64Array(4) }, ends);
    expect([...ends]).toEqual([1.25, 1.5, 1.75, 2]);
  });

  it('end in order, within their batch, the last one exactly with it', () => {
    const durations = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(durations, { minLength: 1, maxLength: 100 }),
        durations,
        durations,
        (latencies, start, length) => {
          const latenciesMs = Float64Array.from(latencies);
          const batch = { startMs: start, endMs: start + length, latenciesMs };
          const ends = new Float64Array(latenciesMs.length);
          spreadEnds(batch, ends);
          ends.forEach((end, index) => {
            expect(end).toBeGreaterThanOrEqual(index === 0 ? start : (ends[index - 1] ?? start));
            expect(end).toBeLessThanOrEqual(batch.endMs);
          });
          expect(ends.at(-1)).toBe(batch.endMs);
        },
      ),
    );
  });
});
