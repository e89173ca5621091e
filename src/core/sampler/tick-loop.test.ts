import { describe, expect, it } from 'vitest';
import {
  MARKS,
  type HardwareCatalog,
  type HardwareFrames,
  type SamplerHealth,
} from '../../contract/hardware-channels.ts';
import { SourceLost } from './source-lost.ts';
import { SourceSet } from './source-set.ts';
import type { Absent, Opened, TickReader, TickSource } from './sources/types.ts';
import { TickLoop, type TickClock } from './tick-loop.ts';
import { TickSeat } from './tick-seat.ts';
import { WrittenMachine } from './written-machine.test-support.ts';

/** Time that passes only when a test says so. */
class HandClock implements TickClock {
  now = 100_000;
  asleepMs = 0;
  cpuMs = 0;
  pending: { at: number; then: () => void } | null = null;

  monotonic(): number {
    return this.now;
  }
  wall(): number {
    return 1e12 + this.now + this.asleepMs;
  }
  ownCpuMs(): number {
    return this.cpuMs;
  }
  ownBytes(): number {
    return 1024;
  }
  at(timeMs: number, then: () => void): () => void {
    const entry = { at: timeMs, then };
    this.pending = entry;
    return () => {
      if (this.pending === entry) this.pending = null;
    };
  }
  /** Runs the pending tick, `late` after its time. */
  tick(late = 0): void {
    const due = this.pending;
    if (due === null) throw new Error('nothing is due');
    this.pending = null;
    this.now = due.at + late;
    due.then();
  }
}

type Open = () => Opened<TickReader> | Absent;

const opened = (
  read: TickReader['read'],
  more: Partial<TickReader> = {},
  details = [''],
): Opened<TickReader> => ({
  devices: [{ id: 'cpu', kind: 'cpu', name: 'Processor', totalBytes: null, partOf: null }],
  channels: details.map((detail) => ({ device: 'cpu', metric: 'cpu.use', detail })),
  reader: { read, close: () => undefined, ...more },
});

const sourceOf = (open: Open, periodMs = 0): TickSource => ({
  id: 'cpu',
  title: 'Processor use',
  platforms: [],
  placement: 'tick',
  periodMs,
  open,
});

function loopOver(...sources: readonly TickSource[]) {
  const clock = new HandClock();
  const catalogs: HardwareCatalog[] = [];
  const frames: HardwareFrames[] = [];
  const healths: SamplerHealth[] = [];
  const machine = new WrittenMachine();
  const set = new SourceSet(sources.map((source) => new TickSeat(source, machine, () => clock.now)));
  const loop = new TickLoop(clock, {
    onCatalog: (catalog) => catalogs.push(catalog),
    onFrames: (some) => frames.push(some),
    onHealth: (health) => healths.push(health),
  });
  const start = (hertz: number): void => {
    set.retime(hertz);
    loop.start(set, hertz);
  };
  const column = (index: number): number[] =>
    frames.flatMap(({ values, atMs }) =>
      [...atMs.keys()].map((row) => values[row * (values.length / atMs.length) + index] ?? Number.NaN),
    );
  const times = (): number[] => frames.flatMap(({ atMs }) => [...atMs].map((at) => at - 100_000));
  const marks = (): number[] => frames.flatMap(({ marks: some }) => [...some]);
  return { clock, loop, start, catalogs, frames, healths, column, times, marks };
}

const counting = (): Open => {
  let count = 0;
  return () =>
    opened((out, offset) => {
      count += 1;
      out[offset] = count;
      return 'fresh';
    });
};

