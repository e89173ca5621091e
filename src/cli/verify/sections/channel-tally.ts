import { MARKS, type HardwareCatalog, type HardwareFrames } from '../../../contract/hardware-channels.ts';

export interface Seen {
  least: number;
  most: number;
  last: number;
  missing: number;
  frames: number;
}

/** What a channel said over a while, by its id, so that it survives devices that come and go. */
export class ChannelTally {
  readonly #seen = new Map<string, Seen>();
  #columns: readonly string[] = [];
  #revision = -1;

  begin({ channels, revision }: Pick<HardwareCatalog, 'channels' | 'revision'>): void {
    this.#columns = channels.map(({ id }) => id);
    this.#revision = revision;
  }

  add({ revision, atMs, values, marks }: HardwareFrames): void {
    const width = this.#columns.length;
    if (revision !== this.#revision || values.length !== atMs.length * width) return;
    for (const [column, id] of this.#columns.entries()) {
      const seen = this.#seen.get(id) ?? {
        least: Infinity,
        most: -Infinity,
        last: Number.NaN,
        missing: 0,
        frames: 0,
      };
      this.#seen.set(id, seen);
      for (let row = 0; row < atMs.length; row += 1) {
        const value = values[row * width + column] ?? Number.NaN;
        seen.frames += 1;
        if (marks[row * width + column] === MARKS.missing || Number.isNaN(value)) {
          seen.missing += 1;
          continue;
        }
        seen.least = Math.min(seen.least, value);
        seen.most = Math.max(seen.most, value);
        seen.last = value;
      }
    }
  }

  of(channel: string): Seen | undefined {
    const seen = this.#seen.get(channel);
    return seen === undefined || Number.isNaN(seen.last) ? undefined : seen;
  }

  all(): Readonly<Record<string, Seen>> {
    return Object.fromEntries(this.#seen);
  }
}
