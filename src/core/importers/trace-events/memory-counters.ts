import type { TraceSink } from '../trace-sink.ts';

interface DeviceCounters {
  allocated: number | null;
  reserved: number | null;
  change: number | null;
  sum: number;
}

const ON_CPU = 0;

/** What PyTorch's allocator tells as "[memory]" events: a course for each device. */
export class MemoryCounters {
  readonly #sink: TraceSink;
  readonly #devices = new Map<string, DeviceCounters>();

  constructor(sink: TraceSink) {
    this.#sink = sink;
  }

  /** NaN for what the event does not tell. */
  take(
    atNs: number,
    event: { deviceType: number; deviceId: number; bytes: number; allocated: number; reserved: number },
  ): void {
    const process =
      event.deviceType === ON_CPU || Number.isNaN(event.deviceType) ? 'CPU' : `GPU ${event.deviceId}`;
    let known = this.#devices.get(process);
    if (known === undefined) {
      known = { allocated: null, reserved: null, change: null, sum: 0 };
      this.#devices.set(process, known);
    }
    const counter = (name: string): number => this.#sink.counter({ process, name, unit: 'bytes' });
    if (!Number.isNaN(event.allocated)) {
      known.allocated ??= counter('Memory allocated');
      this.#sink.sample(known.allocated, atNs, event.allocated);
    } else if (!Number.isNaN(event.bytes)) {
      // Older profilers tell what was taken and given back, and not of how much.
      known.change ??= counter('Memory allocated since the start');
      known.sum += event.bytes;
      this.#sink.sample(known.change, atNs, known.sum);
    }
    if (!Number.isNaN(event.reserved)) {
      known.reserved ??= counter('Memory reserved');
      this.#sink.sample(known.reserved, atNs, event.reserved);
    }
  }
}
