import type { Bytes, Milliseconds } from '../../../contract/units.ts';
import { bytesOf, type ByteScanner } from '../byte-scanner.ts';
import { ControlGroupMemory, memoryLimits } from '../control-group-memory.ts';
import { pageBytes } from '../page-bytes.ts';
import { Rates } from '../rates.ts';
import { SourceLost } from '../source-lost.ts';
import type {
  Freshness,
  KeptFile,
  MachineFiles,
  Opened,
  SourceChannel,
  TickReader,
  TickSource,
} from './types.ts';

const [MEMINFO, VMSTAT] = ['/proc/meminfo', '/proc/vmstat'] as const;
const FIELDS = ['MemTotal', 'MemFree', 'MemAvailable', 'Buffers', 'Cached', 'SwapTotal', 'SwapFree'] as const;
const LINES = FIELDS.map((field) => bytesOf(`${field}:`));
const [TOTAL, FREE, AVAILABLE, BUFFERS, CACHED, SWAP_TOTAL, SWAP_FREE] = [0, 1, 2, 3, 4, 5, 6];
const [SWAPPED_IN, SWAPPED_OUT] = [bytesOf('pswpin '), bytesOf('pswpout ')];

/** Memory and swap; where a control group allows less than there is, what it allows is what counts. */
export const memorySource: TickSource = {
  id: 'memory',
  title: 'Memory and swap (/proc/meminfo, control groups)',
  platforms: ['linux'],
  placement: 'tick',
  periodMs: 100,
  open({ files }) {
    const file = files.keep(MEMINFO);
    const text = file?.scan() ?? null;
    if (file === null || text === null) {
      file?.close();
      return { absent: `${MEMINFO} cannot be read.`, nextStep: 'Mount /proc in this container.' };
    }
    const fields = new Float64Array(FIELDS.length);
    parse(text, fields);
    const total = fields[TOTAL] ?? Number.NaN;
    const limits = memoryLimits(files, total);
    const hasSwap = (fields[SWAP_TOTAL] ?? 0) > 0;
    const channels: SourceChannel[] = [
      { device: 'memory', metric: 'memory.used', detail: '' },
      { device: 'memory', metric: 'memory.use', detail: '' },
      { device: 'memory', metric: 'memory.cached', detail: '' },
    ];
    if (limits.length > 0) channels.push({ device: 'memory', metric: 'memory.limit-use', detail: '' });
    if (hasSwap) {
      channels.push(
        { device: 'memory', metric: 'memory.swap-used', detail: '' },
        { device: 'memory', metric: 'memory.swap-in', detail: '' },
        { device: 'memory', metric: 'memory.swap-out', detail: '' },
      );
    }
    return {
      devices: [
        {
          id: 'memory',
          kind: 'memory',
          name: limits.length > 0 ? 'Memory that the control group allows' : 'Memory',
          totalBytes: Number.isNaN(total) ? null : Math.min(total, ...limits.map(({ bytes }) => bytes)),
          partOf: null,
        },
      ],
      channels,
      reader: new MemoryReader(files, file, total, limits, hasSwap),
    } satisfies Opened<TickReader>;
  },
};

/** In bytes; NaN for a line that this kernel has not. The lines' order is the same in every kernel. */
function parse(text: ByteScanner, fields: Float64Array): void {
  for (const [field, line] of LINES.entries()) {
    const from = text.at;
    if (text.findLine(line)) {
      fields[field] = text.number() * 1024;
      text.skipLine();
    } else {
      fields[field] = Number.NaN;
      text.goTo(from);
    }
  }
}

type Limits = ReturnType<typeof memoryLimits>;

class MemoryReader implements TickReader {
  readonly #files: MachineFiles;
  readonly #meminfo: KeptFile;
  readonly #vmstat: KeptFile | null;
  readonly #totalBytes: Bytes;
  readonly #limits: Limits;
  readonly #group: ControlGroupMemory | null;
  readonly #hasSwap: boolean;
  readonly #pageBytes: Bytes;
  readonly #fields = new Float64Array(FIELDS.length);
  readonly #rates = new Rates(2);

  constructor(files: MachineFiles, meminfo: KeptFile, totalBytes: Bytes, limits: Limits, hasSwap: boolean) {
    this.#files = files;
    this.#meminfo = meminfo;
    this.#vmstat = hasSwap ? files.keep(VMSTAT) : null;
    this.#totalBytes = totalBytes;
    this.#limits = limits;
    this.#group = limits.length === 0 ? null : new ControlGroupMemory(files, limits);
    this.#hasSwap = hasSwap;
    this.#pageBytes = pageBytes(files);
  }

  read(out: Float64Array, offset: number, passedMs: Milliseconds): Freshness {
    const text = this.#meminfo.scan();
    if (text === null) throw new SourceLost(`${MEMINFO} can no longer be read.`);
    const fields = this.#fields;
    parse(text, fields);
    const [total, available] = [fields[TOTAL] as number, fields[AVAILABLE] as number];
    const cached = (fields[CACHED] as number) + ((fields[BUFFERS] as number) || 0);
    // Kernels before 3.14 do not say what programs could get: free and cached is near it.
    const free = Number.isNaN(available) ? (fields[FREE] as number) + cached : available;
    const used = Math.max(0, total - free);
    let column = offset;
    if (this.#group === null) {
      out[column++] = used;
      out[column++] = (used / total) * 100;
      out[column++] = cached;
    } else {
      this.#group.read();
      out[column++] = this.#group.usedBytes;
      out[column++] = this.#group.percent;
      out[column++] = cached;
      out[column++] = this.#group.percent;
    }
    if (!this.#hasSwap) return 'fresh';
    out[column++] = Math.max(0, (fields[SWAP_TOTAL] as number) - (fields[SWAP_FREE] as number));
    const vmstat = this.#vmstat?.scan() ?? null;
    const pagesIn = vmstat?.findLine(SWAPPED_IN) === true ? vmstat.number() : Number.NaN;
    vmstat?.skipLine();
    const pagesOut = vmstat?.findLine(SWAPPED_OUT) === true ? vmstat.number() : Number.NaN;
    out[column++] = this.#rates.perSecond(0, pagesIn, passedMs) * this.#pageBytes;
    out[column++] = this.#rates.perSecond(1, pagesOut, passedMs) * this.#pageBytes;
    return 'fresh';
  }

  /** Memory is plugged into virtual machines, swap switched on, limits changed. */
  isOutdated(): boolean {
    const total = this.#fields[TOTAL] as number;
    return (
      total !== this.#totalBytes ||
      (this.#fields[SWAP_TOTAL] as number) > 0 !== this.#hasSwap ||
      JSON.stringify(memoryLimits(this.#files, total)) !== JSON.stringify(this.#limits)
    );
  }

  close(): void {
    this.#meminfo.close();
    this.#vmstat?.close();
    this.#group?.close();
  }
}
