import { MARKS } from '../../../../contract/hardware-channels.ts';
import type { Bytes, Milliseconds } from '../../../../contract/units.ts';
import type { NvmlDevice, NvmlNative, NvmlSession } from '../../../../../native/nvml.d.ts';
import { SourceLost } from '../../source-lost.ts';
import type { Freshness, ThreadReader } from '../types.ts';
import { columnsOf, type Column } from './columns.ts';

const SLOW_MS: Milliseconds = 1000;
const GPM_MS: Milliseconds = 500;
/** Of waiting for the driver in one piece: in between, this thread can be ended. */
const PATIENCE_MS: Milliseconds = 100;
const MOST_PROCESSES = 4096;

/** Reads cards by a session that is open; a reading asks the driver for what is due and waits for the quick part. */
export class NvmlReader implements ThreadReader {
  readonly marks: Uint8Array;
  readonly #nvml: NvmlNative;
  readonly #session: NvmlSession;
  readonly #cards: readonly NvmlDevice[];
  readonly #columns: readonly Column[];
  readonly #revision: number;
  readonly #isLost: number;
  readonly #reading: Float64Array;
  readonly #stampsBefore: Float64Array;
  readonly #valuesBefore: Float64Array;
  readonly #processes = new Float64Array(2 * MOST_PROCESSES);
  readonly #keep: (session: NvmlSession) => void;
  #isKept = false;
  #slowAt = Number.NEGATIVE_INFINITY;
  #gpmAt = Number.NEGATIVE_INFINITY;

  constructor(
    nvml: NvmlNative,
    session: NvmlSession,
    cards: readonly NvmlDevice[],
    keep: (session: NvmlSession) => void,
  ) {
    this.#keep = keep;
    const { columns } = columnsOf(nvml, cards);
    this.#nvml = nvml;
    this.#session = session;
    this.#cards = cards;
    this.#columns = columns;
    this.#revision = session.revision();
    this.#isLost = nvml.fields.indexOf('isLost');
    this.#reading = new Float64Array(nvml.fields.length * cards.length);
    this.#stampsBefore = new Float64Array(columns.length).fill(Number.NaN);
    this.#valuesBefore = new Float64Array(columns.length).fill(Number.NaN);
    this.marks = new Uint8Array(columns.length);
  }

  async read(out: Float64Array, offset: number): Promise<Freshness> {
    const { fast } = this.#nvml.groups;
    this.#session.request(fast | this.#dueGroups());
    // A driver that hangs is the watchdog's business: meanwhile nothing is read, and nothing made up.
    while (!this.#session.wait(PATIENCE_MS, fast)) await new Promise((resolve) => setImmediate(resolve));
    if (this.#session.revision() !== this.#revision) throw this.#lost('MIG instances came or went.');
    const { length } = this.#nvml.fields;
    for (let place = 0; place < this.#cards.length; place += 1)
      this.#session.read(place, this.#reading, place * length);
    this.#lookForLost(length);
    for (let column = 0; column < this.#columns.length; column += 1)
      out[offset + column] = this.#take(column);
    return 'fresh';
  }

  gpuBytes(): ReadonlyMap<number, Bytes> {
    const bytes = new Map<number, Bytes>();
    const pairs = this.#processes;
    for (let place = 0; place < this.#cards.length; place += 1) {
      const count = this.#session.readProcesses(place, pairs);
      for (let index = 0; index < count; index += 1) {
        const [pid, used] = [pairs[2 * index] ?? 0, pairs[2 * index + 1] ?? Number.NaN];
        if (!Number.isNaN(used)) bytes.set(pid, (bytes.get(pid) ?? 0) + used);
      }
    }
    return bytes;
  }

  close(): void {
    if (this.#isKept) this.#keep(this.#session);
    else this.#session.close(PATIENCE_MS);
  }

  #lost(reason: string): SourceLost {
    this.#isKept = true;
    return new SourceLost(reason);
  }

  #dueGroups(): number {
    const { slow, pcie, gpm, processes } = this.#nvml.groups;
    const now = performance.now();
    let groups = 0;
    if (now - this.#slowAt >= SLOW_MS) {
      this.#slowAt = now;
      groups |= slow | pcie | processes;
    }
    if (now - this.#gpmAt >= GPM_MS) {
      this.#gpmAt = now;
      groups |= gpm;
    }
    return groups;
  }

  #take(column: number): number {
    const { value, stamp, of, isExact } = this.#columns[column] as Column;
    const read = this.#reading[value] ?? Number.NaN;
    const taken = of < 0 ? read : (100 * read) / (this.#reading[of] ?? Number.NaN);
    const at = this.#reading[stamp] ?? Number.NaN;
    const isSame = at === this.#stampsBefore[column] || (isExact && taken === this.#valuesBefore[column]);
    this.marks[column] = isSame ? MARKS.repeat : MARKS.fresh;
    this.#stampsBefore[column] = at;
    this.#valuesBefore[column] = taken;
    return taken;
  }

  /** Opening anew says which card it was, and goes on with the others. */
  #lookForLost(length: number): void {
    for (const [place, { name, isLost }] of this.#cards.entries()) {
      const isLostNow = this.#reading[place * length + this.#isLost] !== 0;
      if (isLostNow !== isLost) throw this.#lost(`${name} ${isLostNow ? 'was lost' : 'is back'}.`);
    }
  }
}
