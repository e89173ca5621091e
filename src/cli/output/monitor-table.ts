import type { Alert } from '../../contract/alert.ts';
import {
  METRICS,
  type HardwareCatalog,
  type HardwareChannel,
  type HardwareDevice,
  type HardwareMetric,
  type ProcessTable,
  type SamplerHealth,
} from '../../contract/hardware-channels.ts';
import { formatBytes, formatDuration, formatPercent, NOT_MEASURED } from '../../contract/units.ts';
import {
  formatChannel,
  formatReading,
  metricTitle,
  metricUnit,
  throttleWords,
} from '../../core/analysis/channel-words.ts';
import type { Paint } from '../host/terminal.ts';
import type { MonitorWindow, Remembered } from './monitor-window.ts';
import { ellipsize, printable } from './table.ts';

const BARS = '▁▂▃▄▅▆▇█';
const SPARK_WIDTH = 16;
const NAME_WIDTH = 34;
const VALUE_WIDTH = 12;

/** Shown in the core's own line, or of use to programs only. */
const NO_ROW: ReadonlySet<HardwareMetric> = new Set([
  ...(['cpu.core-use', 'cpu.core-clock', 'cpu.clock-fastest', 'cpu.energy', 'gpu.energy'] as const),
  ...(['gpu.pcie-generation', 'gpu.pcie-width', 'gpu.power-limit', 'sampler.cpu'] as const),
]);
/** Rows that say nothing while they are nothing. */
const ONLY_IF_SEEN: ReadonlySet<HardwareMetric> = new Set([
  ...(['cpu.steal', 'memory.swap-in', 'memory.swap-out', 'network.errors', 'sensor.throttles'] as const),
  ...(['cpu.limit-throttled', 'gpu.ecc-errors', 'gpu.throttle'] as const),
]);

export interface MonitorView {
  readonly window: MonitorWindow;
  readonly health: SamplerHealth | null;
  readonly alerts: readonly Alert[];
  readonly processes: ProcessTable | null;
  /** "recording load-test, 12 s"; null where none goes on. */
  readonly recording: string | null;
}

/** The live table: a block for each device, a row for each of its metrics, what is wrong at the end. */
export function monitorLines(view: MonitorView, columns: number, rows: number, paint: Paint): string[] {
  const { catalog } = view.window;
  if (catalog === null) return [paint.dim('Looking around …')];
  const head = [paint.dim(ellipsize(healthLine(view), columns))];
  const foot = [...alertLines(view.alerts, columns, paint), ...processLines(view.processes, columns, paint)];
  const absent = absentLine(catalog, columns);
  const body = catalog.devices.flatMap((device) => deviceLines(device, catalog, view.window, paint));
  const room = Math.max(3, rows - head.length - foot.length - (absent === '' ? 0 : 1) - 2);
  const shown = body.length <= room ? body : body.slice(0, room - 1);
  const more =
    body.length <= room
      ? []
      : [paint.dim(`… ${body.length - shown.length} more rows: a taller window shows them`)];
  return [
    columnTitles(paint),
    ...shown,
    ...more,
    ...foot,
    ...(absent === '' ? [] : [paint.dim(absent)]),
    ...head,
  ];
}

function columnTitles(paint: Paint): string {
  const cells = ['now', 'mean', 'max'].map((title) => title.padStart(VALUE_WIDTH)).join('');
  return paint.dim(`${' '.repeat(NAME_WIDTH - 8)}${cells}`.padEnd(80 - SPARK_WIDTH - 2) + '  recent');
}

function deviceLines(
  device: HardwareDevice,
  { channels }: HardwareCatalog,
  window: MonitorWindow,
  paint: Paint,
): string[] {
  const own = channels.filter((channel) => channel.device === device.id);
  const lines = own.flatMap((channel) => {
    const seen = window.of(channel.id);
    if (NO_ROW.has(channel.metric)) return [];
    if (ONLY_IF_SEEN.has(channel.metric) && (seen.max ?? 0) === 0) return [];
    return [row(channel, seen, paint)];
  });
  const cores = own.filter(({ metric }) => metric === 'cpu.core-use');
  if (cores.length > 1) lines.splice(1, 0, coreLine(cores, window));
  if (lines.length === 0) return [];
  const size = device.totalBytes === null ? '' : ` · ${formatBytes(device.totalBytes)}`;
  return [paint.bold(ellipsize(printable(device.name), 78 - size.length)) + paint.dim(size), ...lines];
}

