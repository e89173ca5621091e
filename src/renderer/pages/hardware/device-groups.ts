import {
  METRICS,
  type ChannelUnit,
  type DeviceKind,
  type HardwareChannel,
  type HardwareDevice,
  type HardwareMetric,
} from '../../../contract/hardware-channels.ts';
import { formatBytes } from '../../../contract/units.ts';
import { hueOf, type Hue } from '../../../core/charts/channel-hue.ts';

export interface RowSeries {
  readonly channel: string;
  readonly metric: HardwareMetric;
  /** Beside the others of its row; empty where it is alone. */
  readonly label: string;
  readonly hue: Hue;
  readonly periodMs: number;
}

/** One chart: a line or a few of one unit, a strip of cores, or the times when something was set. */
export interface HardwareRow {
  readonly id: string;
  readonly title: string;
  readonly kind: 'lines' | 'heat' | 'flags';
  readonly unit: ChannelUnit;
  readonly device: HardwareDevice;
  readonly series: readonly RowSeries[];
  /** The top of its scale where that is known: a capacity. */
  readonly top: number | null;
}

export interface DeviceGroup {
  readonly id: string;
  readonly title: string;
  /** What it is, in few words. */
  readonly detail: string;
  readonly rows: readonly HardwareRow[];
}

/** Read together: two directions of one thing, or three kinds of waiting. */
const TOGETHER: readonly { readonly title: string; readonly metrics: readonly HardwareMetric[] }[] = [
  { title: 'CPU clock', metrics: ['cpu.clock', 'cpu.clock-fastest'] },
  { title: 'Waiting for', metrics: ['pressure.cpu', 'pressure.memory', 'pressure.io'] },
  { title: 'Swapped', metrics: ['memory.swap-in', 'memory.swap-out'] },
  { title: 'Read, written', metrics: ['disk.read', 'disk.written'] },
  { title: 'Received, sent', metrics: ['network.received', 'network.sent'] },
  { title: 'Read, written', metrics: ['process.read', 'process.written'] },
  { title: 'PCIe', metrics: ['gpu.pcie-received', 'gpu.pcie-sent'] },
  { title: 'Graphics and SM clock', metrics: ['gpu.clock', 'gpu.sm-clock'] },
  { title: 'Temperature', metrics: ['gpu.temperature', 'gpu.memory-temperature'] },
  { title: 'Power', metrics: ['gpu.power', 'gpu.power-limit'] },
  { title: 'Encoder, decoder', metrics: ['gpu.encoder', 'gpu.decoder'] },
];

const SHORT: Partial<Readonly<Record<HardwareMetric, string>>> = {
  'cpu.clock': 'mean',
  'cpu.clock-fastest': 'fastest core',
  'pressure.cpu': 'a core',
  'pressure.memory': 'memory',
  'pressure.io': 'a device',
  'memory.swap-in': 'in',
  'memory.swap-out': 'out',
  'disk.read': 'read',
  'disk.written': 'written',
  'network.received': 'received',
  'network.sent': 'sent',
  'process.read': 'read',
  'process.written': 'written',
  'gpu.pcie-received': 'to the card',
  'gpu.pcie-sent': 'from the card',
  'gpu.clock': 'graphics',
  'gpu.sm-clock': 'SM',
  'gpu.temperature': 'chip',
  'gpu.memory-temperature': 'memory',
  'gpu.power': 'drawn',
  'gpu.power-limit': 'limit',
  'gpu.encoder': 'encoder',
  'gpu.decoder': 'decoder',
};

/** What only grows is no line to look at: its rate has a channel of its own. */
const NOT_DRAWN: readonly HardwareMetric[] = ['cpu.energy', 'gpu.energy'];
const HEAT: readonly HardwareMetric[] = ['cpu.core-use', 'cpu.core-clock'];

/** In which order devices are read, and which of them share one heading. */
const KINDS: readonly { readonly kind: DeviceKind; readonly together: string }[] = [
  { kind: 'cpu', together: '' },
  { kind: 'memory', together: '' },
  { kind: 'machine', together: '' },
  { kind: 'gpu', together: '' },
  { kind: 'disk', together: 'Disks' },
  { kind: 'network', together: 'Network' },
  { kind: 'sensor', together: 'Sensors' },
  { kind: 'battery', together: 'Batteries' },
  { kind: 'process', together: 'Dyno’s own processes' },
  { kind: 'outside', together: 'Reported from outside' },
];

/** Everything of a catalog, as the page shows it: a heading for each device, a row for each chart. */
export function deviceGroups(
  devices: readonly HardwareDevice[],
  channels: readonly HardwareChannel[],
): readonly DeviceGroup[] {
  return KINDS.flatMap(({ kind, together }) => {
    const own = inFamilies(devices.filter((device) => device.kind === kind));
    if (together === '') {
      return own.map((device) => ({
        id: device.id,
        title: device.name,
        detail: detailOf(device, own),
        rows: rowsOf(device, channels, ''),
      }));
    }
    const [only, ...others] = own;
    const isAlone = only !== undefined && others.length === 0;
    const rows = own.flatMap((device) => rowsOf(device, channels, isAlone ? '' : device.name));
    const detail = isAlone ? only.name : `${own.length} devices`;
    return [{ id: kind, title: together, detail, rows }];
  }).filter(({ rows }) => rows.length > 0);
}

