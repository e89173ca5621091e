import { MARKS } from '../../../contract/hardware-channels.ts';
import type { Bytes, Milliseconds } from '../../../contract/units.ts';
import { bytesOf } from '../byte-scanner.ts';
import { pageBytes } from '../page-bytes.ts';
import type { Freshness, KeptFile, MachineFiles, Surroundings, TickReader, TickSource } from './types.ts';

/** Linux counts a process's time in hundredths of a second for every program, whatever the kernel's own tick. */
const MS_PER_TICK = 10;
/** Rates are of so long at least: over ten milliseconds a process uses 0 or 100 %. */
const WINDOW_MS = 100;
/** As often as new children are looked for. */
const LOOK_MS = 1000;
const REMEMBERED = 64;
const CLOSING = 41;
/** A number, and a name of 64 bytes at most; behind it is no bracket any more. */
const NAME_WITHIN = 96;
const [READ, WRITTEN] = [bytesOf('read_bytes: '), bytesOf('write_bytes: ')];
const METRICS = [
  'process.cpu',
  'process.resident',
  'process.threads',
  'process.count',
  'process.read',
  'process.written',
] as const;

/** The measuring worker and all that it started, at the full rate. */
export const processTreeSource: TickSource = {
  id: 'process-tree',
  title: 'The run’s own processes',
  platforms: ['linux'],
  placement: 'tick',
  periodMs: 0,
  open: (from) =>
    from.files.read('/proc/self/stat') === null
      ? { absent: '/proc cannot be read.', nextStep: 'Mount /proc in this container.' }
      : {
          devices: [
            {
              id: 'process:run',
              kind: 'process',
              name: 'The run’s processes',
              totalBytes: null,
              partOf: null,
            },
          ],
          channels: METRICS.map((metric) => ({ device: 'process:run', metric, detail: '' })),
          reader: new ProcessTreeReader(from),
        },
};

interface Member {
  readonly pid: number;
  readonly stat: KeptFile;
  /** Another user's is not to be read. */
  readonly io: KeptFile | null;
  ticks: number;
  readBytes: number;
  writtenBytes: number;
}

class ProcessTreeReader implements TickReader {
  readonly #from: Surroundings;
  readonly #files: MachineFiles;
  readonly #pageBytes: Bytes;
  readonly marks = new Uint8Array(METRICS.length);
  readonly #members = new Map<number, Member>();
  #root: number | null = null;
  #lookedMs = Number.POSITIVE_INFINITY;
  /** Growth of all members' counters since the root is watched: one that ends takes nothing back. */
  #elapsedMs = 0;
  #cpuMs = 0;
  #ioMs = Number.NaN;
  readonly #times = new Float64Array(REMEMBERED);
  readonly #cpuTimes = new Float64Array(REMEMBERED);
  #readings = 0;

  constructor(from: Surroundings) {
    this.#from = from;
    this.#files = from.files;
    this.#pageBytes = pageBytes(from.files);
  }

