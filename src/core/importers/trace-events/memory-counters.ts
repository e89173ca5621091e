import type { TraceSink } from '../trace-sink.ts';

interface DeviceCounters {
  readonly process: string;
  allocated: number | null;
  reserved: number | null;
  change: number | null;
  sum: number;
}

const ON_CPU = 0;
const PROCESSOR = -1;

/** What PyTorch's allocator tells as "[memory]" events: a course for each device. */
export class MemoryCounters {
  readonly #sink: TraceSink;
  /** By the device's number; −1 is the processor. */
  readonly #devices = new Map<number, DeviceCounters>();
  #last: DeviceCounters | null = null;
  #lastDevice = NaN;

  constructor(sink: TraceSink) {
    this.#sink = sink;
  }

  /** NaN for what the event does not tell. */
  take(
    atNs: number,
    event: { deviceType: number; deviceId: number; bytes: number; allocated: number; reserved: number },
  ): void {
    const isOnCpu = event.deviceType === ON_CPU || Number.isNaN(event.deviceType);
    const known = this.#device(isOnCpu ? PROCESSOR : event.deviceId);
    if (!Number.isNaN(event.allocated)) {
      known.allocated ??= this.#counter(known, 'Memory allocated');
      this.#sink.sample(known.allocated, atNs, event.allocated);
    } else if (!Number.isNaN(event.bytes)) {
      // Older profilers tell what was taken and given back, and not of how much.
      known.change ??= this.#counter(known, 'Memory allocated since the start');
      known.sum += event.bytes;
      this.#sink.sample(known.change, atNs, known.sum);
    }
    if (!Number.isNaN(event.reserved)) {
      known.reserved ??= this.#counter(known, 'Memory reserved');
      this.#sink.sample(known.reserved, atNs, event.reserved);
    }
  }

  #device(device: number): DeviceCounters {
    if (this.#last !== null && device === this.#lastDevice) return this.#last;
    let known = this.#devices.get(device);
    if (known === undefined) {
      const process = device === PROCESSOR ? 'CPU' : `GPU ${device}`;
      known = { process, allocated: null, reserved: null, change: null, sum: 0 };
      this.#devices.set(device, known);
    }
    this.#last = known;
    this.#lastDevice = device;
    return known;
  }

  #counter({ process }: DeviceCounters, name: string): number {
    return this.#sink.counter({ process, name, unit: 'bytes' });
  }
}