describe('the tick loop', () => {
  it('keeps to its grid: a late tick does not move the next', () => {
    const { clock, start, times } = loopOver(sourceOf(counting()));
    start(2);
    clock.tick();
    clock.tick(120);
    clock.tick();
    expect(times()).toEqual([500, 1120, 1500]);
  });

  it('does not take a timer that came early for two ticks', () => {
    const { clock, start, times } = loopOver(sourceOf(counting()));
    start(2);
    clock.tick(-0.5);
    clock.tick();
    expect(times()).toEqual([499.5, 1000]);
  });

  it('leaves out what it missed, and says so', () => {
    const { clock, start, times, healths } = loopOver(sourceOf(counting()));
    start(10);
    clock.tick();
    clock.tick(350);
    for (let tick = 0; tick < 10; tick += 1) clock.tick();
    expect(times().slice(0, 3)).toEqual([100, 550, 600]);
    expect(healths[0]).toMatchObject({ missedTicks: 3, jitterMs: { p50: 0, max: 350 } });
  });

  it('leaves out what it slept through, and makes no rate over it', () => {
    const passed: number[] = [];
    const source = sourceOf(() =>
      opened((_out, _offset, passedMs) => {
        passed.push(passedMs);
        return 'fresh';
      }),
    );
    const { clock, start, times, healths } = loopOver(source);
    start(2);
    clock.tick();
    clock.tick();
    clock.tick(60_100);
    clock.tick();
    expect(times()).toEqual([500, 1000, 61_600, 62_000]);
    expect(passed).toEqual([Number.NaN, 500, Number.NaN, 400]);
    // Linux: its monotonic clock stands while the machine sleeps.
    clock.asleepMs = 3_600_000;
    clock.tick();
    clock.tick();
    expect(passed.slice(4)).toEqual([Number.NaN, 500]);
    for (let tick = 0; tick < 3; tick += 1) clock.tick();
    expect(healths.at(-1)).toMatchObject({ missedTicks: 0, jitterMs: { max: 0 } });
  });

  it('hands over at most ten times a second, every tick once', () => {
    const { clock, start, frames, column } = loopOver(sourceOf(counting()));
    start(100);
    for (let tick = 0; tick < 30; tick += 1) clock.tick();
    expect(frames.map(({ atMs }) => atMs.length)).toEqual([10, 10, 10]);
    expect(column(0)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  });

  it('reads each source at its own period, and marks what it carries on as repeats', () => {
    const { clock, start, column, marks } = loopOver(sourceOf(counting(), 100));
    start(50);
    for (let tick = 0; tick < 10; tick += 1) clock.tick();
    expect(column(0)).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2, 2]);
    const { fresh, repeat } = MARKS;
    expect(marks()).toEqual([fresh, repeat, repeat, repeat, repeat, fresh, repeat, repeat, repeat, repeat]);
  });

  it('marks what cannot be read as missing', () => {
    const { clock, start, marks } = loopOver(
      sourceOf(() =>
        opened((out, offset) => {
          out[offset] = Number.NaN;
          return 'fresh';
        }),
      ),
    );
    start(2);
    clock.tick();
    expect(marks()).toEqual([MARKS.missing]);
  });

  it('tells once a second what it costs', () => {
    const { clock, start, healths } = loopOver(sourceOf(counting()));
    start(10);
    for (let tick = 0; tick < 20; tick += 1) {
      clock.cpuMs += 2;
      clock.tick();
    }
    expect(healths).toHaveLength(2);
    expect(healths[1]?.cpuPercent).toBeCloseTo(2, 10);
    expect(healths[1]).toMatchObject({ hertz: 10, ticks: 20, missedTicks: 0, residentBytes: 1024 });
    expect(healths[1]?.sources[0]).toMatchObject({ id: 'cpu', state: 'reading', readMs: 0 });
  });

  it('ticks no more after it was stopped, and once when started again', () => {
    const { clock, loop, start, frames } = loopOver(sourceOf(counting()));
    start(2);
    loop.stop();
    expect(clock.pending).toBeNull();
    start(10);
    clock.tick();
    expect(frames).toHaveLength(1);
  });
});

