import {
  MARKS,
  type HardwareCatalog,
  type HardwareChannel,
  type HardwareFrames,
  type HardwareMetric,
} from '../../contract/hardware-channels.ts';
import type { HardwareListener } from '../engine/hardware-watch.ts';
import type { HardwareFeed } from './hardware-feed.ts';

/** "cpu/cpu.use", "cpu/cpu.core-use/3": a channel by its id alone. */
export function aChannel(id: string, periodMs = 100): HardwareChannel {
  const [device = '', metric = '', detail = ''] = id.split('/');
  return { id, device, metric: metric as HardwareMetric, detail, source: 'cpu', periodMs };
}

export function aCatalog(revision: number, ids: readonly string[], hertz = 10): HardwareCatalog {
  const channels = ids.map((id) => aChannel(id, 1000 / hertz));
  return {
    revision,
    hertz,
    channels,
    devices: [...new Set(channels.map(({ device }) => device))].map((id) => ({
      id,
      kind: id.startsWith('gpu') ? 'gpu' : id === 'process' ? 'process' : 'cpu',
      name: `the ${id}`,
      totalBytes: null,
      partOf: null,
    })),
    sources: [],
  };
}

/** One row for each time; null was not read, and "again" is what was read before. */
export function someFrames(
  revision: number,
  rows: readonly (readonly [atMs: number, ...values: (number | null | 'again')[]])[],
): HardwareFrames {
  const cells = rows.flatMap(([, ...values]) => values);
  let last = Number.NaN;
  return {
    revision,
    atMs: Float64Array.from(rows, ([atMs]) => atMs),
    values: Float64Array.from(cells, (cell) => {
      if (typeof cell === 'number') last = cell;
      return cell === null ? Number.NaN : last;
    }),
    marks: Uint8Array.from(cells, (cell) =>
      cell === null ? MARKS.missing : cell === 'again' ? MARKS.repeat : MARKS.fresh,
    ),
  };
}

/** A sampler whose ticks the test makes. */
export class FakeFeed implements HardwareFeed {
  readonly #listeners = new Set<HardwareListener>();
  readonly #rates: number[] = [];
  #remembered: HardwareFrames | null = null;
  catalog: HardwareCatalog | null = null;
  readonly processes = null;
  readonly health = null;
  readonly alignment = null;
  tablesWanted = 0;

  /** Of those that ask for one now. */
  get rates(): readonly number[] {
    return this.#rates;
  }

  want(hertz = 10): () => void {
    this.#rates.push(hertz);
    return () => void this.#rates.splice(this.#rates.indexOf(hertz), 1);
  }

  wantProcesses(): () => void {
    this.tablesWanted += 1;
    return () => void (this.tablesWanted -= 1);
  }

  observe(listener: HardwareListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  frames(): HardwareFrames | null {
    return this.#remembered;
  }

  tellCatalog(catalog: HardwareCatalog): void {
    this.catalog = catalog;
    this.#remembered = null;
    for (const listener of this.#listeners) listener.onCatalog?.(catalog);
  }

  /** All that was told of this catalog is remembered. */
  tell(...rows: Parameters<typeof someFrames>[1]): void {
    const frames = someFrames(this.catalog?.revision ?? 0, rows);
    const before = this.#remembered;
    this.#remembered =
      before === null
        ? frames
        : {
            revision: frames.revision,
            atMs: Float64Array.of(...before.atMs, ...frames.atMs),
            values: Float64Array.of(...before.values, ...frames.values),
            marks: Uint8Array.of(...before.marks, ...frames.marks),
          };
    for (const listener of this.#listeners) listener.onFrames?.(frames);
  }
}
