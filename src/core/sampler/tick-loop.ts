import type { HardwareCatalog, HardwareFrames, SamplerHealth } from '../../contract/hardware-channels.ts';
import type { Milliseconds } from '../../contract/units.ts';
import { FrameBuffer } from './frame-buffer.ts';
import { Lateness } from './lateness.ts';
import type { SourceSet } from './source-set.ts';

export interface TickClock {
  /** The kernel's monotonic clock. */
  monotonic(): Milliseconds;
  wall(): number;
  /** Processor time that this process has used so far, all its threads. */
  ownCpuMs(): Milliseconds;
  ownBytes(): number;
  /** Calls back at a time of the monotonic clock, or soon after. */
  at(timeMs: Milliseconds, then: () => void): () => void;
}

export interface TickListener {
  onCatalog(catalog: HardwareCatalog): void;
  onFrames(frames: HardwareFrames): void;
  onHealth(health: SamplerHealth): void;
}

const HAND_OVER_MS = 100;
const HEALTH_MS = 1000;
/** Between two ticks lie so many periods, and so long, only where the machine slept. */
const SLEPT_PERIODS = 3;
const SLEPT_MS = 3000;

/**
 * Samples at a fixed rate. Ticks lie on a grid of the kernel's monotonic clock, so that a late one does not move
 * those after it; ticks that were missed altogether (a suspended laptop) are left out, not made up for.
 */
export class TickLoop {
  readonly #clock: TickClock;
  readonly #listener: TickListener;
  #stop: () => void = () => undefined;

  constructor(clock: TickClock, listener: TickListener) {
    this.#clock = clock;
    this.#listener = listener;
  }

  /** Instead of whatever it ticked for before. */
  start(sources: SourceSet, hertz: number): void {
    this.stop();
    const [clock, listener] = [this.#clock, this.#listener];
    const period = 1000 / hertz;
    const capacity = Math.max(1, Math.ceil(HAND_OVER_MS / period));
    const lateness = new Lateness(hertz);
    const buffer = (): FrameBuffer =>
      new FrameBuffer(sources.catalog.revision, sources.catalog.channels.length, capacity);
    // On multiples of the period since the machine started: two samplers at one rate tick together.
    let step = Math.floor(clock.monotonic() / period) + 1;
    let frames = buffer();
    let ticks = 0;
    let missed = 0;
    let lastAt = Number.NaN;
    let wallLessMonotonic = clock.wall() - clock.monotonic();
    let healthAt = clock.monotonic();
    let healthCpu = clock.ownCpuMs();
    let cancel: () => void = () => undefined;
    let isRunning = true;
    listener.onCatalog(sources.catalog);

    const handOver = (): void => {
      if (frames.rows > 0) listener.onFrames(frames.take());
    };
    const hasSlept = (now: Milliseconds): boolean => {
      // The monotonic clock of Linux stands while the machine sleeps; other machines' goes on.
      const before = wallLessMonotonic;
      wallLessMonotonic = clock.wall() - now;
      const gap = now - lastAt;
      return gap > Math.max(SLEPT_MS, SLEPT_PERIODS * period) || wallLessMonotonic - before > SLEPT_MS;
    };
    const tellHealth = (now: Milliseconds): void => {
      if (now - healthAt < HEALTH_MS - period / 2) return;
      const cpu = clock.ownCpuMs();
      listener.onHealth({
        hertz,
        ticks,
        missedTicks: missed,
        jitterMs: lateness.summary(),
        cpuPercent: ((cpu - healthCpu) / (now - healthAt)) * 100,
        residentBytes: clock.ownBytes(),
        sources: sources.reports(),
      });
      healthAt = now;
      healthCpu = cpu;
    };
    const tick = (): void => {
      const now = clock.monotonic();
      const slept = hasSlept(now);
      if (!slept) lateness.add(now - step * period);
      if (sources.refresh()) {
        handOver();
        frames = buffer();
        listener.onCatalog(sources.catalog);
      }
      sources.visit(now, slept);
      frames.push(now, sources.values, sources.marks);
      lastAt = now;
      ticks += 1;
      if (frames.isFull) handOver();
      tellHealth(now);
      sources.lookAround(now);
      schedule(slept);
    };
    const schedule = (slept: boolean): void => {
      if (!isRunning) return;
      // A timer that came early was this step's all the same.
      const next = Math.max(step, Math.floor(clock.monotonic() / period)) + 1;
      if (!slept) missed += next - step - 1;
      step = next;
      cancel = clock.at(step * period, tick);
    };
    cancel = clock.at(step * period, tick);
    this.#stop = () => {
      isRunning = false;
      cancel();
    };
  }

  stop(): void {
    this.#stop();
    this.#stop = () => undefined;
  }
}
