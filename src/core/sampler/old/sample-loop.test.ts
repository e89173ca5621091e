import { describe, expect, it } from 'vitest';
import type { HardwareSample } from '../../../contract/hardware.ts';
import type { Machine, Reading } from './machine.ts';
import { SampleLoop, type SampleClock } from './sample-loop.ts';

/** Time that passes only when a test says so. */
class HandClock implements SampleClock {
  now = 1000;
  cpuMs = 0;
  pending: { at: number; then: () => void } | null = null;

  monotonic(): number {
    return this.now;
  }
  wall(): number {
    return 1e12 + this.now;
  }
  ownCpuMs(): number {
    return this.cpuMs;
  }
  after(delayMs: number, then: () => void): () => void {
    const entry = { at: this.now + delayMs, then };
    this.pending = entry;
    return () => {
      if (this.pending === entry) this.pending = null;
    };
  }
  /** Runs the pending tick, `late` after its time. */
  async tick(late = 0): Promise<void> {
    const due = this.pending;
    if (due === null) throw new Error('nothing is due');
    this.pending = null;
    this.now = due.at + late;
    due.then();
    await Promise.resolve();
    await Promise.resolve();
  }
}

const NOTHING: Reading = {
  cpuPercent: null,
  perCorePercent: [],
  cpuMHz: null,
  cpuFastestMHz: null,
  stealPercent: null,
  cpuWaitPercent: null,
  memoryUsedBytes: null,
  memoryTotalBytes: null,
  process: null,
};

function loopOn(clock: HandClock) {
  const asked: { pid: number | null; passedMs: number }[] = [];
  const samples: HardwareSample[] = [];
  const machine: Machine = {
    read(pid, passedMs) {
      asked.push({ pid, passedMs });
      return NOTHING;
    },
  };
  const loop = new SampleLoop(machine, clock, (sample) => samples.push(sample));
  return { loop, asked, samples };
}

describe('the tick loop', () => {
  it('keeps to its grid: a late tick does not move the next', async () => {
    const clock = new HandClock();
    const { loop, samples } = loopOn(clock);
    loop.start(2);
    await clock.tick();
    await clock.tick(120);
    await clock.tick();
    expect(samples.map(({ at }) => at - 1e12)).toEqual([1500, 2120, 2500]);
  });

  it('does not take a timer that came early for two ticks', async () => {
    const clock = new HandClock();
    const { loop, asked } = loopOn(clock);
    loop.start(2);
    await clock.tick(-0.5);
    await clock.tick();
    expect(asked.map(({ passedMs }) => passedMs)).toEqual([499.5, 500.5]);
  });

  it('leaves out a sample that could not be read, and goes on', async () => {
    const clock = new HandClock();
    const samples: HardwareSample[] = [];
    let readings = 0;
    const machine: Machine = {
      read: (_pid, passedMs) => {
        readings += 1;
        if (readings === 2) throw new Error('out of order');
        return { ...NOTHING, cpuPercent: passedMs / 10 };
      },
    };
    new SampleLoop(machine, clock, (sample) => samples.push(sample)).start(2);
    for (let tick = 0; tick < 3; tick += 1) await clock.tick();
    expect(samples.map(({ at, cpuPercent }) => [at - 1e12, cpuPercent])).toEqual([
      [1500, 50],
      [2500, 100],
    ]);
  });

  it('leaves out what it slept through', async () => {
    const clock = new HandClock();
    const { loop, samples } = loopOn(clock);
    loop.start(2);
    await clock.tick(60_100);
    await clock.tick();
    expect(samples.map(({ at }) => at - 1e12)).toEqual([61_600, 62_000]);
  });

  it('tells what it costs, in percent of one core', async () => {
    const clock = new HandClock();
    const { loop, samples } = loopOn(clock);
    loop.start(2);
    clock.cpuMs = 5;
    await clock.tick();
    expect(samples[0]?.samplerCpuPercent).toBeCloseTo(1, 10);
  });

  it('reads the watched process and the time that passed', async () => {
    const clock = new HandClock();
    const { loop, asked } = loopOn(clock);
    loop.start(2);
    loop.watch(77);
    await clock.tick(40);
    expect(asked).toEqual([{ pid: 77, passedMs: 540 }]);
  });

  it('ticks no more after it was stopped, and once when started again', async () => {
    const clock = new HandClock();
    const { loop, samples } = loopOn(clock);
    loop.start(2);
    loop.stop();
    expect(clock.pending).toBeNull();
    loop.start(10);
    await clock.tick();
    expect(samples).toHaveLength(1);
  });
});
