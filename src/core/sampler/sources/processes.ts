import type { ProcessRow } from '../../../contract/hardware-channels.ts';
import type { Bytes, Milliseconds } from '../../../contract/units.ts';
import { pageBytes } from '../page-bytes.ts';
import { busiestProcesses, type ListedProcess } from '../process-list.ts';
import { UserNames } from '../user-names.ts';
import type { Freshness, KeptFile, MachineFiles, Surroundings, TickReader, TickSource } from './types.ts';

const MS_PER_TICK = 10;
const [OPENING, CLOSING] = [40, 41];
/** A table every other second; where there are thousands of processes, it takes as long as reading them does. */
const TABLE_MS = 2000;
/** Of that, what is spread over the ticks: the rest is reserve. */
const SPREAD_MS = 1500;
const [FEWEST_A_TICK, MOST_A_TICK] = [8, 200];
/** A process that did nothing is looked at in every third table: what it then did is told over all of that time. */
const IDLE_TABLES = 3;
/** Files that stay open; for others a process more is opened and closed each time. */
const MOST_KEPT = 1000;
/** The kernel cuts names there. */
const LONGEST_NAME = 15;
/** Workers of the kernel have longer ones: 64 bytes, and behind them is no bracket any more. */
const NAME_WITHIN = 80;
/** What Node calls itself, whoever it is. */
const NAME_OF_NODE = 'MainThread';

/** All processes, while somebody looks, some at each tick. It has no columns: it makes a table. */
export const processesSource: TickSource = {
  id: 'processes',
  title: 'All processes (/proc)',
  platforms: ['linux'],
  placement: 'tick',
  periodMs: 0,
  open: (from) =>
    from.files.read('/proc/self/stat') === null
      ? { absent: '/proc cannot be read.', nextStep: 'Mount /proc in this container.' }
      : { devices: [], channels: [], reader: new ProcessesReader(from) },
};

interface Entry extends ListedProcess {
  kept: KeptFile | null;
  startedAt: number;
  nameHash: number;
  ticks: number;
  readAtMs: Milliseconds;
  pass: number;
}

class ProcessesReader implements TickReader {
  readonly #from: Surroundings;
  readonly #files: MachineFiles;
  readonly #pageBytes: Bytes;
  readonly #users: UserNames;
  readonly #entries = new Map<number, Entry>();
  #pids: readonly number[] = [];
  #next = 0;
  #pass = 0;
  #kept = 0;
  #elapsedMs = 0;
  #passAtMs = Number.NEGATIVE_INFINITY;

  constructor(from: Surroundings) {
    this.#from = from;
    this.#files = from.files;
    this.#pageBytes = pageBytes(from.files);
    this.#users = new UserNames(from.files);
  }

