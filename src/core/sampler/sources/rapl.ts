import type { Milliseconds } from '../../../contract/units.ts';
import { SourceLost } from '../source-lost.ts';
import type { Freshness, KeptFile, MachineFiles, Opened, TickReader, TickSource } from './types.ts';

const FOLDER = '/sys/class/powercap';
/** No machine draws so much: a counter that says so was reset. */
const MOST_WATTS = 10_000;

interface Zone {
  /** "package-0", or "package-0 dram": cores and graphics are inside the package, and would be counted twice. */
  readonly name: string;
  readonly path: string;
  /** Where the counter begins again at zero. */
  readonly rangeMicrojoules: number;
}

/** Energy of processors and their memory, by the processors' own meters (Intel and AMD; RAPL). */
export const raplSource: TickSource = {
  id: 'rapl',
  title: 'Energy of processor and memory (RAPL)',
  platforms: ['linux'],
  placement: 'tick',
  periodMs: 100,
  open({ files }) {
    const zones = zonesOf(files);
    if (zones.length === 0) {
      return {
        absent: 'The kernel shows no energy meter of the processor: usual in virtual machines, and on ARM.',
        nextStep: files.list(FOLDER).length > 0 ? '' : 'On Intel and AMD: sudo modprobe intel_rapl_msr',
      };
    }
    const kept = zones.flatMap((zone) => {
      const file = files.keep(energyPath(zone));
      return file === null ? [] : [{ zone, file }];
    });
    if (kept.length === 0) {
      const refusal = files.refusal(energyPath(zones[0] as Zone)) ?? 'EIO';
      return refusal === 'EACCES' || refusal === 'EPERM'
        ? {
            absent:
              'Only root may read the energy meter (the kernel guards it since PLATYPUS, CVE-2020-8694).',
            nextStep: `Allow it until the next start: sudo chmod a+r ${FOLDER}/intel-rapl:*/energy_uj ${FOLDER}/intel-rapl:*:*/energy_uj`,
          }
        : { absent: `The energy meter cannot be read: ${refusal}.`, nextStep: '' };
    }
    return {
      devices: [{ id: 'cpu', kind: 'cpu', name: 'Processor', totalBytes: null, partOf: null }],
      channels: kept.flatMap(({ zone }) => [
        { device: 'cpu', metric: 'cpu.energy', detail: zone.name } as const,
        { device: 'cpu', metric: 'cpu.power', detail: zone.name } as const,
      ]),
      reader: new RaplReader(files, kept, zones),
    } satisfies Opened<TickReader>;
  },
};

const energyPath = ({ path }: Zone): string => `${path}/energy_uj`;

/** Packages, and the memory beside each; one package may be shown by two drivers (intel-rapl and intel-rapl-mmio). */
function zonesOf(files: MachineFiles): Zone[] {
  const zones = new Map<string, Zone>();
  const told = (folder: string, what: string): string =>
    files.read(`${FOLDER}/${folder}/${what}`)?.trim() ?? '';
  // "intel-rapl" before "intel-rapl-mmio".
  for (const folder of files.list(FOLDER).toSorted((a, b) => a.indexOf(':') - b.indexOf(':'))) {
    const [driver, top, sub] = folder.split(':');
    if (driver === undefined || !/rapl/.test(driver) || top === undefined) continue;
    const own = told(folder, 'name');
    const parent = sub === undefined ? '' : told(`${driver}:${top}`, 'name');
    const isWanted =
      sub === undefined ? own.startsWith('package') : own === 'dram' && parent.startsWith('package');
    const name = [parent, own].filter(Boolean).join(' ');
    if (!isWanted || zones.has(name)) continue;
    zones.set(name, {
      name,
      path: `${FOLDER}/${folder}`,
      rangeMicrojoules: Number(told(folder, 'max_energy_range_uj') || Number.NaN),
    });
  }
  return [...zones.values()];
}

class RaplReader implements TickReader {
  readonly #files: MachineFiles;
  readonly #kept: readonly { readonly zone: Zone; readonly file: KeptFile }[];
  readonly #zones: readonly Zone[];
  readonly #before: Float64Array;
  readonly #joules: Float64Array;

  constructor(
    files: MachineFiles,
    kept: readonly { readonly zone: Zone; readonly file: KeptFile }[],
    zones: readonly Zone[],
  ) {
    this.#files = files;
    this.#kept = kept;
    this.#zones = zones;
    this.#before = new Float64Array(kept.length).fill(Number.NaN);
    this.#joules = new Float64Array(kept.length);
  }

  read(out: Float64Array, offset: number, passedMs: Milliseconds): Freshness {
    let isHere = false;
    for (let index = 0; index < this.#kept.length; index += 1) {
      const { zone, file } = this.#kept[index] as { zone: Zone; file: KeptFile };
      const now = file.scan()?.number() ?? Number.NaN;
      if (!Number.isNaN(now)) isHere = true;
      const before = this.#before[index] as number;
      this.#before[index] = now;
      const grown = this.#grown(before, now, zone.rangeMicrojoules) / 1e6;
      const watts = grown / (passedMs / 1000);
      const isKnown = watts >= 0 && watts <= MOST_WATTS;
      if (isKnown) this.#joules[index] = (this.#joules[index] as number) + grown;
      const isFirst = Number.isNaN(before) && this.#joules[index] === 0 && !Number.isNaN(now);
      out[offset + index * 2] = isKnown || isFirst ? (this.#joules[index] as number) : Number.NaN;
      out[offset + index * 2 + 1] = isKnown ? watts : Number.NaN;
    }
    if (!isHere) throw new SourceLost('The energy meter can no longer be read.');
    return 'fresh';
  }

  /** The counter goes back to zero behind its largest value: twenty minutes under full load on a large processor. */
  #grown(before: number, now: number, range: number): number {
    return now >= before ? now - before : now - before + range;
  }

  isOutdated(): boolean {
    return zonesOf(this.#files).length !== this.#zones.length;
  }

  close(): void {
    for (const { file } of this.#kept) file.close();
  }
}
