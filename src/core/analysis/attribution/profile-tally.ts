import type { SpanTable, SpanTrack } from '../../../contract/spans.ts';
import type { Bytes } from '../../../contract/units.ts';
import type { OrtEvent } from '../../importers/ort-profile.ts';
import { familyOf } from '../operators/family.ts';
import { BatchClock } from './batch-sums.ts';
import { GpuSlice, type IterationBounds, type Kernel } from './gpu-slice.ts';
import { parentsOf } from './nest-events.ts';
import { SpanLog } from './span-log.ts';
import { TalliedOperator } from './tallied-operator.ts';

/** The flame chart's: of the first iterations, as many as that is. */
export const MOST_SPANS = 200_000;
const OPERATORS_TRACK: SpanTrack = { name: 'operators', group: 'runtime' };
/** Between the spans of two slices, each of which begins its own time. */
const SLICE_GAP_US = 1000;
const EXECUTE = /Executor::Execute$/;
const RUN = 'model_run';

/**
 * Sums up the events of a profiled pass by operator and iteration. What happens in an iteration comes before the
 * `model_run` that ends it; what comes after the last of these was cut, and is left out.
 */
export class ProfileTally {
  readonly operators: TalliedOperator[] = [];
  readonly clock = new BatchClock();
  /** Of each iteration what the runtime's executor took, and what lay between two of its operators. */
  readonly executeUs: number[] = [];
  readonly betweenUs: number[] = [];
  /** After each iteration that counts, as far as the runtime tells. */
  readonly inUseBytes: (Bytes | null)[] = [];
  /** Whether some iterations have no spans. */
  spansCut = false;
  readonly #places = new Map<string, Map<number, number[]>>();
  readonly #spans: SpanLog;
  /** Of the iterations that have spans. */
  readonly #shifts: number[] = [];
  #iteration: OrtEvent[] = [];
  #execute: OrtEvent | null = null;
  #gpu: GpuSlice | null = null;
  #toSkip = 0;
  #sliceOffsetUs = 0;
  #lastUs = 0;

  constructor(mostSpans = MOST_SPANS) {
    this.#spans = new SpanLog(mostSpans);
  }

  get iterations(): number {
    return this.clock.iterations;
  }

  /** Before the events of a session, of whose iterations the first are not counted. */
  beginSlice(skip: number): void {
    this.settle();
    this.#toSkip = skip;
    this.#iteration = [];
    this.#sliceOffsetUs = this.#lastUs === 0 ? 0 : this.#lastUs + SLICE_GAP_US;
  }

  take(event: OrtEvent): void {
    if (event.kind === 'node') {
      this.#iteration.push(event);
    } else if (event.kind === 'kernel') {
      this.#gpu?.addKernel(event);
    } else {
      if (EXECUTE.test(event.name)) this.#execute = event;
      else if (event.name === RUN) this.#endIteration(event);
    }
  }

  /** Once all events of a slice are there: what its kernels come to. */
  settle(): void {
    for (const { iteration, innerUs, shares, kernels } of this.#gpu?.settle() ?? []) {
      this.executeUs[iteration] = innerUs;
      for (const share of shares) this.operators[share.place]?.addGpu(share, iteration, this.clock);
      this.#keepKernels(iteration, kernels);
    }
    this.#gpu = null;
  }

  spans(): SpanTable {
    this.settle();
    return this.#spans.table();
  }

