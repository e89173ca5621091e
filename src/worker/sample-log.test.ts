import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SampleLog } from './sample-log.ts';

const latencies = fc.array(fc.double({ min: 0.001, max: 100, noNaN: true }), { minLength: 1, maxLength: 50 });

describe('the log of a run’s samples', () => {
  it('gives every sample back in order, each ending after the one before and the last with its batch', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(latencies, fc.double({ min: 0, max: 5, noNaN: true })), {
          minLength: 1,
          maxLength: 8,
        }),
        (batches) => {
          const log = new SampleLog();
          let time = 0;
          for (const [values, slack] of batches) {
            log.buffer.set(values);
            const start = time;
            time += values.reduce((sum, value) => sum + value, 0) + slack;
            const batch = log.take(values.length, start, time);
            expect([...batch.latenciesMs]).toEqual(values);
          }
          const { endsMs, latenciesMs } = log.all();
          const given = batches.flatMap(([values]) => values);
          expect([...latenciesMs]).toEqual(given);
          expect(log.count).toBe(given.length);
          for (let index = 1; index < endsMs.length; index += 1) {
            expect(endsMs[index]).toBeGreaterThan(endsMs[index - 1] as number);
          }
          expect(endsMs.at(-1)).toBeCloseTo(time, 6);
        },
      ),
    );
  });

  it('hands over copies: what is measured later does not change them', () => {
    const log = new SampleLog();
    log.buffer[0] = 1;
    const batch = log.take(1, 0, 1);
    log.buffer[0] = 2;
    expect([...batch.latenciesMs]).toEqual([1]);
  });
});