  read(out: Float64Array, offset: number, passedMs: Milliseconds): Freshness {
    const root = this.#from.watchedPid();
    if (root !== this.#root) this.#watch(root);
    this.marks.fill(MARKS.fresh);
    if (root === null) {
      out.fill(Number.NaN, offset, offset + METRICS.length);
      return 'fresh';
    }
    if (Number.isNaN(passedMs)) this.#readings = 0;
    this.#elapsedMs += passedMs || 0;
    this.#lookedMs += passedMs || 0;
    if (this.#lookedMs >= LOOK_MS) this.#look(root);
    this.#readAll(out, offset);
    out[offset] = this.#cpuPercent();
    this.#readIo(out, offset, passedMs);
    return 'fresh';
  }

  #readAll(out: Float64Array, offset: number): void {
    let [resident, threads, count] = [0, 0, 0];
    for (const member of this.#members.values()) {
      const text = member.stat.scan();
      // Its name may hold blanks and brackets of its own: fields count from the last one. It may have ended by now.
      if (text === null || !text.goBehindLast(CLOSING, NAME_WITHIN)) {
        this.#drop(member);
        continue;
      }
      text.skipWords(11);
      const ticks = text.number() + text.number();
      text.skipWords(4);
      threads += text.number();
      text.skipWords(3);
      resident += text.number() * this.#pageBytes;
      count += 1;
      if (ticks >= member.ticks) this.#cpuMs += (ticks - member.ticks) * MS_PER_TICK;
      member.ticks = ticks;
    }
    out[offset + 1] = count === 0 ? Number.NaN : resident;
    out[offset + 2] = count === 0 ? Number.NaN : threads;
    out[offset + 3] = count === 0 ? Number.NaN : count;
  }

  #cpuPercent(): number {
    if (this.#members.size === 0) {
      this.#readings = 0;
      return Number.NaN;
    }
    const [times, cpu, latest] = [this.#times, this.#cpuTimes, this.#readings];
    times[latest % REMEMBERED] = this.#elapsedMs;
    cpu[latest % REMEMBERED] = this.#cpuMs;
    this.#readings += 1;
    for (let back = 1; back <= Math.min(latest, REMEMBERED - 1); back += 1) {
      const then = (latest - back) % REMEMBERED;
      const passed = this.#elapsedMs - (times[then] as number);
      // Half a millisecond: ticks are not exactly as far apart as they are meant to be.
      if (passed >= WINDOW_MS - 0.5) return ((this.#cpuMs - (cpu[then] as number)) / passed) * 100;
    }
    return Number.NaN;
  }

  #readIo(out: Float64Array, offset: number, passedMs: Milliseconds): void {
    this.#ioMs = Number.isNaN(passedMs) ? Number.NaN : this.#ioMs + passedMs;
    if (this.#ioMs < WINDOW_MS - 0.5) {
      this.marks.fill(MARKS.repeat, 4, 6);
      return;
    }
    let [read, written, known] = [0, 0, 0];
    for (const member of this.#members.values()) {
      const text = member.io?.scan() ?? null;
      if (text?.findLine(READ) !== true) continue;
      const readBytes = text.number();
      text.skipLine();
      const writtenBytes = text.findLine(WRITTEN) ? text.number() : Number.NaN;
      known += 1;
      read += Math.max(0, readBytes - member.readBytes) || 0;
      written += Math.max(0, writtenBytes - member.writtenBytes) || 0;
      member.readBytes = readBytes;
      member.writtenBytes = writtenBytes;
    }
    out[offset + 4] = known === 0 ? Number.NaN : (read / this.#ioMs) * 1000;
    out[offset + 5] = known === 0 ? Number.NaN : (written / this.#ioMs) * 1000;
    this.#ioMs = 0;
  }

  #watch(root: number | null): void {
    this.close();
    this.#root = root;
    this.#lookedMs = Number.POSITIVE_INFINITY;
    this.#elapsedMs = 0;
    this.#cpuMs = 0;
    this.#ioMs = Number.NaN;
    this.#readings = 0;
  }

  /** The root and its descendants, breadth first. */
  #look(root: number): void {
    this.#lookedMs = 0;
    const found = new Set([root]);
    const parents =
      this.#files.refusal(`/proc/${root}/task/${root}/children`) === null ? null : this.#parents();
    for (const pid of found) for (const child of this.#childrenOf(pid, parents)) found.add(child);
    for (const member of this.#members.values()) if (!found.has(member.pid)) this.#drop(member);
    for (const pid of found) if (!this.#members.has(pid)) this.#add(pid);
  }

  /** By the thread that started them. */
  #childrenOf(pid: number, parents: ReadonlyMap<number, number> | null): number[] {
    if (parents !== null) return [...parents].flatMap(([child, parent]) => (parent === pid ? [child] : []));
    return this.#files
      .numbers(`/proc/${pid}/task`)
      .flatMap((thread) =>
        (this.#files.read(`/proc/${pid}/task/${thread}/children`) ?? '')
          .split(' ')
          .filter(Boolean)
          .map(Number),
      );
  }

  /** Kernels without CONFIG_PROC_CHILDREN: everybody's parent. */
  #parents(): Map<number, number> {
    return new Map(
      this.#files.numbers('/proc').flatMap((pid) => {
        const stat = this.#files.read(`/proc/${pid}/stat`) ?? '';
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        return Number.isInteger(parent) ? [[pid, parent] as const] : [];
      }),
    );
  }

  #add(pid: number): void {
    const stat = this.#files.keep(`/proc/${pid}/stat`);
    if (stat === null) return;
    this.#members.set(pid, {
      pid,
      stat,
      io: this.#files.keep(`/proc/${pid}/io`),
      ticks: Number.NaN,
      readBytes: Number.NaN,
      writtenBytes: Number.NaN,
    });
  }

  #drop(member: Member): void {
    member.stat.close();
    member.io?.close();
    this.#members.delete(member.pid);
  }

  close(): void {
    for (const member of [...this.#members.values()]) this.#drop(member);
  }
}
