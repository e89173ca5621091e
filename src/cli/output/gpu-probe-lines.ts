import type { Advice, GpuProbe } from '../../contract/probe.ts';
import { formatBytes, formatNumber, formatPercent } from '../../contract/units.ts';
import type { Paint } from '../host/terminal.ts';
import { formatArithmetic, formatBandwidth, formatMicroseconds } from './rates.ts';
import { ellipsize, formatTable, printable } from './table.ts';
import { wrap } from './wrap.ts';

const WIDTH = 80;
const MARK_WIDTH = 8;

/** One card: its memory, its arithmetic, what a launch and a transfer cost, and what pays on it. */
export function gpuLines(gpu: GpuProbe, paint: Paint): string[] {
  const rest = ` · compute capability ${printable(gpu.computeCapability)} · ${formatBytes(gpu.memoryBytes)}`;
  return [
    `${paint.bold('GPU')}  ${ellipsize(printable(gpu.name), WIDTH - 5 - rest.length)}${paint.dim(rest)}`,
    '',
    ...sideBySide(memoryRows(gpu), arithmeticRows(gpu), paint),
    '',
    ...transferLines(gpu, paint),
    ...kernelLines(gpu),
    ...matrixLines(gpu, paint),
    ...adviceLines(gpu.advice, paint),
  ];
}

type Row = readonly [string, string];

function memoryRows(gpu: GpuProbe): readonly Row[] {
  return [
    ['memory read', formatBandwidth(gpu.readGBs)],
    ['memory write', formatBandwidth(gpu.writeGBs)],
    ['memory copy', formatBandwidth(gpu.copyGBs)],
    ['memory triad', formatBandwidth(gpu.triadGBs)],
    ['L2 read', formatBandwidth(gpu.l2ReadGBs)],
  ];
}

function arithmeticRows(gpu: GpuProbe): readonly Row[] {
  return [
    ['FP32', formatArithmetic(gpu.fp32Gflops)],
    ['FP16', formatArithmetic(gpu.fp16Gflops)],
    ['BF16', formatArithmetic(gpu.bf16Gflops)],
    ['tensor FP16', formatArithmetic(gpu.tensorFp16Gflops)],
    ['tensor BF16', formatArithmetic(gpu.tensorBf16Gflops)],
  ];
}

function sideBySide(left: readonly Row[], right: readonly Row[], paint: Paint): string[] {
  const table = formatTable(
    [
      { title: 'bandwidth' },
      { title: '', align: 'right' },
      { title: '   arithmetic' },
      { title: '', align: 'right' },
    ],
    left.map(([name, value], index) => [
      name,
      value,
      `   ${right[index]?.[0] ?? ''}`,
      right[index]?.[1] ?? '',
    ]),
    WIDTH,
  );
  return [paint.dim(table.head), ...table.body];
}

function transferLines({ hostToDevice, deviceToHost, ...gpu }: GpuProbe, paint: Paint): string[] {
  const table = formatTable(
    [
      { title: `transfer of ${formatBytes(hostToDevice.bytes)}` },
      { title: 'pageable', align: 'right' },
      { title: 'pinned', align: 'right' },
    ],
    [
      ['to the card', formatBandwidth(hostToDevice.pageableGBs), formatBandwidth(hostToDevice.pinnedGBs)],
      ['from the card', formatBandwidth(deviceToHost.pageableGBs), formatBandwidth(deviceToHost.pinnedGBs)],
    ],
    WIDTH,
  );
  const launches = [
    `launch ${formatMicroseconds(gpu.launchUs)}`,
    `in a graph ${formatMicroseconds(gpu.graphLaunchUs)}`,
    ...(gpu.overlapGain === null ? [] : [`two streams ×${formatNumber(gpu.overlapGain)}`]),
  ];
  return [paint.dim(table.head), ...table.body, launches.join(' · ')];
}

function kernelLines({ cosine, comparison }: GpuProbe): string[] {
  const lines: string[] = [];
  if (cosine !== null) {
    lines.push(
      `cosine FP32 ${formatBandwidth(cosine.fp32GBs)} (${formatPercent(cosine.ofCopy * 100)} of copy), ` +
        `FP16 ${formatBandwidth(cosine.fp16GBs)}, naive ${formatBandwidth(cosine.naiveFp32GBs)}`,
    );
  }
  if (comparison !== null) {
    const share = formatPercent(comparison.ofCopy * 100);
    lines.push(`comparison of outputs ${formatBandwidth(comparison.fp32GBs)} (${share} of copy)`);
  }
  return lines;
}

function matrixLines({ matrixProducts }: GpuProbe, paint: Paint): string[] {
  if (matrixProducts.length === 0) return [];
  const cells = matrixProducts.map(({ size, gflops }) => `${size}: ${formatArithmetic(gflops)}`);
  return ['', paint.dim('matrix product by dimension'), ...wrapCells(cells)];
}

/** A cell is never broken. */
function wrapCells(cells: readonly string[]): string[] {
  const lines: string[] = [];
  for (const cell of cells) {
    const longer = lines.length === 0 ? cell : `${lines.at(-1)} · ${cell}`;
    if (lines.length > 0 && longer.length <= WIDTH) lines[lines.length - 1] = longer;
    else lines.push(cell);
  }
  return lines;
}

function adviceLines(advice: readonly Advice[], paint: Paint): string[] {
  if (advice.length === 0) return [];
  const indent = ' '.repeat(MARK_WIDTH);
  const paragraph = (text: string): string[] =>
    wrap(printable(text), WIDTH - MARK_WIDTH).map((line) => indent + line);
  return [
    '',
    paint.dim('what pays on this card, measured on it'),
    ...advice.flatMap(({ title, gain, evidence, nextStep }) => [
      `${`×${formatNumber(gain)}`.padEnd(MARK_WIDTH)}${ellipsize(printable(title), WIDTH - MARK_WIDTH)}`,
      ...paragraph(evidence),
      ...paragraph(`→ ${nextStep}`).map((line) => paint.dim(line)),
    ]),
  ];
}
