import type { Milliseconds } from '../../../contract/units.ts';
import { bytesOf, type ByteScanner } from '../byte-scanner.ts';
import { ControlGroupCpu, cpuLimits } from '../control-group-cpu.ts';
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

const STAT = '/proc/stat';
const CPU = bytesOf('cpu');
/** In front of the cores: use, steal and iowait of the whole. */
const OF_ALL = 3;
const [BUSY, STOLEN, WAITED, TOTAL] = [0, 1, 2, 3];
const COUNTERS = 4;
/** The kernel counts in hundredths of a second: read more often, it would say 0 or 100 %. */
const PERIOD_MS = 100;

/** Use of all cores and of each, what the hypervisor took, and what a control group allows. */
export const cpuSource: TickSource = {
  id: 'cpu',
  title: 'Processor use (/proc/stat)',
  platforms: ['linux'],
  placement: 'tick',
  periodMs: PERIOD_MS,
  open({ files }) {
    const file = files.keep(STAT);
    const text = file?.scan() ?? null;
    if (file === null || text === null) {
      file?.close();
      return {
        absent: `${STAT} cannot be read.`,
        nextStep: 'Mount /proc in this container, or allow it in its security profile.',
      };
    }
    const cores = coresIn(text);
    const limits = cpuLimits(files, cores.length);
    const channels: SourceChannel[] = [
      { device: 'cpu', metric: 'cpu.use', detail: '' },
      { device: 'cpu', metric: 'cpu.steal', detail: '' },
      { device: 'cpu', metric: 'cpu.iowait', detail: '' },
      ...cores.map((core) => ({ device: 'cpu', metric: 'cpu.core-use', detail: String(core) }) as const),
    ];
    if (limits.length > 0) {
      channels.push(
        { device: 'cpu', metric: 'cpu.limit-use', detail: '' },
        { device: 'cpu', metric: 'cpu.limit-throttled', detail: '' },
      );
    }
    return {
      devices: [{ id: 'cpu', kind: 'cpu', name: 'Processor', totalBytes: null, partOf: null }],
      channels,
      reader: new CpuReader(files, file, cores, limits),
    } satisfies Opened<TickReader>;
  },
};

/** Numbers of the cores that are on, in the order of their lines. */
function coresIn(text: ByteScanner): number[] {
  const cores: number[] = [];
  text.skipLine();
  while (text.takes(CPU)) {
    cores.push(text.number());
    text.skipLine();
  }
  return cores;
}

type Limits = ReturnType<typeof cpuLimits>;

class CpuReader implements TickReader {
  readonly #file: KeptFile;
  readonly #cores: readonly number[];
  readonly #files: MachineFiles;
  readonly #limits: Limits;
  readonly #group: ControlGroupCpu | null;
  readonly marks: Uint8Array;
  /** Counters of the whole, then of each core. */
  readonly #before: Float64Array;
  readonly #after: Float64Array;

  constructor(files: MachineFiles, file: KeptFile, cores: readonly number[], limits: Limits) {
    this.#files = files;
    this.#file = file;
    this.#cores = cores;
    this.#limits = limits;
    this.#group = limits.length === 0 ? null : new ControlGroupCpu(files, limits);
    this.marks = new Uint8Array(OF_ALL + cores.length + 2);
    this.#before = new Float64Array((1 + cores.length) * COUNTERS).fill(Number.NaN);
    this.#after = new Float64Array(this.#before.length);
  }

  read(out: Float64Array, offset: number, passedMs: Milliseconds): Freshness {
    const text = this.#file.scan();
    if (text === null) throw new SourceLost(`${STAT} can no longer be read.`);
    this.#parse(text);
    out[offset] = this.#share(0, BUSY, passedMs);
    out[offset + 1] = this.#share(0, STOLEN, passedMs);
    out[offset + 2] = this.#share(0, WAITED, passedMs);
    for (let core = 0; core < this.#cores.length; core += 1)
      out[offset + OF_ALL + core] = this.#share(1 + core, BUSY, passedMs);
    this.#before.set(this.#after);
    const column = OF_ALL + this.#cores.length;
    this.#group?.read(out, offset + column, this.marks, column, passedMs);
    return 'fresh';
  }

  /**
   * user nice system idle iowait irq softirq steal (guests are inside user). Waiting for a disk is idle; what the
   * hypervisor took is in the total only.
   */
  #parse(text: ByteScanner): void {
    for (let line = 0; line <= this.#cores.length; line += 1) {
      const isRight = text.takes(CPU) && (line === 0 || text.number() === this.#cores[line - 1]);
      if (!isRight) throw new SourceLost('A core was switched on or off.');
      const user = text.number();
      const nice = text.number();
      const system = text.number();
      const idle = text.number();
      // Missing in very old kernels.
      const waited = text.number() || 0;
      const interrupts = (text.number() || 0) + (text.number() || 0);
      const stolen = text.number() || 0;
      const busy = user + nice + system + interrupts;
      const at = line * COUNTERS;
      this.#after[at + BUSY] = busy;
      this.#after[at + STOLEN] = stolen;
      this.#after[at + WAITED] = waited;
      this.#after[at + TOTAL] = busy + idle + waited + stolen;
      text.skipLine();
    }
    if (text.takes(CPU)) throw new SourceLost('A core was switched on.');
  }

  /** NaN while the kernel's clock stands, or where a counter went back, as the one of waiting for disks may. */
  #share(line: number, counter: number, passedMs: Milliseconds): number {
    if (Number.isNaN(passedMs)) return Number.NaN;
    const at = line * COUNTERS;
    const total = (this.#after[at + TOTAL] as number) - (this.#before[at + TOTAL] as number);
    const part = (this.#after[at + counter] as number) - (this.#before[at + counter] as number);
    return total > 0 && part >= 0 ? Math.min(100, (part / total) * 100) : Number.NaN;
  }

  /** Limits change while programs run. */
  isOutdated(): boolean {
    return JSON.stringify(cpuLimits(this.#files, this.#cores.length)) !== JSON.stringify(this.#limits);
  }

  close(): void {
    this.#file.close();
    this.#group?.close();
  }
}