/** Parts right after what they are part of. */
function inFamilies(devices: readonly HardwareDevice[]): readonly HardwareDevice[] {
  const ids = new Set(devices.map(({ id }) => id));
  const isPart = ({ partOf }: HardwareDevice): boolean => partOf !== null && ids.has(partOf);
  return devices
    .filter((device) => !isPart(device))
    .flatMap((device) => [device, ...devices.filter((part) => isPart(part) && part.partOf === device.id)]);
}

function detailOf(device: HardwareDevice, others: readonly HardwareDevice[]): string {
  const whole = others.find(({ id }) => id === device.partOf);
  const parts = [
    device.totalBytes === null ? '' : formatBytes(device.totalBytes),
    whole === undefined ? '' : `part of ${whole.name}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function rowsOf(
  device: HardwareDevice,
  channels: readonly HardwareChannel[],
  prefix: string,
): readonly HardwareRow[] {
  const own = channels.filter((one) => one.device === device.id && !NOT_DRAWN.includes(one.metric));
  const rows: HardwareRow[] = [];
  const done = new Set<string>();
  for (const channel of own) {
    if (done.has(channel.id)) continue;
    const members = companionsOf(channel, own);
    members.forEach(({ id }) => done.add(id));
    rows.push(rowOf(device, members, prefix));
  }
  return rows;
}

function companionsOf(channel: HardwareChannel, own: readonly HardwareChannel[]): readonly HardwareChannel[] {
  if (HEAT.includes(channel.metric)) return own.filter(({ metric }) => metric === channel.metric);
  const set = TOGETHER.find(({ metrics }) => metrics.includes(channel.metric));
  if (set === undefined) return [channel];
  return set.metrics.flatMap((metric) =>
    own.filter((one) => one.metric === metric && one.detail === channel.detail),
  );
}

function rowOf(device: HardwareDevice, members: readonly HardwareChannel[], prefix: string): HardwareRow {
  const first = members[0] as HardwareChannel;
  const { unit } = METRICS[first.metric];
  const kind = HEAT.includes(first.metric) ? 'heat' : unit === 'flags' ? 'flags' : 'lines';
  return {
    id: members.map(({ id }) => id).join(' '),
    title: [prefix, titleOf(members, kind)].filter((word) => word !== '').join(' · '),
    kind,
    unit,
    device,
    top: topOf(first.metric, device),
    series: members.map((member, index) => ({
      channel: member.id,
      metric: member.metric,
      label: kind === 'heat' ? `core ${member.detail}` : members.length > 1 ? shortOf(member) : '',
      hue: hueAmong(member.metric, index),
      periodMs: member.periodMs,
    })),
  };
}

function titleOf(members: readonly HardwareChannel[], kind: HardwareRow['kind']): string {
  const { metric, detail } = members[0] as HardwareChannel;
  if (kind === 'heat') return metric === 'cpu.core-use' ? 'Each core' : 'Clock of each core';
  if (metric === 'outside.value') return detail;
  const set = members.length > 1 ? TOGETHER.find(({ metrics }) => metrics.includes(metric)) : undefined;
  const title = set?.title ?? METRICS[metric].title;
  return detail === '' ? title : `${detail} · ${title}`;
}

function shortOf({ metric }: HardwareChannel): string {
  return SHORT[metric] ?? METRICS[metric].title;
}

/** Lines of one row must differ, whatever their metrics' own hue. */
function hueAmong(metric: HardwareMetric, index: number): Hue {
  if (index === 0) return hueOf(metric);
  if (metric === 'gpu.power-limit') return 'muted';
  const own = hueOf(metric);
  const others: readonly Hue[] = (['orange', 'purple', 'sky', 'blue'] as const).filter((hue) => hue !== own);
  return /\.(written|sent)$/.test(metric) ? own : (others[index - 1] as Hue);
}

/** A few percent of these are much: on a scale to 100 they would lie on the ground. */
const SMALL: readonly HardwareMetric[] = [
  'cpu.steal',
  'cpu.iowait',
  'cpu.limit-throttled',
  'pressure.cpu',
  'pressure.memory',
  'pressure.io',
  'process.cpu',
  'sampler.cpu',
];

function topOf(metric: HardwareMetric, device: HardwareDevice): number | null {
  if (metric === 'memory.used' || metric === 'gpu.memory-used') return device.totalBytes;
  return METRICS[metric].unit === 'percent' && !SMALL.includes(metric) ? 100 : null;
}
