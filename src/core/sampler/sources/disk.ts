import type { Milliseconds } from '../../../contract/units.ts';
import type { HardwareDevice } from '../../../contract/hardware-channels.ts';
import type { ByteScanner } from '../byte-scanner.ts';
import { Rates } from '../rates.ts';
import { SourceLost } from '../source-lost.ts';
import { TableLayout } from '../table-layout.ts';
import type { Freshness, KeptFile, MachineFiles, Opened, TickReader, TickSource } from './types.ts';

const DISKSTATS = '/proc/diskstats';
const BLOCK = '/sys/block';
/** The kernel counts sectors of 512 bytes, whatever the disk's own are. */
const SECTOR_BYTES = 512;
/** Not disks, or layers over disks that are counted already. */
const NO_DISK = /^(loop|ram|zram|sr|fd|dm-|md|nbd)\d/;
const METRICS = ['disk.read', 'disk.written', 'disk.busy', 'disk.queue'] as const;

/** Whole disks: bytes, how much of the time they were busy, and how many requests waited on average. */
export const diskSource: TickSource = {
  id: 'disk',
  title: 'Disks (/proc/diskstats)',
  platforms: ['linux'],
  placement: 'tick',
  periodMs: 200,
  open({ files }) {
    const file = files.keep(DISKSTATS);
    const names = file === null ? null : namesIn(file);
    if (file === null || names === null) {
      file?.close();
      return { absent: `${DISKSTATS} cannot be read.`, nextStep: 'Mount /proc in this container.' };
    }
    const disks = disksAmong(files, names);
    if (disks.length === 0) {
      file.close();
      return { absent: 'The kernel counts for no disk here: usual in containers.', nextStep: '' };
    }
    return {
      devices: disks.map((name) => deviceOf(files, name)),
      channels: disks.flatMap((name) =>
        METRICS.map((metric) => ({ device: `disk:${name}`, metric, detail: '' })),
      ),
      reader: new DiskReader(files, file, disks),
    } satisfies Opened<TickReader>;
  },
};

function namesIn(file: KeptFile): string[] | null {
  const text = file.scan();
  if (text === null) return null;
  const names: string[] = [];
  while (!text.isAtEnd) {
    text.skipWords(2);
    const name = text.word();
    if (name !== '') names.push(name);
    text.skipLine();
  }
  return names;
}

/** Where /sys is not there to ask, a partition is what has a disk's name and a number behind it. */
function disksAmong(files: MachineFiles, names: readonly string[]): string[] {
  const whole = new Set(files.list(BLOCK));
  const isPartition = (name: string): boolean =>
    names.some(
      (disk) =>
        disk !== name &&
        name.startsWith(disk) &&
        (/\d$/.test(disk) ? /^p\d+$/ : /^\d+$/).test(name.slice(disk.length)),
    );
  return names.filter(
    (name) =>
      !NO_DISK.test(name) &&
      (whole.size > 0 ? whole.has(name) : !isPartition(name)) &&
      // A card reader without a card.
      files.read(`${BLOCK}/${name}/size`)?.trim() !== '0',
  );
}

function deviceOf(files: MachineFiles, name: string): HardwareDevice {
  const told = (what: string): string => files.read(`${BLOCK}/${name}/${what}`)?.trim() ?? '';
  const sectors = Number(told('size') || Number.NaN);
  const model = [told('device/vendor'), told('device/model')]
    .filter((word) => /[a-z]{2}/i.test(word) && !word.startsWith('0x'))
    .join(' ');
  return {
    id: `disk:${name}`,
    kind: 'disk',
    name: model === '' ? name : `${model} (${name})`,
    totalBytes: sectors > 0 ? sectors * SECTOR_BYTES : null,
    partOf: null,
  };
}

class DiskReader implements TickReader {
  readonly #files: MachineFiles;
  readonly #file: KeptFile;
  readonly #disks: readonly string[];
  readonly #layout = new TableLayout();
  readonly #rates: Rates;

  constructor(files: MachineFiles, file: KeptFile, disks: readonly string[]) {
    this.#files = files;
    this.#file = file;
    this.#disks = disks;
    this.#rates = new Rates(disks.length * METRICS.length);
  }

  read(out: Float64Array, offset: number, passedMs: Milliseconds): Freshness {
    let text = this.#file.scan();
    if (text === null || !this.#parse(text, out, offset, passedMs)) {
      this.#learn();
      text = this.#file.scan();
      if (text === null || !this.#parse(text, out, offset, passedMs))
        throw new SourceLost(`${DISKSTATS} can no longer be read.`);
    }
    return 'fresh';
  }

  /** Partitions come and go without a word; a disk that does so changes the columns. */
  #learn(): void {
    const names = namesIn(this.#file);
    if (names === null) throw new SourceLost(`${DISKSTATS} can no longer be read.`);
    if (disksAmong(this.#files, names).join() !== this.#disks.join())
      throw new SourceLost('A disk was plugged in or out.');
    this.#layout.learn(
      names.map((name) => `${name} `),
      (name) => this.#disks.indexOf(name.trimEnd()),
    );
  }

  /** False where the lines are not those that were learnt. */
  #parse(text: ByteScanner, out: Float64Array, offset: number, passedMs: Milliseconds): boolean {
    const layout = this.#layout;
    // Before anything is written: a half-read table would spoil the rates.
    for (let line = 0; line < layout.lines; line += 1) {
      text.skipWords(2);
      text.skipBlanks();
      if (!layout.takes(line, text)) return false;
      text.skipLine();
    }
    if (!text.isAtEnd || layout.lines === 0) return false;
    text.goTo(0);
    for (let line = 0; line < layout.lines; line += 1) {
      const disk = layout.columnOf(line);
      if (disk >= 0) this.#count(text, disk, out, offset, passedMs);
      text.skipLine();
    }
    return true;
  }

  /**
   * Behind the name: reads, merged, sectors, ms; the same for writes; in flight, ms busy, ms weighted by the queue.
   */
  #count(text: ByteScanner, disk: number, out: Float64Array, offset: number, passedMs: Milliseconds): void {
    text.skipWords(5);
    const sectorsRead = text.number();
    text.skipWords(3);
    const sectorsWritten = text.number();
    text.skipWords(2);
    const busyMs = text.number();
    const weightedMs = text.number();
    const [rates, at] = [this.#rates, disk * METRICS.length];
    out[offset + at] = rates.perSecond(at, sectorsRead, passedMs) * SECTOR_BYTES;
    out[offset + at + 1] = rates.perSecond(at + 1, sectorsWritten, passedMs) * SECTOR_BYTES;
    out[offset + at + 2] = rates.percent(at + 2, busyMs, passedMs);
    out[offset + at + 3] = rates.perSecond(at + 3, weightedMs, passedMs) / 1000;
  }

  close(): void {
    this.#file.close();
  }
}
