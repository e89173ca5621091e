import type { Freshness, MachineFiles, Opened, ThreadReader, ThreadSource } from './types.ts';

const FOLDER = '/sys/class/power_supply';
const METRICS = ['battery.charge', 'battery.power', 'battery.on-mains'] as const;

/** The machine's own batteries; a mouse has one too, which says so. Firmware answers slowly: a thread. */
export const batterySource: ThreadSource = {
  id: 'battery',
  title: 'Batteries',
  platforms: ['linux'],
  placement: 'thread',
  periodMs: 5000,
  missing: ({ files }) =>
    batteriesOf(files).length > 0 ? null : { absent: 'This machine runs without a battery.', nextStep: '' },
  open({ files }) {
    const names = batteriesOf(files);
    return {
      devices: names.map((name) => ({
        id: `battery:${name}`,
        kind: 'battery',
        name:
          [text(files, name, 'manufacturer'), text(files, name, 'model_name')].filter(Boolean).join(' ') ||
          name,
        totalBytes: null,
        partOf: null,
      })),
      channels: names.flatMap((name) =>
        METRICS.map((metric) => ({ device: `battery:${name}`, metric, detail: '' })),
      ),
      reader: new BatteryReader(files, names),
    } satisfies Opened<ThreadReader>;
  },
};

const text = (files: MachineFiles, supply: string, what: string): string =>
  files.read(`${FOLDER}/${supply}/${what}`)?.trim() ?? '';

/** NaN where there is no such file: Number('') would be 0. */
const number = (files: MachineFiles, supply: string, what: string): number =>
  Number(text(files, supply, what) || Number.NaN);

function batteriesOf(files: MachineFiles): string[] {
  return files
    .list(FOLDER)
    .filter(
      (name) =>
        text(files, name, 'type') === 'Battery' &&
        text(files, name, 'scope') !== 'Device' &&
        text(files, name, 'present') !== '0',
    );
}

class BatteryReader implements ThreadReader {
  readonly #files: MachineFiles;
  readonly #names: readonly string[];

  constructor(files: MachineFiles, names: readonly string[]) {
    this.#files = files;
    this.#names = names;
  }

  read(out: Float64Array, offset: number): Freshness {
    const files = this.#files;
    const mains = files
      .list(FOLDER)
      .filter((name) => ['Mains', 'USB', 'Wireless'].includes(text(files, name, 'type')))
      .map((name) => number(files, name, 'online'));
    for (const [index, name] of this.#names.entries()) {
      const status = text(files, name, 'status');
      const at = offset + index * METRICS.length;
      out[at] = charge(files, name);
      out[at + 1] = drawn(files, name, status);
      out[at + 2] = mains.some((online) => online >= 0)
        ? Number(mains.some((online) => online > 0))
        : status === ''
          ? Number.NaN
          : Number(status !== 'Discharging');
    }
    return 'fresh';
  }

  isOutdated(): boolean {
    return batteriesOf(this.#files).join() !== this.#names.join();
  }

  close(): void {}
}

function charge(files: MachineFiles, name: string): number {
  const percent = number(files, name, 'capacity');
  if (!Number.isNaN(percent)) return Math.min(100, Math.max(0, percent));
  for (const kind of ['energy', 'charge']) {
    const share = number(files, name, `${kind}_now`) / number(files, name, `${kind}_full`);
    if (share >= 0 && share <= 2) return Math.min(100, share * 100);
  }
  return Number.NaN;
}

/** Watts out of it: below zero while it is charged. Some drivers tell a sign and some do not: the status does. */
function drawn(files: MachineFiles, name: string, status: string): number {
  const microwatts = number(files, name, 'power_now');
  const watts = Number.isNaN(microwatts)
    ? (number(files, name, 'current_now') / 1e6) * (number(files, name, 'voltage_now') / 1e6)
    : microwatts / 1e6;
  if (status === 'Discharging') return Math.abs(watts);
  if (status === 'Charging') return -Math.abs(watts);
  return status === 'Full' || status === 'Not charging' ? Math.abs(watts) * 0 : Number.NaN;
}
