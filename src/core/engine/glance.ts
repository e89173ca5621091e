import {
  MARKS,
  type HardwareCatalog,
  type HardwareFrames,
  type HardwareMetric,
} from '../../contract/hardware-channels.ts';
import type { HardwareSample } from '../../contract/hardware.ts';
import type { Milliseconds } from '../../contract/units.ts';

const GLANCE_MS = 500;
/** Ticks are not exactly as far apart as they are meant to be. */
const SLACK_MS = 5;

/**
 * Two samples a second out of frames at any rate, for whoever needs no more: shares and clocks are the mean of what
 * was freshly read since the sample before, the rest is the newest.
 */
export class Glance {
  readonly #tell: (sample: HardwareSample) => void;
  readonly #wallLessMonotonic: () => Milliseconds;
  #catalog: HardwareCatalog | null = null;
  #pid: number | null = null;
  #sums = new Float64Array(0);
  #counts = new Float64Array(0);
  #newest = new Float64Array(0);
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(tell: (sample: HardwareSample) => void, wallLessMonotonic: () => Milliseconds) {
    this.#tell = tell;
    this.#wallLessMonotonic = wallLessMonotonic;
  }

  adopt(catalog: HardwareCatalog): void {
    this.#catalog = catalog;
    this.#sums = new Float64Array(catalog.channels.length);
    this.#counts = new Float64Array(catalog.channels.length);
    this.#newest = new Float64Array(catalog.channels.length).fill(Number.NaN);
  }

  /** What was read of the process before says nothing of this one. */
  watch(pid: number | null): void {
    if (pid === this.#pid) return;
    this.#pid = pid;
    for (const [column, { device }] of this.#catalog?.channels.entries() ?? []) {
      if (device !== 'process:run') continue;
      this.#counts[column] = 0;
      this.#newest[column] = Number.NaN;
    }
  }

  take({ revision, atMs, values, marks }: HardwareFrames): void {
    const columns = this.#newest.length;
    if (revision !== this.#catalog?.revision || values.length !== atMs.length * columns) return;
    for (const [row, at] of atMs.entries()) {
      for (let column = 0; column < columns; column += 1) {
        const cell = row * columns + column;
        const value = values[cell] ?? Number.NaN;
        this.#newest[column] = value;
        if (marks[cell] !== MARKS.fresh || Number.isNaN(value)) continue;
        this.#sums[column] = (this.#counts[column] === 0 ? 0 : (this.#sums[column] ?? 0)) + value;
        this.#counts[column] = (this.#counts[column] ?? 0) + 1;
      }
      if (at - this.#toldAt < GLANCE_MS - SLACK_MS) continue;
      this.#toldAt = at;
      this.#tell(this.#sample(at));
      this.#counts.fill(0);
    }
  }

  #sample(atMs: Milliseconds): HardwareSample {
    const cores = this.#columnsOf('cpu.core-use').map((column) => this.#mean(column));
    return {
      at: Math.round(atMs + this.#wallLessMonotonic()),
      cpuPercent: this.#meanOf('cpu.use'),
      perCorePercent: cores.every((core) => core !== null) ? cores : [],
      cpuMHz: this.#meanOf('cpu.clock'),
      cpuFastestMHz: this.#meanOf('cpu.clock-fastest'),
      stealPercent: this.#meanOf('cpu.steal'),
      cpuWaitPercent: this.#meanOf('pressure.cpu'),
      memoryUsedBytes: this.#newestOf('memory.used'),
      memoryTotalBytes: this.#catalog?.devices.find(({ kind }) => kind === 'memory')?.totalBytes ?? null,
      process: this.#process(),
      samplerCpuPercent: this.#meanOf('sampler.cpu'),
    };
  }

  #process(): HardwareSample['process'] {
    const residentBytes = this.#newestOf('process.resident');
    if (this.#pid === null || residentBytes === null) return null;
    return {
      pid: this.#pid,
      cpuPercent: this.#meanOf('process.cpu'),
      residentBytes,
      threads: this.#newestOf('process.threads'),
    };
  }

  #columnsOf(metric: HardwareMetric): number[] {
    return [...(this.#catalog?.channels.entries() ?? [])].flatMap(([column, channel]) =>
      channel.metric === metric ? [column] : [],
    );
  }

  #meanOf(metric: HardwareMetric): number | null {
    const [column] = this.#columnsOf(metric);
    return column === undefined ? null : this.#mean(column);
  }

  /** Nothing fresh: what was read last is still the newest there is. */
  #mean(column: number): number | null {
    const count = this.#counts[column] ?? 0;
    return known(count > 0 ? (this.#sums[column] ?? Number.NaN) / count : this.#newest[column]);
  }

  #newestOf(metric: HardwareMetric): number | null {
    const [column] = this.#columnsOf(metric);
    return column === undefined ? null : known(this.#newest[column]);
  }
}

const known = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;