function row({ metric, detail }: HardwareChannel, seen: Remembered, paint: Paint): string {
  const { title, unit } = METRICS[metric];
  const name = detail === '' ? title : `${title} ${printable(detail)}`;
  if (metric === 'gpu.throttle') {
    return `  ${name.padEnd(NAME_WIDTH - 10)}${paint.yellow(throttleWords(seen.max ?? 0))}`;
  }
  const values = [seen.now, seen.mean, seen.max].map((value) =>
    formatReading(value, metric).padStart(VALUE_WIDTH),
  );
  const [now = '', ...others] = values;
  const label = `  ${ellipsize(name, NAME_WIDTH - 11).padEnd(NAME_WIDTH - 10)}`;
  return `${label}${now}${paint.dim(others.join(''))}  ${paint.cyan(spark(seen.recent, unit === 'percent' ? 100 : null))}`;
}

/** Many cores share a bar each, so that a line holds them. */
function coreLine(cores: readonly HardwareChannel[], window: MonitorWindow): string {
  const use = cores.map(({ id }) => window.of(id).now ?? 0);
  const perBar = Math.ceil(use.length / 50);
  const bars = Array.from({ length: Math.ceil(use.length / perBar) }, (_, index) =>
    bar(Math.max(...use.slice(index * perBar, (index + 1) * perBar)) / 100),
  ).join('');
  const busy = use.filter((percent) => percent >= 50).length;
  return `  ${'Cores'.padEnd(NAME_WIDTH - 10)}${bars}  ${busy} of ${use.length} at half or more`;
}

function spark(recent: readonly number[], full: number | null): string {
  const step = Math.max(1, Math.floor(recent.length / SPARK_WIDTH));
  const peaks = Array.from({ length: Math.min(SPARK_WIDTH, recent.length) }, (_, index) => {
    const from = Math.max(0, recent.length - SPARK_WIDTH * step) + index * step;
    const part = recent.slice(from, from + step).filter((value) => !Number.isNaN(value));
    return part.length === 0 ? null : Math.max(...part);
  });
  const top = full ?? Math.max(0, ...peaks.filter((peak) => peak !== null));
  return peaks.map((peak) => (peak === null ? ' ' : bar(top > 0 ? peak / top : 0))).join('');
}

function bar(share: number): string {
  return BARS[Math.min(BARS.length - 1, Math.max(0, Math.floor(share * BARS.length)))] as string;
}

function healthLine({ health, recording }: MonitorView): string {
  const parts =
    health === null
      ? ['the sampler has just started']
      : [
          `${health.hertz} Hz`,
          health.cpuPercent === null ? null : `sampler ${formatPercent(health.cpuPercent)} of a core`,
          health.jitterMs === null ? null : `p99 ${formatDuration(health.jitterMs.p99)} late`,
          health.missedTicks === 0 ? null : `${health.missedTicks} ticks missed`,
        ];
  return [...parts, recording].filter((part) => part !== null).join(' · ');
}

function alertLines(alerts: readonly Alert[], columns: number, paint: Paint): string[] {
  const open = alerts.filter(({ closedAt }) => closedAt === null);
  if (open.length === 0) return [];
  return [
    '',
    ...open.slice(0, 5).map(({ severity, deviceName, threshold, worst }) => {
      const text = `! ${alertWords({ severity, deviceName, threshold, worst })}`;
      return paint.yellow(ellipsize(text, columns));
    }),
  ];
}

/** "critical: Processor · CPU 98.9 % (above 80 %)". */
export function alertWords({
  severity,
  deviceName,
  threshold: { metric, side, limit },
  worst,
}: Pick<Alert, 'severity' | 'deviceName' | 'threshold' | 'worst'>): string {
  const [at, line] = [worst, limit].map((value) => formatChannel(value, metricUnit(metric)));
  return `${severity}: ${printable(deviceName)} · ${metricTitle(metric)} ${at} (${side} ${line})`;
}

function processLines(table: ProcessTable | null, columns: number, paint: Paint): string[] {
  if (table === null) return [];
  const rows = table.rows.slice(0, 8).map(({ pid, name, cpuPercent, residentBytes, gpuBytes, isDyno }) => {
    const cells = [
      String(pid).padStart(8),
      formatPercent(cpuPercent).padStart(8),
      formatBytes(residentBytes).padStart(11),
      (gpuBytes === null ? NOT_MEASURED : formatBytes(gpuBytes)).padStart(11),
    ].join('');
    return ellipsize(`${cells}  ${printable(name)}${isDyno ? ' (Dyno)' : ''}`, columns);
  });
  const title = `${'process'.padStart(8)}${'CPU'.padStart(8)}${'memory'.padStart(11)}${'GPU'.padStart(11)}  of ${table.total}`;
  return ['', paint.dim(title), ...rows];
}

function absentLine({ sources }: HardwareCatalog, columns: number): string {
  const absent = sources.filter(({ state }) => state !== 'reading').map(({ title }) => title);
  return absent.length === 0
    ? ''
    : ellipsize(`Not measurable here: ${absent.join(', ')} (dyno doctor says why)`, columns);
}