  #endIteration(run: OrtEvent): void {
    const events = this.#iteration;
    const execute = this.#execute ?? run;
    this.#iteration = [];
    this.#execute = null;
    if (this.#gpu === null && events.some(({ provider }) => provider !== 'cpu' && provider !== ''))
      this.#gpu = new GpuSlice();
    if (this.#toSkip > 0) {
      this.#toSkip -= 1;
      this.#gpu?.addIteration({ ...boundsOf(run, execute), iteration: -1, launches: [] });
      return;
    }
    if (this.clock.beginIteration()) this.#joinBatches();
    this.executeUs.push(execute.durationUs);
    const parents = parentsOf(events);
    const places = this.#tally(events, parents);
    this.betweenUs.push(betweenOf(events, parents, execute.durationUs));
    this.#gpu?.addIteration({
      ...boundsOf(run, execute),
      iteration: this.iterations - 1,
      launches: events.map(({ name, startUs, durationUs }, index) => ({
        name,
        place: places[index] as number,
        parent: parents[index] as number,
        startUs,
        endUs: startUs + durationUs,
      })),
    });
    this.inUseBytes.push(events.findLast(({ memory }) => memory !== null)?.memory?.inUse ?? null);
    this.#keepSpans(run, events, parents, places);
  }

  /** By start, an outer operator before those inside of it, which is the order that new ones are known by from then on. */
  #tally(events: readonly OrtEvent[], parents: Int32Array): Int32Array {
    const insideUs = new Float64Array(events.length);
    const inside = new Uint32Array(events.length);
    for (const [index, { durationUs }] of events.entries()) {
      const parent = parents[index] as number;
      if (parent < 0) continue;
      insideUs[parent] = (insideUs[parent] as number) + durationUs;
      inside[parent] = (inside[parent] as number) + 1;
    }
    const places = new Int32Array(events.length);
    const order = byStart(events);
    for (const index of order) {
      const event = events[index] as OrtEvent;
      const parent = parents[index] as number;
      const place = this.#placeOf(event, parent < 0 ? -1 : (places[parent] as number));
      places[index] = place;
      const operator = this.operators[place] as TalliedOperator;
      operator.add(event, insideUs[index] as number, this.clock);
      operator.innerEvents += inside[index] as number;
    }
    const first = this.operators[places[order[0] ?? 0] ?? -1];
    if (first !== undefined) first.firstEvents += 1;
    return places;
  }

  #placeOf(event: OrtEvent, parent: number): number {
    let byIndex = this.#places.get(event.name);
    if (byIndex === undefined) this.#places.set(event.name, (byIndex = new Map<number, number[]>()));
    let places = byIndex.get(event.nodeIndex);
    if (places === undefined) byIndex.set(event.nodeIndex, (places = []));
    const known = places.find((place) => this.operators[place]?.is(event, parent));
    if (known !== undefined) return known;
    places.push(this.operators.length);
    return this.operators.push(new TalliedOperator(event, parent)) - 1;
  }

  #joinBatches(): void {
    for (const { ownSums } of this.operators) ownSums.join();
  }

  #keepKernels(iteration: number, kernels: readonly Kernel[]): void {
    const shift = this.#shifts[iteration];
    if (shift === undefined || !this.#spans.hasRoomFor(kernels.length)) return;
    for (const { launch, startUs, endUs } of kernels) {
      const operator = this.operators[launch.place];
      if (operator === undefined) continue;
      this.#spans.add(
        { name: 'GPU kernels', group: operator.provider },
        {
          name: operator.name,
          family: familyOf(operator.op, ''),
          depth: 0,
          startUs: startUs + shift,
          durationUs: endUs - startUs,
          subject: launch.place,
        },
      );
    }
  }

  #keepSpans(run: OrtEvent, events: readonly OrtEvent[], parents: Int32Array, places: Int32Array): void {
    if (this.spansCut || !this.#spans.hasRoomFor(events.length + 1)) {
      this.spansCut = true;
      return;
    }
    const shift = this.#sliceOffsetUs;
    this.#shifts.push(shift);
    const { startUs, durationUs } = run;
    const name = `iteration ${this.iterations}`;
    const iteration = { name, family: 'idle', depth: 0, subject: -1 } as const;
    this.#spans.add(OPERATORS_TRACK, { ...iteration, startUs: startUs + shift, durationUs });
    this.#lastUs = Math.max(this.#lastUs, startUs + shift + durationUs);
    const depths = new Uint16Array(events.length);
    for (const index of byStart(events)) {
      const event = events[index] as OrtEvent;
      const parent = parents[index] as number;
      depths[index] = parent < 0 ? 1 : (depths[parent] as number) + 1;
      this.#spans.add(OPERATORS_TRACK, {
        name: event.name,
        family: familyOf(event.op, ''),
        depth: depths[index],
        startUs: event.startUs + shift,
        durationUs: event.durationUs,
        subject: places[index] as number,
      });
    }
  }
}

function boundsOf({ startUs, durationUs }: OrtEvent, execute: OrtEvent): IterationBounds {
  const executeEndUs = execute.startUs + execute.durationUs;
  return { startUs, endUs: startUs + durationUs, executeUs: execute.durationUs, executeEndUs };
}

function byStart(events: readonly OrtEvent[]): readonly number[] {
  return Array.from(events, (_event, index) => index).sort(
    (a, b) => (events[a] as OrtEvent).startUs - (events[b] as OrtEvent).startUs,
  );
}

/** On average between two operators of the main graph, and before the first; each is cut to whole microseconds. */
function betweenOf(events: readonly OrtEvent[], parents: Int32Array, executeUs: number): number {
  let operatorsUs = 0;
  let count = 0;
  for (const [index, { durationUs }] of events.entries()) {
    if ((parents[index] as number) >= 0) continue;
    operatorsUs += durationUs + 0.5;
    count += 1;
  }
  return count === 0 ? 0 : (executeUs - operatorsUs) / count;
}
