import type { Systeminformation } from 'systeminformation';
import type { HardwareDevice, HardwareMetric } from '../../../../contract/hardware-channels.ts';

/** One value of an answer, under the device and the name that Linux has for it too; NaN where it was not told. */
export interface Told {
  readonly device: HardwareDevice;
  readonly metric: HardwareMetric;
  readonly detail: string;
  readonly value: number;
}

const CPU = device('cpu', 'cpu', 'Processor');

export function mapLoad({ currentLoad, cpus }: Systeminformation.CurrentLoadData): Told[] {
  return [
    told(CPU, 'cpu.use', currentLoad),
    ...cpus.map(({ load }, core) => told(CPU, 'cpu.core-use', load, String(core))),
  ];
}

export function mapClock({ avg, max }: Systeminformation.CpuCurrentSpeedData): Told[] {
  const megahertz = (gigahertz: number): number => (gigahertz > 0 ? gigahertz * 1000 : Number.NaN);
  return [told(CPU, 'cpu.clock', megahertz(avg)), told(CPU, 'cpu.clock-fastest', megahertz(max))];
}

export function mapMemory({
  total,
  available,
  swapused,
  swaptotal,
  cached,
}: Systeminformation.MemData): Told[] {
  const memory = { ...device('memory', 'memory', 'Memory'), totalBytes: total > 0 ? total : null };
  const used = total - available;
  return [
    told(memory, 'memory.used', used),
    told(memory, 'memory.use', total > 0 ? (used / total) * 100 : Number.NaN),
    ...(cached > 0 ? [told(memory, 'memory.cached', cached)] : []),
    ...(swaptotal > 0 ? [told(memory, 'memory.swap-used', swapused)] : []),
  ];
}

/** Of all disks together; null on Windows, which tells systeminformation nothing. */
export function mapDisks(stats: Systeminformation.FsStatsData | null): Told[] {
  if (stats === null || !Number.isFinite(stats.rx)) return [];
  const disks = device('disk:all', 'disk', 'All disks');
  return [told(disks, 'disk.read', stats.rx_sec), told(disks, 'disk.written', stats.wx_sec)];
}

export function mapNetwork(stats: readonly Systeminformation.NetworkStatsData[]): Told[] {
  return stats
    .filter(({ iface, operstate }) => operstate === 'up' && !/^(lo\d*|loopback)/i.test(iface))
    .flatMap(({ iface, rx_sec: received, tx_sec: sent }) => {
      const card = device(`network:${iface}`, 'network', iface);
      return [told(card, 'network.received', received), told(card, 'network.sent', sent)];
    });
}

export function mapBattery({ hasBattery, percent, acConnected }: Systeminformation.BatteryData): Told[] {
  if (!hasBattery) return [];
  const battery = device('battery:0', 'battery', 'Battery');
  return [told(battery, 'battery.charge', percent), told(battery, 'battery.on-mains', acConnected ? 1 : 0)];
}

/** Most machines tell none without administrator's rights or a further package: then it is not there. */
export function mapTemperature({ main }: Systeminformation.CpuTemperatureData): Told[] {
  if (!(main > 0)) return [];
  return [told(device('sensor:cpu', 'sensor', 'Processor’s sensor'), 'sensor.temperature', main)];
}

function device(id: string, kind: HardwareDevice['kind'], name: string): HardwareDevice {
  return { id, kind, name, totalBytes: null, partOf: null };
}

function told(of: HardwareDevice, metric: HardwareMetric, value: number | null, detail = ''): Told {
  return {
    device: of,
    metric,
    detail,
    value: value !== null && Number.isFinite(value) && value >= 0 ? value : Number.NaN,
  };
}
