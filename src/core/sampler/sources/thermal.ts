import type { HardwareDevice } from '../../../contract/hardware-channels.ts';
import type { Milliseconds } from '../../../contract/units.ts';
import { Rates } from '../rates.ts';
import type {
  Freshness,
  KeptFile,
  MachineFiles,
  Opened,
  SourceChannel,
  ThreadReader,
  ThreadSource,
} from './types.ts';

const [ZONES, HWMON, CPUS] = ['/sys/class/thermal', '/sys/class/hwmon', '/sys/devices/system/cpu'] as const;
/** What a sensor that is not connected says: nothing in a computer is as cold or as hot. */
const [COLDEST, HOTTEST] = [-60, 200];

interface Sensor {
  readonly device: string;
  readonly deviceName: string;
  readonly detail: string;
  readonly path: string;
}

/** Temperatures, and how often the processor said that it slowed down for them. Sensors sit behind slow wires: a thread. */
export const thermalSource: ThreadSource = {
  id: 'thermal',
  title: 'Temperatures and thermal throttling',
  platforms: ['linux'],
  placement: 'thread',
  periodMs: 1000,
  missing: ({ files }) =>
    sensorsOf(files).length + countersOf(files).length > 0
      ? null
      : {
          absent: 'The kernel shows no temperature sensor: usual in virtual machines and containers.',
          nextStep: 'On a machine of your own, sensors-detect of lm-sensors finds the drivers.',
        },
  open({ files }) {
    const sensors = sensorsOf(files).flatMap((sensor) => {
      const file = files.keep(sensor.path);
      return file === null ? [] : [{ sensor, file }];
    });
    const counters = countersOf(files).flatMap((path) => files.keep(path) ?? []);
    const devices = new Map<string, HardwareDevice>();
    for (const { sensor } of sensors) {
      devices.set(sensor.device, {
        id: sensor.device,
        kind: 'sensor',
        name: sensor.deviceName,
        totalBytes: null,
        partOf: null,
      });
    }
    const channels: SourceChannel[] = sensors.map(({ sensor: { device, detail } }) => ({
      device,
      metric: 'sensor.temperature',
      detail,
    }));
    if (counters.length > 0) {
      devices.set('cpu', { id: 'cpu', kind: 'cpu', name: 'Processor', totalBytes: null, partOf: null });
      channels.push({ device: 'cpu', metric: 'sensor.throttles', detail: '' });
    }
    return {
      devices: [...devices.values()],
      channels,
      reader: new ThermalReader(
        files,
        sensors.map(({ file }) => file),
        counters,
      ),
    } satisfies Opened<ThreadReader>;
  },
};

/** Chips of hwmon say more than thermal zones; a zone that hwmon shows as well is left out. */
function sensorsOf(files: MachineFiles): Sensor[] {
  const told = (path: string): string => files.read(path)?.trim() ?? '';
  const found: Sensor[] = [];
  const chips = new Set<string>();
  for (const folder of files.list(HWMON)) {
    const chip = told(`${HWMON}/${folder}/name`) || folder;
    chips.add(chip);
    for (const file of files.list(`${HWMON}/${folder}`)) {
      const [, input] = /^(temp\d+)_input$/.exec(file) ?? [];
      if (input === undefined) continue;
      const path = `${HWMON}/${folder}/${file}`;
      found.push({
        device: `sensor:${chip}`,
        deviceName: chip,
        detail: told(`${HWMON}/${folder}/${input}_label`) || input,
        path,
      });
    }
  }
  for (const folder of files.list(ZONES)) {
    if (!folder.startsWith('thermal_zone')) continue;
    const type = told(`${ZONES}/${folder}/type`) || folder;
    if (!chips.has(type))
      found.push({
        device: 'sensor:zones',
        deviceName: 'Thermal zones',
        detail: type,
        path: `${ZONES}/${folder}/temp`,
      });
  }
  return distinct(found.filter(({ path }) => isSensible(Number(told(path) || Number.NaN) / 1000)));
}

const isSensible = (celsius: number): boolean => celsius > COLDEST && celsius < HOTTEST;

/** Two cards of a kind, two zones of a type: the second gets a number. */
function distinct(sensors: readonly Sensor[]): Sensor[] {
  const seen = new Map<string, number>();
  return sensors.map((sensor) => {
    const id = `${sensor.device}/${sensor.detail}`;
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    return count === 1 ? sensor : { ...sensor, detail: `${sensor.detail} #${count}` };
  });
}

/** Intel's processors count; each core for itself, and the package once by any of its cores. */
function countersOf(files: MachineFiles): string[] {
  const packages = new Set<string>();
  return files.list(CPUS).flatMap((cpu) => {
    if (!/^cpu\d+$/.test(cpu)) return [];
    const folder = `${CPUS}/${cpu}`;
    const socket = files.read(`${folder}/topology/physical_package_id`)?.trim() ?? '0';
    const isFirst = !packages.has(socket);
    packages.add(socket);
    return [
      `${folder}/thermal_throttle/core_throttle_count`,
      ...(isFirst ? [`${folder}/thermal_throttle/package_throttle_count`] : []),
    ].filter((path) => files.read(path) !== null);
  });
}

class ThermalReader implements ThreadReader {
  readonly #files: MachineFiles;
  readonly #sensors: readonly KeptFile[];
  readonly #counters: readonly KeptFile[];
  readonly #rates = new Rates(1);
  readonly #found: string;

  constructor(files: MachineFiles, sensors: readonly KeptFile[], counters: readonly KeptFile[]) {
    this.#files = files;
    this.#sensors = sensors;
    this.#counters = counters;
    this.#found = folders(files);
  }

  read(out: Float64Array, offset: number, passedMs: Milliseconds): Freshness {
    for (const [index, file] of this.#sensors.entries()) {
      const celsius = (file.scan()?.number() ?? Number.NaN) / 1000;
      out[offset + index] = isSensible(celsius) ? celsius : Number.NaN;
    }
    if (this.#counters.length > 0) {
      let count = 0;
      for (const file of this.#counters) count += file.scan()?.number() ?? Number.NaN;
      out[offset + this.#sensors.length] = this.#rates.perSecond(0, count, passedMs);
    }
    return 'fresh';
  }

  isOutdated(): boolean {
    return folders(this.#files) !== this.#found;
  }

  close(): void {
    for (const file of [...this.#sensors, ...this.#counters]) file.close();
  }
}

const folders = (files: MachineFiles): string =>
  [...files.list(HWMON), ...files.list(ZONES), ...files.list(CPUS)].join();
