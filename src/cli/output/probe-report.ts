import type { BandwidthStep, CpuProbe, Probe } from '../../contract/probe.ts';
import { formatBytes, formatDuration, formatPercent } from '../../contract/units.ts';
import type { Paint } from '../host/terminal.ts';
import { dateTime } from './date-time.ts';
import { gpuLines } from './gpu-probe-lines.ts';
import { formatArithmetic, formatBandwidth } from './rates.ts';
import { ellipsize, formatTable, printable, type Column } from './table.ts';
import { wrap } from './wrap.ts';

const WIDTH = 80;
const BAR_WIDTH = 28;

/** What a machine can do at most, within 80 columns. */
export function formatProbe(probe: Probe, paint: Paint): string {
  const { machine, at, tookMs, cpu, gpus, gpuReason, warnings } = probe;
  return [
    '',
    paint.bold(ellipsize(printable(machine), WIDTH)),
    paint.dim(`Ceilings measured ${dateTime(at)} in ${formatDuration(tookMs)}`),
    '',
    ...cpuLines(cpu, paint),
    ...gpus.flatMap((gpu) => ['', ...gpuLines(gpu, paint)]),
    ...(gpus.length > 0 ? [] : ['', ...marked('No GPU: ', gpuReason, paint.dim)]),
    ...warnings.flatMap((warning) => ['', ...marked('! ', warning, paint.yellow)]),
    '',
  ].join('\n');
}

/** The newest of each machine, a line each. */
export function formatProbes(probes: readonly Probe[], paint: Paint): string {
  const table = formatTable(
    [
      { title: 'measured' },
      { title: 'machine', shrinks: true },
      { title: 'triad', align: 'right' },
      { title: 'FP32', align: 'right' },
      { title: 'GPUs', shrinks: true },
    ],
    probes.map(({ at, machine, cpu, gpus }) => [
      dateTime(at),
      printable(machine),
      formatBandwidth(cpu.triadGBs),
      formatArithmetic(cpu.fp32Gflops),
      gpus.length === 0 ? 'none' : printable(gpus.map(({ name }) => name).join(', ')),
    ]),
    WIDTH,
  );
  return [paint.dim(table.head), ...table.body].join('\n');
}

function cpuLines(cpu: CpuProbe, paint: Paint): string[] {
  const { single, spread, threads } = cpu;
  const all = threads === 1 ? 'one thread' : `${threads} threads`;
  const rows: (readonly [string, string, string])[] = [
    ['memory read', formatBandwidth(cpu.readGBs), formatBandwidth(single.readGBs)],
    ['memory write', formatBandwidth(cpu.writeGBs), ''],
    ['memory copy', formatBandwidth(cpu.copyGBs), ''],
    ['memory triad', formatBandwidth(cpu.triadGBs), formatBandwidth(single.triadGBs)],
    ['FP32', formatArithmetic(cpu.fp32Gflops), formatArithmetic(single.fp32Gflops)],
    ['FP64', formatArithmetic(cpu.fp64Gflops), ''],
    ['INT8', cpu.int8Gops === null ? 'no instruction for it' : formatArithmetic(cpu.int8Gops, 'op'), ''],
  ];
  const columns: Column[] = [{ title: 'CPU' }, { title: all, align: 'right' }];
  if (threads > 1) columns.push({ title: 'one thread', align: 'right' });
  const table = formatTable(columns, threads > 1 ? rows : rows.map((row) => row.slice(0, 2)), WIDTH);
  const noise = `noise ±${formatPercent(spread.triad * 100)} triad, ±${formatPercent(spread.fp32 * 100)} FP32`;
  return [
    `${paint.bold('CPU')}  ${ellipsize(printable(cpu.name), 50)}${paint.dim(` · ${cpu.simd}`)}`,
    '',
    // Its name stands above already.
    paint.dim(table.head.replace('CPU', '   ')),
    ...table.body,
    paint.dim(noise),
    ...ladderLines(cpu, paint),
  ];
}

/** Where the bars drop, a cache ends. */
function ladderLines({ ladder, caches, readGBs }: CpuProbe, paint: Paint): string[] {
  const steps: readonly { readonly name: string; readonly gigabytes: number }[] =
    caches.length > 0
      ? caches.map(({ level, bytes, readGBs: gigabytes }) => ({
          name: bytes === null ? level : `${level}  ${formatBytes(bytes)}`,
          gigabytes,
        }))
      : ladder.map((step: BandwidthStep) => ({ name: formatBytes(step.bytes), gigabytes: step.readGBs }));
  if (steps.length === 0) return [];
  const most = Math.max(readGBs, ...steps.map(({ gigabytes }) => gigabytes));
  const nameWidth = Math.max(...steps.map(({ name }) => name.length));
  return [
    '',
    paint.dim('Reading, by level'),
    ...steps.map(({ name, gigabytes }) => {
      const filled = Math.max(1, Math.round((gigabytes / most) * BAR_WIDTH));
      const bar = '█'.repeat(filled) + paint.dim('░'.repeat(BAR_WIDTH - filled));
      return `${printable(name).padEnd(nameWidth)}  ${bar}  ${formatBandwidth(gigabytes)}`;
    }),
  ];
}

function marked(mark: string, text: string, colour: (text: string) => string): string[] {
  const indent = ' '.repeat(mark.startsWith('!') ? mark.length : 0);
  return wrap(mark + printable(text), WIDTH - indent.length).map((line, index) =>
    colour(index === 0 ? line : indent + line),
  );
}
