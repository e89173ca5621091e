import type { OrtEvent, OrtMemory } from '../../importers/ort-profile.ts';
import type { KnownTensor } from '../../model/shapes/shape-table.ts';
import { BatchSums } from './batch-sums.ts';
import type { BatchClock } from './batch-sums.ts';
import type { GpuShare } from './gpu-slice.ts';
import { DurationHistogram } from './duration-histogram.ts';

/** Of more variants than this only the first are told apart. */
const MOST_VARIANTS = 16;

interface Variant {
  readonly inputs: readonly KnownTensor[];
  readonly outputs: readonly KnownTensor[];
  count: number;
}

export interface GpuTally extends Omit<GpuShare, 'place'> {
  /** Of the iteration's time what was its own, over iterations. */
  readonly sums: BatchSums;
}

/** What the events of one operator come to, in memory that does not grow with them. */
export class TalliedOperator {
  readonly name: string;
  readonly op: string;
  readonly provider: string;
  readonly nodeIndex: number;
  /** Place of the operator that it ran inside of; −1 outside of any. */
  readonly parent: number;
  /** Of one execution as recorded, less what ran inside of it. */
  readonly ownUs = new DurationHistogram();
  /** The same over iterations, without the wildest. */
  readonly ownSums = new BatchSums();
  count = 0;
  /** How often it was the first of an iteration. */
  firstEvents = 0;
  /** Events that ran directly inside of it. */
  innerEvents = 0;
  /** With what ran inside. */
  recordedUs = 0;
  memory: OrtMemory | null = null;
  /** Where it ran kernels on a GPU that tells, or beside those of others; in µs of all iterations. */
  gpu: GpuTally | null = null;
  readonly #variants: Variant[] = [];

  constructor({ name, op, provider, nodeIndex }: OrtEvent, parent: number) {
    this.name = name;
    this.op = op;
    this.provider = provider;
    this.nodeIndex = nodeIndex;
    this.parent = parent;
  }

  is({ op, provider }: OrtEvent, parent: number): boolean {
    return this.parent === parent && this.op === op && this.provider === provider;
  }

  add(event: OrtEvent, insideUs: number, clock: BatchClock): void {
    const ownUs = Math.max(0, event.durationUs - insideUs);
    this.ownUs.add(ownUs);
    this.ownSums.add(clock, this.ownUs.clip(ownUs));
    this.count += 1;
    this.recordedUs += event.durationUs;
    if (event.memory !== null) this.memory = event.memory;
    const known = this.#variants.find(
      ({ inputs, outputs }) => inputs === event.inputs && outputs === event.outputs,
    );
    if (known !== undefined) known.count += 1;
    else if (this.#variants.length < MOST_VARIANTS)
      this.#variants.push({ inputs: event.inputs, outputs: event.outputs, count: 1 });
  }

  addGpu({ kernelUs, busyUs, exposedUs, waitUs }: GpuShare, iteration: number, clock: BatchClock): void {
    this.gpu ??= { kernelUs: 0, busyUs: 0, exposedUs: 0, waitUs: 0, sums: new BatchSums() };
    this.gpu.kernelUs += kernelUs;
    this.gpu.busyUs += busyUs;
    this.gpu.exposedUs += exposedUs;
    this.gpu.waitUs += waitUs;
    this.gpu.sums.add(clock, busyUs + exposedUs, iteration);
  }

  /** As they were most often. */
  get shapes(): Pick<Variant, 'inputs' | 'outputs'> {
    let most: Variant = { inputs: [], outputs: [], count: 0 };
    for (const variant of this.#variants) if (variant.count > most.count) most = variant;
    return most;
  }

  get shapesVary(): boolean {
    const [first] = this.#variants;
    return this.#variants.some(
      ({ inputs, outputs }) =>
        JSON.stringify([inputs, outputs]) !== JSON.stringify([first?.inputs, first?.outputs]),
    );
  }
}
