import { DynoError } from '../../contract/errors.ts';
import {
  MARKS,
  type HardwareCatalog,
  type HardwareChannel,
  type HardwareDevice,
  type HardwareFrames,
} from '../../contract/hardware-channels.ts';
import type { Milliseconds } from '../../contract/units.ts';

const MOST_NAMES = 200;
const REMEMBERED = 1000;
const NAME = /^[\p{L}][\p{L}\p{N}_.:/-]{0,79}$/u;

export const OUTSIDE: HardwareDevice = {
  id: 'outside',
  kind: 'outside',
  name: 'From outside',
  totalBytes: null,
  partOf: null,
};

/** The last thousand values of one name, in order of their own times. */
interface Track {
  readonly channel: HardwareChannel;
  readonly atMs: number[];
  readonly values: number[];
}

/** Values that others report, by name: channels of a device of their own, beside what the sampler reads. */
export class OutsideValues {
  readonly #tracks = new Map<string, Track>();

  get channels(): readonly HardwareChannel[] {
    return [...this.#tracks.values()].map(({ channel }) => channel);
  }

  /** Refuses all of them where one of the names cannot be taken. True where a name is new. */
  admit(names: readonly string[]): boolean {
    const fresh = [...new Set(names)].filter((name) => !this.#tracks.has(name));
    for (const name of fresh) if (!NAME.test(name)) throw badName(name);
    if (this.#tracks.size + fresh.length > MOST_NAMES) throw tooMany(fresh[0] ?? '');
    for (const name of fresh) this.#tracks.set(name, { channel: channelOf(name), atMs: [], values: [] });
    return fresh.length > 0;
  }

  /** A name that was admitted. Late ones find their place. */
  add(name: string, atMs: Milliseconds, value: number): HardwareChannel | null {
    const track = this.#tracks.get(name);
    if (track === undefined) return null;
    let place = track.atMs.length;
    while (place > 0 && (track.atMs[place - 1] as number) > atMs) place -= 1;
    track.atMs.splice(place, 0, atMs);
    track.values.splice(place, 0, value);
    if (track.atMs.length > REMEMBERED) {
      track.atMs.shift();
      track.values.shift();
    }
    return track.channel;
  }

  series(channelId: string): { readonly atMs: readonly number[]; readonly values: readonly number[] } | null {
    return [...this.#tracks.values()].find(({ channel }) => channel.id === channelId) ?? null;
  }

  /** The sampler's columns, and one more for each name. */
  extendCatalog(catalog: HardwareCatalog, revision: number): HardwareCatalog {
    if (this.#tracks.size === 0) return { ...catalog, revision };
    return {
      ...catalog,
      revision,
      devices: [...catalog.devices, OUTSIDE],
      channels: [...catalog.channels, ...this.channels],
    };
  }

  /** At each tick the newest value that was true by then; fresh where it came since the tick before. */
  extendFrames(frames: HardwareFrames, revision: number, beforeMs: Milliseconds): HardwareFrames {
    if (this.#tracks.size === 0) return { ...frames, revision };
    const { atMs } = frames;
    const ticks = atMs.length;
    const width = ticks === 0 ? 0 : frames.values.length / ticks;
    const tracks = [...this.#tracks.values()];
    const values = new Float64Array(ticks * (width + tracks.length));
    const marks = new Uint8Array(ticks * (width + tracks.length));
    for (let row = 0; row < ticks; row += 1) {
      const to = row * (width + tracks.length);
      values.set(frames.values.subarray(row * width, (row + 1) * width), to);
      marks.set(frames.marks.subarray(row * width, (row + 1) * width), to);
      const tickMs = atMs[row] as number;
      const tickBeforeMs = row === 0 ? beforeMs : (atMs[row - 1] as number);
      tracks.forEach((track, index) => {
        const place = lastUpTo(track.atMs, tickMs);
        const at = to + width + index;
        values[at] = place < 0 ? Number.NaN : (track.values[place] as number);
        if (place < 0) marks[at] = MARKS.missing;
        else marks[at] = (track.atMs[place] as number) > tickBeforeMs ? MARKS.fresh : MARKS.repeat;
      });
    }
    return { revision, atMs, values, marks };
  }
}

function lastUpTo(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function channelOf(name: string): HardwareChannel {
  return {
    id: `outside/${name}`,
    device: OUTSIDE.id,
    metric: 'outside.value',
    detail: name,
    source: 'outside',
    periodMs: 0,
  };
}

function badName(name: string): DynoError {
  return new DynoError({
    code: 'USAGE',
    message: 'A value from outside cannot go by this name.',
    subject: JSON.stringify(name.slice(0, 100)),
    nextStep: 'Begin it with a letter; letters, digits and _ . : / - may follow, 80 in all.',
  });
}

function tooMany(name: string): DynoError {
  return new DynoError({
    code: 'USAGE',
    message: `Values from outside go by ${MOST_NAMES} names already.`,
    subject: name,
    nextStep: 'Report under one of the names that there are, or start Dyno again to begin anew.',
  });
}
