import {
  MARKS,
  type HardwareCatalog,
  type HardwareChannel,
  type HardwareDevice,
  type HardwareFrames,
  type SamplerHealth,
} from '../../contract/hardware-channels.ts';
import type { Recording } from '../../contract/recording.ts';
import type { Milliseconds, WallTime } from '../../contract/units.ts';
import type { Owner, RecordingChange, Store } from '../store/store.ts';
import type { RecordingBlock } from '../store/recording-blocks.ts';
import { BlockBuilder, LONGEST_MS } from './block-builder.ts';
import { OUTSIDE } from './outside-values.ts';

const MOST_OUTSIDE = 4096;

type RecorderStore = Pick<Store, 'insertRecording' | 'updateRecording' | 'appendRecordingBlock'>;

export interface RecorderSurroundings {
  readonly store: RecorderStore;
  readonly owner: Owner;
  readonly wallNow: () => WallTime;
  /** Which ticks are its own, where not all are. */
  readonly accepts?: (atMs: Milliseconds) => boolean;
  /** A store that takes nothing more ends the recording, and nothing else. */
  readonly failed: (error: unknown) => void;
}

/**
 * Writes frames into the store, a block about every second: who kills the program loses the last second at most. It
 * lives in the host and takes what the sampler hands over ten times a second, so neither a sampler's tick nor a
 * measured iteration ever waits for the store.
 */
export class Recorder {
  readonly #around: RecorderSurroundings;
  #recording: Recording;
  #revision: number | null = null;
  #builder: BlockBuilder | null = null;
  #ticks = 0;
  #lastMs: Milliseconds | null = null;
  /** From outside, by the place of their channel: they come at times of their own. */
  #outside = new Map<number, { readonly atMs: number; readonly value: number }[]>();
  #outsideSince: WallTime | null = null;
  #failed = false;

  constructor(around: RecorderSurroundings, recording: Recording) {
    this.#around = around;
    this.#recording = recording;
    this.#guarded(() => around.store.insertRecording(recording, around.owner));
  }

  get recording(): Recording {
    return { ...this.#recording, sampleCount: this.#ticks };
  }

  /** Of the newest tick. */
  get lastMs(): Milliseconds | null {
    return this.#lastMs;
  }

  get hasFailed(): boolean {
    return this.#failed;
  }

  /** Other columns from here on; what came before stays as it was. */
  catalog(catalog: HardwareCatalog): void {
    if (this.#isOver) return;
    this.flush();
    const columns = this.#admit(catalog.channels, catalog.devices, {
      hertz: catalog.hertz,
      sources: catalog.sources,
    });
    this.#revision = catalog.revision;
    this.#builder = new BlockBuilder(columns, catalog.hertz);
  }

  /** Frames of another revision than the last catalog's cannot be told apart into columns: they are left out. */
  frames(frames: HardwareFrames, afterMs: Milliseconds = Number.NEGATIVE_INFINITY): void {
    if (this.#isOver || this.#builder === null || frames.revision !== this.#revision) return;
    for (let row = 0; row < frames.atMs.length; row += 1) {
      const atMs = frames.atMs[row] as number;
      // What was remembered may come again as it is handed over.
      if (atMs <= afterMs || (this.#lastMs !== null && atMs <= this.#lastMs)) continue;
      if (this.#around.accepts?.(atMs) === false) continue;
      if (this.#ticks === 0 && this.#recording.originMs === null && this.#recording.runId === null)
        this.#change({ originMs: atMs });
      this.#lastMs = atMs;
      this.#ticks += 1;
      if (this.#builder.add(frames, row)) this.flush();
    }
  }

  change(change: RecordingChange): void {
    if (!this.#isOver) this.#change(change);
  }

  /** A value from outside, written with the next block. */
  outside(channel: HardwareChannel, atMs: Milliseconds, value: number): void {
    if (this.#isOver) return;
    const known = this.#recording.channels.findIndex(({ id }) => id === channel.id);
    const place = known >= 0 ? known : (this.#admit([channel], [OUTSIDE], {})[0] as number);
    const values = this.#outside.get(place) ?? [];
    values.push({ atMs, value });
    this.#outside.set(place, values);
    const now = this.#around.wallNow();
    this.#outsideSince ??= now;
    // Without a sampler no tick comes that would take them along.
    if (values.length >= MOST_OUTSIDE || now - this.#outsideSince >= LONGEST_MS) this.flush();
  }

  flush(): void {
    if (this.#isOver) return;
    const blocks = [this.#builder?.take() ?? null, ...[...this.#outside].map(blockOf)];
    this.#outside = new Map();
    this.#outsideSince = null;
    for (const block of blocks) {
      if (block !== null)
        this.#guarded(() => this.#around.store.appendRecordingBlock(this.#recording.id, block));
    }
  }

  /** Once; what was not written yet is. */
  end(health: SamplerHealth | null): Recording {
    if (this.#recording.endedAt === null) {
      this.flush();
      this.#change({ endedAt: this.#around.wallNow(), sampleCount: this.#ticks, health });
    }
    return this.recording;
  }

  get #isOver(): boolean {
    return this.#failed || this.#recording.endedAt !== null;
  }

  /** Where channels stand among the recording's own; those that it has not yet go behind. */
  #admit(
    wanted: readonly HardwareChannel[],
    wantedDevices: readonly HardwareDevice[],
    more: RecordingChange,
  ): readonly number[] {
    const channels = [...this.#recording.channels];
    const places = new Map(channels.map(({ id }, place) => [id, place]));
    const columns = wanted.map((channel) => {
      const known = places.get(channel.id);
      if (known !== undefined) return known;
      places.set(channel.id, channels.length);
      return channels.push(channel) - 1;
    });
    const devices = new Map(this.#recording.devices.map((device) => [device.id, device]));
    for (const device of wantedDevices) devices.set(device.id, device);
    this.#change({ ...more, channels, devices: [...devices.values()] });
    return columns;
  }

  #change(change: RecordingChange): void {
    this.#recording = { ...this.#recording, ...change };
    this.#guarded(() => this.#around.store.updateRecording(this.#recording.id, change));
  }

  #guarded(write: () => void): void {
    if (this.#failed) return;
    try {
      write();
    } catch (error) {
      this.#failed = true;
      this.#around.failed(error);
    }
  }
}

function blockOf([place, values]: readonly [
  number,
  readonly { readonly atMs: number; readonly value: number }[],
]): RecordingBlock {
  const inOrder = [...values].sort((a, b) => a.atMs - b.atMs);
  return {
    columns: [place],
    atMs: Float64Array.from(inOrder, ({ atMs }) => atMs),
    values: Float64Array.from(inOrder, ({ value }) => value),
    marks: new Uint8Array(inOrder.length).fill(MARKS.fresh),
  };
}
