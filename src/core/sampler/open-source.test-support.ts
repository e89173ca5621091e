import type { HardwareDevice } from '../../contract/hardware-channels.ts';
import type { Surroundings, ThreadSource, TickReader, TickSource } from './sources/types.ts';

export interface OpenSource {
  readonly devices: readonly HardwareDevice[];
  /** Metric, and detail where there is one. */
  readonly channels: readonly string[];
  /** All values, in the channels' order, with some room around that must stay as it is. */
  read(passedMs: number): number[];
  marks(): number[];
  isOutdated(): boolean;
  close(): void;
}

/** A source that must be here, read as a seat would read it. */
export function openTick(source: TickSource | ThreadSource, machine: Surroundings): OpenSource {
  const opened = source.open(machine);
  if (opened instanceof Promise) throw new Error(`${source.id} takes its time to open.`);
  if ('absent' in opened) throw new Error(opened.absent);
  const reader = opened.reader as TickReader;
  const values = new Float64Array(opened.channels.length + 2).fill(Number.NaN);
  return {
    devices: opened.devices,
    channels: opened.channels.map(({ metric, detail }) => (detail === '' ? metric : `${metric}/${detail}`)),
    read(passedMs) {
      reader.read(values, 1, passedMs);
      if (!Number.isNaN(values[0]) || !Number.isNaN(values.at(-1)))
        throw new Error('It wrote beyond its columns.');
      return [...values.subarray(1, -1)];
    },
    marks: () => [...(reader.marks ?? [])],
    isOutdated: () => reader.isOutdated?.() ?? false,
    close: () => reader.close(),
  };
}
