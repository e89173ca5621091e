import { describe, expect, it } from 'vitest';
import { MARKS } from '../../../contract/hardware-channels.ts';
import { SourceLost } from '../source-lost.ts';
import type { Absent, Opened, ThreadReader, ThreadSource } from '../sources/types.ts';
import { WrittenMachine } from '../written-machine.test-support.ts';
import type { SourceWord } from './messages.ts';
import { ServedSource } from './serve-source.ts';
import { SharedReadings } from './shared-readings.ts';

type Open = () => Opened<ThreadReader> | Absent;

const opened = (reader: Partial<ThreadReader>): Opened<ThreadReader> => ({
  devices: [],
  channels: [{ device: 'gpu:1', metric: 'gpu.use', detail: '' }],
  reader: { read: () => 'fresh', close: () => undefined, ...reader },
});

/** Serves until so many sleeps are over, on a clock that only sleeping moves. */
async function serve(open: Open, sleeps: number, wallJumpAt = -1) {
  const clock = { now: 0, wall: 1e12 };
  let enough = (): void => undefined;
  const slumber = new Promise<void>((resolve) => (enough = resolve));
  const words: SourceWord[] = [];
  const slept: number[] = [];
  const source: ThreadSource = {
    id: 'nvml',
    title: 'A driver',
    platforms: [],
    placement: 'thread',
    periodMs: 100,
    open,
  };
  const served = new ServedSource(
    source,
    new WrittenMachine(),
    {
      now: () => clock.now,
      wall: () => clock.wall,
      sleep: (ms) => {
        slept.push(ms);
        clock.now += ms;
        clock.wall += slept.length === wallJumpAt ? ms + 3_600_000 : ms;
        if (slept.length < sleeps) return Promise.resolve();
        enough();
        return new Promise(() => undefined);
      },
      tell: (word) => words.push(word),
    },
    10,
  );
  void served.serve();
  await slumber;
  return { words, slept };
}

describe('the thread of a source', () => {
  it('reads at the source’s own period, with the time that passed', async () => {
    const passed: number[] = [];
    const read: ThreadReader['read'] = (out, offset, passedMs) => {
      passed.push(passedMs);
      out[offset] = passed.length;
      return passed.length === 3 ? 'repeat' : 'fresh';
    };
    const { words, slept } = await serve(() => opened({ read }), 3);
    expect(passed).toEqual([Number.NaN, 100, 100]);
    expect(slept).toEqual([100, 100, 100]);
    const [word] = words;
    if (word?.kind !== 'opened') throw new Error('not opened');
    const [values, marks] = [new Float64Array(1), new Uint8Array(1)];
    expect(new SharedReadings(1, word.memory).copyTo(values, marks, 0)).toBe(true);
    expect([values[0], marks[0]]).toEqual([3, MARKS.repeat]);
  });

  it('has nothing to make a rate of after the machine slept', async () => {
    const passed: number[] = [];
    const read: ThreadReader['read'] = (_out, _offset, passedMs) => {
      passed.push(passedMs);
      return 'fresh';
    };
    await serve(() => opened({ read }), 4, 2);
    expect(passed).toEqual([Number.NaN, 100, Number.NaN, 100]);
  });

  it('opens a lost source anew at once, and says what that found', async () => {
    let openings = 0;
    let closed = 0;
    let readings = 0;
    const read: ThreadReader['read'] = () => {
      readings += 1;
      if (readings === 2) throw new SourceLost('The card fell off the bus.');
      return 'fresh';
    };
    const { words } = await serve(() => {
      openings += 1;
      return openings === 1
        ? opened({ read, close: () => void (closed += 1) })
        : { absent: 'The card is lost.', nextStep: 'Restart the machine.' };
    }, 3);
    expect(words.map(({ kind }) => kind)).toEqual(['opened', 'absent']);
    expect(closed).toBe(1);
  });

  it('leaves a source that fails alone for a minute, also one that is lost at its first reading', async () => {
    for (const error of [new Error('out of order'), new SourceLost('gone', 'Put it back.')]) {
      const { words, slept } = await serve(
        () =>
          opened({
            read: () => {
              throw error;
            },
          }),
        1,
      );
      expect(slept).toEqual([60_000]);
      expect(words[1]).toMatchObject({ kind: 'failed', reason: error.message });
    }
  });

  it('looks every ten seconds whether devices came', async () => {
    let openings = 0;
    const { words } = await serve(() => {
      openings += 1;
      return opened({ isOutdated: () => openings === 1 });
    }, 205);
    expect(words.map(({ kind }) => kind)).toEqual(['opened', 'opened']);
  });

  it('tells what processes hold on its cards, once a second at most', async () => {
    const { words } = await serve(() => opened({ gpuBytes: () => new Map([[7, 1]]) }), 15);
    expect(words.filter(({ kind }) => kind === 'gpu-bytes')).toHaveLength(2);
  });
});
