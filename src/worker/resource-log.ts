import type { RunResources } from '../contract/run.ts';
import type { Bytes, Milliseconds } from '../contract/units.ts';
import { readMemory, resetPeak, type MemoryReading } from './memory-gauge.ts';

interface Mark {
  readonly monotonicMs: Milliseconds;
  readonly wallMs: Milliseconds;
  readonly usage: NodeJS.ResourceUsage;
}

const NOTHING_KNOWN: RunResources = {
  idleBytes: null,
  afterLoadBytes: null,
  afterFirstRunBytes: null,
  afterMeasuringBytes: null,
  peakBytes: { load: null, firstRun: null, warmup: null, measuring: null },
  cpuMs: null,
  cpuCores: null,
  minorFaults: null,
  majorFaults: null,
  involuntarySwitches: null,
  coldCacheBytes: null,
  timerStepMs: null,
  wallMinusMonotonicMs: null,
};

/** What the process takes of the machine, read where one phase ends and the next begins: never inside of one. */
export class ResourceLog {
  #known = NOTHING_KNOWN;
  #peakIsFresh = false;
  #began: Mark | null = null;

  /** So far: what concerns a phase that has not ended is null. */
  get resources(): RunResources {
    return this.#known;
  }

  idle(coldCacheBytes: Bytes | null): void {
    const { residentBytes } = this.#readMemory();
    this.#learn({ idleBytes: residentBytes, coldCacheBytes, timerStepMs: timerStep() });
  }

  loaded(): void {
    const { residentBytes, peakBytes } = this.#readMemory();
    this.#learn({ afterLoadBytes: residentBytes, peakBytes: { ...this.#known.peakBytes, load: peakBytes } });
  }

  ranFirst(): void {
    const { residentBytes, peakBytes } = this.#readMemory();
    this.#learn({
      afterFirstRunBytes: residentBytes,
      peakBytes: { ...this.#known.peakBytes, firstRun: peakBytes },
    });
  }

  warm(): void {
    const { peakBytes } = this.#readMemory();
    this.#learn({ peakBytes: { ...this.#known.peakBytes, warmup: peakBytes } });
  }

  beginMeasuring(): void {
    this.#began = mark();
  }

  endMeasuring(): void {
    const ended = mark();
    const { residentBytes, peakBytes } = this.#readMemory();
    this.#learn({
      afterMeasuringBytes: residentBytes,
      peakBytes: { ...this.#known.peakBytes, measuring: peakBytes },
      ...(this.#began !== null && between(this.#began, ended)),
    });
  }

  #learn(more: Partial<RunResources>): void {
    this.#known = { ...this.#known, ...more };
  }

  #readMemory(): MemoryReading {
    const { residentBytes, peakBytes } = readMemory();
    const known = this.#peakIsFresh ? peakBytes : null;
    this.#peakIsFresh = resetPeak();
    return { residentBytes, peakBytes: known };
  }
}

function mark(): Mark {
  return { monotonicMs: performance.now(), wallMs: Date.now(), usage: process.resourceUsage() };
}

function between(began: Mark, ended: Mark): Partial<RunResources> {
  const passedMs = ended.monotonicMs - began.monotonicMs;
  const used = (field: keyof NodeJS.ResourceUsage): number => ended.usage[field] - began.usage[field];
  const cpuMs = (used('userCPUTime') + used('systemCPUTime')) / 1000;
  return {
    cpuMs,
    cpuCores: passedMs > 0 ? cpuMs / passedMs : null,
    wallMinusMonotonicMs: ended.wallMs - began.wallMs - passedMs,
    // What Windows does not count, libuv gives as 0.
    ...(process.platform !== 'win32' && {
      minorFaults: used('minorPageFault'),
      majorFaults: used('majorPageFault'),
      involuntarySwitches: used('involuntaryContextSwitches'),
    }),
  };
}

const TIMER_READINGS = 2000;

/** Null where the clock never moved while it was looked at. */
function timerStep(): Milliseconds | null {
  let smallest = Number.POSITIVE_INFINITY;
  let last = performance.now();
  for (let reading = 0; reading < TIMER_READINGS; reading += 1) {
    const now = performance.now();
    if (now > last) smallest = Math.min(smallest, now - last);
    last = now;
  }
  return Number.isFinite(smallest) ? smallest : null;
}