describe('sources that come and go', () => {
  it('are lost and opened anew at once, with a new catalog where they have other columns', () => {
    let openings = 0;
    const source = sourceOf(() => {
      openings += 1;
      let readings = 0;
      return opened(
        (out, offset) => {
          readings += 1;
          if (openings === 1 && readings === 3) throw new SourceLost('A core was switched on.');
          out.fill(openings * 10 + readings, offset, offset + openings);
          return 'fresh';
        },
        {},
        openings === 1 ? ['0'] : ['0', '1'],
      );
    });
    const { clock, start, catalogs, frames } = loopOver(source);
    start(10);
    for (let tick = 0; tick < 5; tick += 1) clock.tick();
    expect(catalogs.map(({ revision, channels }) => [revision, channels.length])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(frames.map(({ revision, values }) => [revision, ...values])).toEqual([
      [1, 11],
      [1, 12],
      [1, Number.NaN],
      [2, 21, 21],
      [2, 22, 22],
    ]);
  });

  it('fail alone: their columns are empty, the others go on, and they are tried again after a minute', () => {
    let isBroken = false;
    const broken = sourceOf(() =>
      opened(
        (out, offset) => {
          if (isBroken) throw new Error('out of order');
          out[offset] = 7;
          return 'fresh';
        },
        {},
        ['broken'],
      ),
    );
    const { clock, start, catalogs, column } = loopOver(broken, sourceOf(counting()));
    start(1);
    clock.tick();
    isBroken = true;
    clock.tick();
    isBroken = false;
    for (let tick = 0; tick < 58; tick += 1) clock.tick();
    expect(new Set(column(0).slice(1))).toEqual(new Set([Number.NaN]));
    expect(catalogs.at(-1)?.sources[0]).toMatchObject({ state: 'failed', reason: 'out of order' });
    for (let tick = 0; tick < 4; tick += 1) clock.tick();
    expect(column(0).at(-1)).toBe(7);
    expect(catalogs.at(-1)?.sources[0]).toMatchObject({ state: 'reading', reason: '' });
    expect(column(1)).toEqual(Array.from({ length: 64 }, (_, index) => index + 1));
  });

  it('that are not here are looked for again, and found when they are plugged in', () => {
    let isHere = false;
    const source = sourceOf(() =>
      isHere ? (counting()() as Opened<TickReader>) : { absent: 'There is none.', nextStep: 'Plug it in.' },
    );
    const { clock, start, catalogs } = loopOver(source);
    start(1);
    clock.tick();
    expect(catalogs[0]?.sources[0]).toMatchObject({
      state: 'absent',
      reason: 'There is none.',
      nextStep: 'Plug it in.',
      readMs: null,
    });
    isHere = true;
    for (let tick = 0; tick < 25; tick += 1) clock.tick();
    expect(catalogs.at(-1)?.channels).toHaveLength(1);
  });

  it('are opened anew where they say that devices came', () => {
    let openings = 0;
    const source = sourceOf(() => {
      openings += 1;
      return opened(() => 'fresh', { isOutdated: () => openings === 1 });
    });
    const { clock, start } = loopOver(source);
    start(1);
    for (let tick = 0; tick < 30; tick += 1) clock.tick();
    expect(openings).toBe(2);
  });

  it('that are lost as soon as they are opened are left alone, not opened at every tick', () => {
    let openings = 0;
    const source = sourceOf(() => {
      openings += 1;
      return opened(() => {
        throw new SourceLost('gone', 'Put it back.');
      });
    });
    const { clock, start, catalogs } = loopOver(source);
    start(10);
    for (let tick = 0; tick < 50; tick += 1) clock.tick();
    expect(openings).toBe(1);
    expect(catalogs.at(-1)?.sources[0]).toMatchObject({ state: 'failed', nextStep: 'Put it back.' });
  });

  it('keep their last values when only the rate changes', () => {
    const { clock, start, column, catalogs } = loopOver(sourceOf(counting(), 1000));
    start(10);
    clock.tick();
    start(20);
    clock.tick();
    clock.tick();
    expect(column(0)).toEqual([1, 2, 2]);
    expect(catalogs.map(({ revision, hertz }) => [revision, hertz])).toEqual([
      [1, 10],
      [2, 20],
    ]);
  });
});