  read(_out: Float64Array, _offset: number, passedMs: Milliseconds): Freshness {
    if (Number.isNaN(passedMs)) for (const entry of this.#entries.values()) entry.readAtMs = Number.NaN;
    this.#elapsedMs += passedMs || 0;
    if (!this.#from.followsProcesses()) {
      if (this.#entries.size > 0) this.close();
      return 'fresh';
    }
    if (this.#next >= this.#pids.length) {
      if (this.#elapsedMs - this.#passAtMs < TABLE_MS - (passedMs || 0) / 2) return 'fresh';
      this.#beginPass();
    }
    const share = (this.#pids.length * (passedMs || 0)) / SPREAD_MS;
    const until = this.#next + Math.min(MOST_A_TICK, Math.max(FEWEST_A_TICK, Math.ceil(share)));
    for (; this.#next < Math.min(until, this.#pids.length); this.#next += 1)
      this.#look(this.#pids[this.#next] as number);
    if (this.#next >= this.#pids.length) this.#endPass();
    return 'fresh';
  }

  #beginPass(): void {
    this.#passAtMs = this.#elapsedMs;
    this.#pass += 1;
    this.#pids = this.#files.numbers('/proc');
    this.#next = 0;
  }

  #endPass(): void {
    for (const entry of this.#entries.values()) if (entry.pass !== this.#pass) this.#drop(entry);
    const rows: ProcessRow[] = busiestProcesses(this.#entries, this.#from.ownPids(), this.#from.gpuBytesOf);
    this.#from.takeProcesses(this.#entries.size, rows);
  }

  #look(pid: number): void {
    const known = this.#entries.get(pid);
    if (known?.cpuPercent === 0 && (pid + this.#pass) % IDLE_TABLES !== 0) {
      known.pass = this.#pass;
      return;
    }
    const file = known?.kept ?? this.#files.keep(`/proc/${pid}/stat`);
    if (file === null) return;
    const text = file.scan();
    const entry = known ?? emptyEntry(pid);
    // One that ended between the list and now is not in the table.
    const isRead = text !== null && this.#parse(text, entry);
    if (!isRead) {
      if (known === undefined || known.kept === null) file.close();
      if (known !== undefined) this.#drop(known);
      return;
    }
    entry.pass = this.#pass;
    this.#entries.set(pid, entry);
    if (entry.kept !== null) return;
    if (this.#kept < MOST_KEPT) {
      entry.kept = file;
      this.#kept += 1;
    } else file.close();
  }

  /** pid (name) state parent …; the name may hold brackets and blanks, so it ends at the last bracket. */
  #parse(text: NonNullable<ReturnType<KeptFile['scan']>>, entry: Entry): boolean {
    if (!text.takesPast(OPENING)) return false;
    const nameFrom = text.at;
    if (!text.goBehindLast(CLOSING, NAME_WITHIN)) return false;
    const nameTo = text.at - 1;
    const hash = text.hash(nameFrom, nameTo);
    text.skipWord();
    const parent = text.number();
    text.skipWords(9);
    const ticks = text.number() + text.number();
    text.skipWords(6);
    const startedAt = text.number();
    text.skipWord();
    const pages = text.number();
    if (Number.isNaN(pages)) return false;
    const isSame = entry.startedAt === startedAt;
    entry.cpuPercent =
      isSame && ticks >= entry.ticks && this.#elapsedMs > entry.readAtMs
        ? (((ticks - entry.ticks) * MS_PER_TICK) / (this.#elapsedMs - entry.readAtMs)) * 100
        : null;
    entry.ticks = ticks;
    entry.parent = parent;
    entry.residentBytes = pages * this.#pageBytes;
    entry.readAtMs = this.#elapsedMs;
    if (isSame && entry.nameHash === hash) return true;
    entry.startedAt = startedAt;
    entry.nameHash = hash;
    // Reading other files ends what is known of this one.
    const name = text.text(nameFrom, nameTo);
    entry.name = this.#wholeName(entry.pid, name);
    entry.user = this.#users.ownerOf(entry.pid);
    return true;
  }

  #wholeName(pid: number, name: string): string {
    if (name.length < LONGEST_NAME && name !== NAME_OF_NODE) return name;
    const program = (this.#files.read(`/proc/${pid}/cmdline`) ?? '').split('\0')[0]?.split('/').at(-1) ?? '';
    return program.startsWith(name) || (name === NAME_OF_NODE && program !== '') ? program : name;
  }

  #drop(entry: Entry): void {
    if (entry.kept !== null) {
      entry.kept.close();
      this.#kept -= 1;
    }
    this.#entries.delete(entry.pid);
  }

  close(): void {
    for (const entry of [...this.#entries.values()]) this.#drop(entry);
    this.#pids = [];
    this.#next = 0;
    this.#passAtMs = Number.NEGATIVE_INFINITY;
  }
}

function emptyEntry(pid: number): Entry {
  return {
    pid,
    parent: 0,
    name: '',
    user: '',
    cpuPercent: null,
    residentBytes: 0,
    kept: null,
    startedAt: Number.NaN,
    nameHash: 0,
    ticks: Number.NaN,
    readAtMs: Number.NaN,
    pass: 0,
  };
}
