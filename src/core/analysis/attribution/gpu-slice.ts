import type { OrtEvent } from '../../importers/ort-profile.ts';
import { BusyTime } from './busy-time.ts';

/** An operator's launch in one iteration, with the one that it ran inside of, by their places in the iteration. */
export interface Launch {
  readonly name: string;
  /** Place among the tally's operators. */
  readonly place: number;
  readonly parent: number;
  readonly startUs: number;
  readonly endUs: number;
}

export interface Kernel {
  readonly launch: Launch;
  readonly startUs: number;
  readonly endUs: number;
}

export interface IterationBounds {
  readonly startUs: number;
  readonly endUs: number;
  /** Of the runtime's executor. */
  readonly executeUs: number;
  readonly executeEndUs: number;
}

interface GpuIteration extends IterationBounds {
  /** Among the iterations that count; −1 where it does not. */
  readonly iteration: number;
  readonly launches: readonly Launch[];
  kernels: OrtEvent[];
}

/** What one operator took of one iteration. */
export interface GpuShare {
  place: number;
  /** Its kernels' own time; and what of the iteration was theirs, where kernels of others ran beside them. */
  kernelUs: number;
  busyUs: number;
  /** What the processor took for it while no kernel ran. */
  exposedUs: number;
  /** Between the end of its launches and the begin of their first kernels; NaN where they cannot be told apart. */
  waitUs: number;
}

export interface SettledIteration {
  readonly iteration: number;
  /** Where the executor, or a kernel, was at work. */
  readonly innerUs: number;
  readonly shares: readonly GpuShare[];
  readonly kernels: readonly Kernel[];
}

/**
 * One slice of a pass on a GPU: its kernels come at the very end, by the GPU's clock, which the runtime has brought
 * to the processor's. As long as any kernel runs, the iteration's time is that kernel's: whatever the processor does
 * meanwhile costs nothing. While none runs, it is the operator's that the processor is at.
 */
export class GpuSlice {
  readonly #iterations: GpuIteration[] = [];

  addIteration(iteration: Omit<GpuIteration, 'kernels'>): void {
    this.#iterations.push({ ...iteration, kernels: [] });
  }

  /** To the last iteration that had begun by then: its results may be read after the run has ended. */
  addKernel(kernel: OrtEvent): void {
    let low = 0;
    let high = this.#iterations.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#iterations[middle] as GpuIteration).startUs <= kernel.startUs) low = middle + 1;
      else high = middle;
    }
    this.#iterations[Math.max(0, low - 1)]?.kernels.push(kernel);
  }

  /** Nothing where the provider tells of no kernel. */
  settle(): readonly SettledIteration[] {
    if (this.#iterations.every(({ kernels }) => kernels.length === 0)) return [];
    const isAligned = this.#isAligned();
    if (!isAligned) this.#deal();
    return this.#iterations
      .filter(({ iteration }) => iteration >= 0)
      .map((iteration) => settle(iteration, isAligned));
  }

  /** Whether the two clocks agree: else most kernels lie outside of any iteration. */
  #isAligned(): boolean {
    let inside = 0;
    let all = 0;
    for (const { startUs, endUs, kernels } of this.#iterations) {
      all += kernels.length;
      inside += kernels.filter((kernel) => kernel.startUs >= startUs && kernel.startUs <= endUs).length;
    }
    return 2 * inside >= all;
  }

  /** In order, to each iteration as many. */
  #deal(): void {
    const kernels = this.#iterations.flatMap((iteration) => iteration.kernels);
    kernels.sort((a, b) => a.startUs - b.startUs);
    const each = kernels.length / this.#iterations.length;
    for (const [place, iteration] of this.#iterations.entries())
      iteration.kernels = kernels.slice(Math.round(place * each), Math.round((place + 1) * each));
  }
}

function settle(given: GpuIteration, isAligned: boolean): SettledIteration {
  const { iteration, executeUs, executeEndUs, launches } = given;
  const kernels = kernelsOf(given.kernels, launches);
  const busy = new BusyTime(kernels);
  // Of a clock that runs apart nobody can tell what went on beside what.
  const beside = isAligned ? busy : NEVER_BUSY;
  const shares = new Map<number, GpuShare>();
  const exposedUs = launches.map(({ startUs, endUs }) => endUs - startUs - beside.within(startUs, endUs));
  const ownUs = [...exposedUs];
  for (const [index, { parent }] of launches.entries()) {
    if (parent >= 0) ownUs[parent] = (ownUs[parent] as number) - (exposedUs[index] as number);
  }
  for (const [index, { place }] of launches.entries())
    shareOf(shares, place).exposedUs += Math.max(0, ownUs[index] as number);
  const kernelUs = kernels.reduce((sum, { startUs, endUs }) => sum + endUs - startUs, 0);
  const alone = kernelUs > 0 ? busy.totalUs / kernelUs : 0;
  let last: Launch | null = null;
  for (const { launch, startUs, endUs } of kernels) {
    const share = shareOf(shares, launch.place);
    share.kernelUs += endUs - startUs;
    share.busyUs += (endUs - startUs) * alone;
    if (launch !== last) share.waitUs += isAligned ? Math.max(0, startUs - launch.endUs) : Number.NaN;
    last = launch;
  }
  const after = isAligned ? busy.within(executeEndUs, Number.POSITIVE_INFINITY) : 0;
  return {
    iteration,
    innerUs: executeUs + after,
    shares: [...shares.values()],
    kernels: isAligned ? kernels : [],
  };
}

const NEVER_BUSY = new BusyTime([]);

function shareOf(shares: Map<number, GpuShare>, place: number): GpuShare {
  let share = shares.get(place);
  if (share === undefined) {
    share = { place, kernelUs: 0, busyUs: 0, exposedUs: 0, waitUs: 0 };
    shares.set(place, share);
  }
  return share;
}

/** By start. The kernels of a name belong to its launches in order, to each as many. */
function kernelsOf(events: readonly OrtEvent[], launches: readonly Launch[]): readonly Kernel[] {
  const byName = new Map<string, Launch[]>();
  for (const launch of launches) {
    const list = byName.get(launch.name);
    if (list === undefined) byName.set(launch.name, [launch]);
    else list.push(launch);
  }
  const counts = new Map<string, number>();
  for (const { name } of events) counts.set(name, (counts.get(name) ?? 0) + 1);
  const seen = new Map<string, number>();
  return [...events]
    .sort((a, b) => a.startUs - b.startUs)
    .flatMap((event): Kernel[] => {
      const candidates = byName.get(event.name) ?? [];
      const before = seen.get(event.name) ?? 0;
      seen.set(event.name, before + 1);
      const launch = candidates[Math.floor((before * candidates.length) / (counts.get(event.name) ?? 1))];
      if (launch === undefined) return [];
      return [{ launch, startUs: event.startUs, endUs: event.startUs + event.durationUs }];
    });
}
