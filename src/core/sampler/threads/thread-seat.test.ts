import { describe, expect, it } from 'vitest';
import { MARKS } from '../../../contract/hardware-channels.ts';
import type { ThreadSource } from '../sources/types.ts';
import { WrittenMachine } from '../written-machine.test-support.ts';
import type { LaunchThread, SourceTask, SourceWord } from './messages.ts';
import { SharedReadings } from './shared-readings.ts';
import { ThreadSeat } from './thread-seat.ts';

const SOURCE: ThreadSource = {
  id: 'nvml',
  title: 'A driver',
  platforms: ['linux'],
  placement: 'thread',
  periodMs: 100,
  missing: () => null,
  open: () => ({ absent: 'opened in the thread alone', nextStep: '' }),
};

/** A seat among others, with threads that the test plays. */
function aSeat(source: ThreadSource = SOURCE) {
  const clock = { now: 1000 };
  const threads: {
    readonly task: SourceTask;
    readonly say: (word: SourceWord) => void;
    readonly exit: (reason: string) => void;
    readonly told: number[];
    terminated: boolean;
  }[] = [];
  const launch: LaunchThread = (task, say, exit) => {
    const thread = { task, say, exit, told: [] as number[], terminated: false };
    threads.push(thread);
    return {
      tell: ({ tickMs }) => void thread.told.push(tickMs),
      terminate: () => void (thread.terminated = true),
    };
  };
  const seat = new ThreadSeat(source, new WrittenMachine(), launch, () => clock.now);
  const values = new Float64Array(4).fill(-1);
  const marks = new Uint8Array(4).fill(9);
  /** A tick, laid out anew where the catalog would be. */
  const tick = (passed = 100): { value: number; mark: number } => {
    clock.now += passed;
    if (seat.isChanged) seat.place(values, marks, 1);
    seat.visit(clock.now, false);
    return { value: values[1] ?? 0, mark: marks[1] ?? 0 };
  };
  const opened = (): SharedReadings => {
    const readings = new SharedReadings(1);
    threads.at(-1)?.say({
      kind: 'opened',
      devices: [{ id: 'gpu:1', kind: 'gpu', name: 'a card', totalBytes: null, partOf: null }],
      channels: [{ device: 'gpu:1', metric: 'gpu.use', detail: '' }],
      memory: readings.memory,
    });
    return readings;
  };
  const publish = (readings: SharedReadings, value: number): void =>
    readings.publish(Float64Array.of(value), Uint8Array.of(MARKS.fresh), 2);
  seat.retime(100);
  return { seat, clock, threads, values, marks, tick, opened, publish };
}

describe('a source in a thread', () => {
  it('gives its newest value, marked as a repeat until there is another', () => {
    const { tick, opened, publish, values, seat } = aSeat();
    const readings = opened();
    publish(readings, 40);
    expect(tick()).toEqual({ value: 40, mark: MARKS.fresh });
    expect(tick()).toEqual({ value: 40, mark: MARKS.repeat });
    publish(readings, 50);
    expect(tick()).toEqual({ value: 50, mark: MARKS.fresh });
    expect([values[0], values[2]]).toEqual([-1, -1]);
    expect(seat.report()).toMatchObject({ state: 'reading', readMs: 2 });
  });

  it('is cut off when it hangs: its columns are empty and the tick goes on', () => {
    const { tick, opened, publish, seat, threads } = aSeat();
    publish(opened(), 40);
    tick();
    for (let passed = 0; passed < 2000; passed += 100) tick();
    expect(seat.report().state).toBe('reading');
    tick(200);
    expect(seat.report()).toMatchObject({ state: 'cut-off' });
    expect(seat.report().reason).toMatch(/took more than 2 s/);
    expect(seat.isChanged).toBe(true);
    expect(tick()).toEqual({ value: Number.NaN, mark: MARKS.missing });
    expect(threads[0]?.terminated).toBe(true);
  });

  it('is not started beside one that still hangs, and a minute after that one went', () => {
    const { tick, opened, publish, seat, threads } = aSeat();
    publish(opened(), 40);
    tick();
    tick(5000);
    tick(500_000);
    expect(threads).toHaveLength(1);
    threads[0]?.exit('ended');
    tick(59_000);
    expect(threads).toHaveLength(1);
    expect(seat.report().state).toBe('cut-off');
    tick(2000);
    expect(threads).toHaveLength(2);
    publish(opened(), 60);
    expect(tick()).toEqual({ value: 60, mark: MARKS.fresh });
    expect(seat.report().state).toBe('reading');
  });

  it('may take long to open, but not for ever', () => {
    const { tick, seat } = aSeat();
    tick(29_000);
    expect(seat.report()).toMatchObject({ state: 'absent', reason: 'It is still being looked for.' });
    tick(2000);
    expect(seat.report()).toMatchObject({ state: 'cut-off' });
  });

  it('does not take the time that the machine slept for silence', () => {
    const { clock, opened, publish, tick, seat } = aSeat();
    publish(opened(), 40);
    tick();
    clock.now += 3_600_000;
    seat.visit(clock.now, true);
    expect(seat.report().state).toBe('reading');
  });

  it('says why there is nothing, as the thread told, and has no columns then', () => {
    const { seat, threads, tick } = aSeat();
    threads[0]?.say({ kind: 'absent', reason: 'There is no card.', nextStep: 'Put one in.' });
    tick(100_000);
    expect(seat.report()).toMatchObject({
      state: 'absent',
      reason: 'There is no card.',
      nextStep: 'Put one in.',
    });
    expect(seat.channels).toEqual([]);
    expect(threads[0]?.terminated).toBe(false);
  });

  it('keeps its columns, empty, when it fails', () => {
    const { seat, threads, tick, opened, publish } = aSeat();
    publish(opened(), 40);
    tick();
    threads[0]?.say({ kind: 'failed', reason: 'The driver said 999.', nextStep: '' });
    expect(tick()).toEqual({ value: Number.NaN, mark: MARKS.missing });
    expect(seat.channels).toHaveLength(1);
    expect(seat.report()).toMatchObject({ state: 'failed', reason: 'The driver said 999.' });
  });

  it('gets no thread for what is not here', () => {
    const { seat, threads } = aSeat({ ...SOURCE, missing: () => ({ absent: 'No driver.', nextStep: 'x' }) });
    expect(threads).toHaveLength(0);
    expect(seat.report()).toMatchObject({ state: 'absent', reason: 'No driver.', nextStep: 'x' });
  });

  it('hears of another rate', () => {
    const { seat, threads } = aSeat();
    seat.retime(1000);
    expect(threads[0]?.told).toEqual([1000]);
    expect(seat.report().periodMs).toBe(1000);
  });

  it('knows what each process holds on a card', () => {
    const { seat, threads, opened } = aSeat();
    opened();
    threads[0]?.say({ kind: 'gpu-bytes', bytes: new Map([[7, 1024]]) });
    expect([seat.gpuBytesOf(7), seat.gpuBytesOf(8)]).toEqual([1024, null]);
  });
});
