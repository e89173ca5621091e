import type { Milliseconds } from '../../../contract/units.ts';
import { bytesOf } from '../byte-scanner.ts';
import { SourceLost } from '../source-lost.ts';
import type { Freshness, KeptFile, MachineFiles, Opened, ThreadReader, ThreadSource } from './types.ts';

const CPUINFO = '/proc/cpuinfo';
const FOLDER = '/sys/devices/system/cpu';
const [PROCESSOR, MEGAHERTZ] = [bytesOf('processor'), bytesOf('cpu MHz')];
const COLON = 58;
/** In front of the cores: mean and fastest. */
const OF_ALL = 2;

/**
 * The cores' clocks. The kernel asks each core for its own, and some kernels sleep twenty milliseconds over it: a
 * thread, and not often.
 */
export const cpuClockSource: ThreadSource = {
  id: 'cpu-clock',
  title: 'Processor clock (cpufreq, /proc/cpuinfo)',
  platforms: ['linux'],
  placement: 'thread',
  periodMs: 1000,
  missing({ files }) {
    const cores = coresOf(files);
    const isKnown =
      cores.some((core) => files.read(frequencyPath(core)) !== null) ||
      /^cpu MHz\s*:/m.test(files.read(CPUINFO) ?? '');
    return isKnown
      ? null
      : {
          absent: 'Neither cpufreq nor /proc/cpuinfo tells a clock: usual in virtual machines on ARM.',
          nextStep: '',
        };
  },
  open({ files }) {
    const cores = coresOf(files);
    const kept = cores.map((core) => files.keep(frequencyPath(core)));
    const hasFrequencies = kept.some((file) => file !== null);
    const cpuinfo = hasFrequencies ? null : files.keep(CPUINFO);
    return {
      devices: [{ id: 'cpu', kind: 'cpu', name: 'Processor', totalBytes: null, partOf: null }],
      channels: [
        { device: 'cpu', metric: 'cpu.clock', detail: '' },
        { device: 'cpu', metric: 'cpu.clock-fastest', detail: '' },
        ...cores.map((core) => ({ device: 'cpu', metric: 'cpu.core-clock', detail: String(core) }) as const),
      ],
      reader: new ClockReader(files, cores, kept, cpuinfo),
    } satisfies Opened<ThreadReader>;
  },
};

const frequencyPath = (core: number): string => `${FOLDER}/cpu${core}/cpufreq/scaling_cur_freq`;

/** Those that are switched on. */
function coresOf(files: MachineFiles): number[] {
  const online = files.read(`${FOLDER}/online`)?.trim();
  if (online) {
    return online.split(',').flatMap((range) => {
      const [first = Number.NaN, last = first] = range.split('-').map(Number);
      return Array.from({ length: Math.max(0, last - first + 1) || 0 }, (_, index) => first + index);
    });
  }
  const told = (files.read(CPUINFO) ?? '').matchAll(/^processor\s*:\s*(\d+)/gm);
  return [...told].map((match) => Number(match[1]));
}

class ClockReader implements ThreadReader {
  readonly #files: MachineFiles;
  readonly #cores: readonly number[];
  readonly #columns: ReadonlyMap<number, number>;
  readonly #kept: readonly (KeptFile | null)[];
  readonly #cpuinfo: KeptFile | null;

  constructor(
    files: MachineFiles,
    cores: readonly number[],
    kept: readonly (KeptFile | null)[],
    cpuinfo: KeptFile | null,
  ) {
    this.#files = files;
    this.#cores = cores;
    this.#columns = new Map(cores.map((core, column) => [core, column]));
    this.#kept = kept;
    this.#cpuinfo = cpuinfo;
  }

  read(out: Float64Array, offset: number, _passedMs: Milliseconds): Freshness {
    const first = offset + OF_ALL;
    out.fill(Number.NaN, first, first + this.#cores.length);
    if (this.#cpuinfo === null) this.#readFrequencies(out, first);
    else this.#readCpuinfo(this.#cpuinfo, out, first);
    let [sum, count, fastest] = [0, 0, Number.NaN];
    for (let column = first; column < first + this.#cores.length; column += 1) {
      const clock = out[column] as number;
      if (Number.isNaN(clock)) continue;
      sum += clock;
      count += 1;
      if (!(clock < fastest)) fastest = clock;
    }
    out[offset] = count === 0 ? Number.NaN : sum / count;
    out[offset + 1] = fastest;
    return 'fresh';
  }

  #readFrequencies(out: Float64Array, first: number): void {
    for (const [column, file] of this.#kept.entries()) {
      const kilohertz = file?.scan()?.number() ?? Number.NaN;
      if (kilohertz > 0) out[first + column] = kilohertz / 1000;
    }
  }

  #readCpuinfo(file: KeptFile, out: Float64Array, first: number): void {
    const text = file.scan();
    if (text === null) throw new SourceLost(`${CPUINFO} can no longer be read.`);
    let column: number | undefined;
    while (!text.isAtEnd) {
      if (text.takes(PROCESSOR) && text.takesPast(COLON)) column = this.#columns.get(text.number());
      else if (column !== undefined && text.takes(MEGAHERTZ) && text.takesPast(COLON)) {
        const megahertz = text.number();
        if (megahertz > 0) out[first + column] = megahertz;
      }
      text.skipLine();
    }
  }

  isOutdated(): boolean {
    return coresOf(this.#files).join() !== this.#cores.join();
  }

  close(): void {
    for (const file of this.#kept) file?.close();
    this.#cpuinfo?.close();
  }
}
