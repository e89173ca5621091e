import { MARKS, type HardwareCatalog, type HardwareFrames } from '../../contract/hardware-channels.ts';

/** What is remembered of one channel: enough for its row. */
export interface Remembered {
  readonly now: number | null;
  readonly mean: number | null;
  readonly max: number | null;
  /** Oldest first; NaN where nothing could be read. */
  readonly recent: readonly number[];
}

const NOTHING: Remembered = { now: null, mean: null, max: null, recent: [] };

/** The last samples of every channel. A new catalog begins anew for the channels that it adds. */
export class MonitorWindow {
  readonly #length: number;
  readonly #values = new Map<string, number[]>();
  #catalog: HardwareCatalog | null = null;

  constructor(length: number) {
    this.#length = length;
  }

  get catalog(): HardwareCatalog | null {
    return this.#catalog;
  }

  look(catalog: HardwareCatalog): void {
    this.#catalog = catalog;
    const known = new Set(catalog.channels.map(({ id }) => id));
    for (const id of [...this.#values.keys()]) if (!known.has(id)) this.#values.delete(id);
  }

  take({ revision, atMs, values, marks }: HardwareFrames): void {
    if (this.#catalog?.revision !== revision) return;
    const { channels } = this.#catalog;
    channels.forEach(({ id }, column) => {
      const list = this.#values.get(id) ?? [];
      for (let row = 0; row < atMs.length; row += 1) {
        const at = row * channels.length + column;
        list.push(marks[at] === MARKS.missing ? Number.NaN : (values[at] ?? Number.NaN));
      }
      this.#values.set(id, list.slice(-this.#length));
    });
  }

  of(channel: string): Remembered {
    const recent = this.#values.get(channel);
    if (recent === undefined) return NOTHING;
    const known = recent.filter((value) => !Number.isNaN(value));
    const now = recent.at(-1) ?? Number.NaN;
    return {
      now: Number.isNaN(now) ? null : now,
      mean: known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length,
      max: known.length === 0 ? null : known.reduce((most, value) => Math.max(most, value)),
      recent,
    };
  }
}
