import { MARKS, type HardwareCatalog, type HardwareDevice } from '../../contract/hardware-channels.ts';
import type { Bytes, Milliseconds } from '../../contract/units.ts';
import { LOOK_AGAIN_MS, type Seat } from './seat.ts';

/** All sources of a sampler at one rate: the newest value of each channel, in the order of the catalog. */
export class SourceSet {
  readonly #seats: readonly Seat[];
  #catalog: HardwareCatalog = { revision: 0, hertz: 0, devices: [], channels: [], sources: [] };
  #values: Float64Array = new Float64Array(0);
  #marks: Uint8Array = new Uint8Array(0);
  #lookedAt = Number.NaN;
  #lookedAround = 0;

  constructor(seats: readonly Seat[]) {
    this.#seats = seats;
  }

  /** Before the first visit, and when the rate changes: a catalog of the next revision. */
  retime(hertz: number): void {
    for (const seat of this.#seats) seat.retime(1000 / hertz);
    this.#layOut(hertz);
  }

  get catalog(): HardwareCatalog {
    return this.#catalog;
  }

  /** As of the last visit, and so are the marks. */
  get values(): Float64Array {
    return this.#values;
  }

  get marks(): Uint8Array {
    return this.#marks;
  }

  /** Where anything came, went or changed its state since: a catalog of the next revision. */
  refresh(): boolean {
    let isChanged = false;
    for (const seat of this.#seats) isChanged ||= seat.isChanged;
    if (isChanged) this.#layOut(this.#catalog.hertz);
    return isChanged;
  }

  visit(nowMs: Milliseconds, hasSlept: boolean): void {
    for (const seat of this.#seats) seat.visit(nowMs, hasSlept);
  }

  /** One source at a time, each every ten seconds: no tick has to look at all. Outside the tick's own time. */
  lookAround(nowMs: Milliseconds): void {
    if (nowMs - this.#lookedAt < LOOK_AGAIN_MS / this.#seats.length) return;
    this.#lookedAt = nowMs;
    this.#lookedAround = (this.#lookedAround + 1) % this.#seats.length;
    this.#seats[this.#lookedAround]?.lookAround(nowMs);
  }

  reports(): HardwareCatalog['sources'] {
    return this.#seats.map((seat) => seat.report());
  }

  gpuBytesOf(pid: number): Bytes | null {
    let most: Bytes | null = null;
    for (const seat of this.#seats) {
      const bytes = seat.gpuBytesOf(pid);
      if (bytes !== null && bytes > (most ?? -1)) most = bytes;
    }
    return most;
  }

  close(): void {
    for (const seat of this.#seats) seat.close();
  }

  #layOut(hertz: number): void {
    const [before, beforeMarks] = [this.#values, this.#marks];
    const formerly = new Map(this.#catalog.channels.map(({ id }, column) => [id, column]));
    const channels = this.#seats.flatMap((seat) => seat.channels);
    const values = new Float64Array(channels.length).fill(Number.NaN);
    const marks = new Uint8Array(channels.length).fill(MARKS.missing);
    let offset = 0;
    for (const seat of this.#seats) {
      // What is known goes on being known although another source changed.
      for (const [column, { id }] of seat.channels.entries()) {
        const former = formerly.get(id);
        if (former === undefined) continue;
        values[offset + column] = before[former] ?? Number.NaN;
        marks[offset + column] = beforeMarks[former] ?? MARKS.missing;
      }
      seat.place(values, marks, offset);
      offset += seat.channels.length;
    }
    this.#values = values;
    this.#marks = marks;
    this.#catalog = {
      revision: this.#catalog.revision + 1,
      hertz,
      devices: joinDevices(this.#seats.flatMap((seat) => seat.devices)),
      channels,
      sources: this.reports(),
    };
  }
}

/** Several sources may know one device: what the first leaves open, the next may tell. */
function joinDevices(devices: readonly HardwareDevice[]): HardwareDevice[] {
  const known = new Map<string, HardwareDevice>();
  for (const device of devices) {
    const former = known.get(device.id);
    known.set(
      device.id,
      former === undefined
        ? device
        : {
            ...former,
            totalBytes: former.totalBytes ?? device.totalBytes,
            partOf: former.partOf ?? device.partOf,
          },
    );
  }
  return [...known.values()];
}
