import type { TraceFormat, TraceInfo, TraceUnit } from '../../../contract/trace.ts';
import { formatBytes, formatCount, formatDuration } from '../../../contract/units.ts';

const FORMATS: Readonly<Record<TraceFormat, string>> = {
  'trace-events': 'Chrome trace / PyTorch',
  'nsight-sqlite': 'Nsight Systems',
  onnxruntime: 'ONNX Runtime profile',
  speedscope: 'speedscope',
  cpuprofile: 'V8 CPU profile',
  firefox: 'Firefox profile',
  'perf-script': 'Linux perf script',
  folded: 'folded stacks',
  callgrind: 'callgrind',
  pprof: 'pprof',
  cprofile: 'Python cProfile',
};

export const formatWords = (format: TraceFormat): string => FORMATS[format];

/** Lengths are time in most traces; in the others they are what was counted. */
export function lengthWords(amount: number, unit: TraceUnit): string {
  if (unit === 'ns') return formatDuration(amount / 1e6);
  if (unit === 'bytes') return formatBytes(amount);
  return `${formatCount(Math.round(amount))} ${unit}`;
}

/** One line for lists and the head of the page. */
export function traceFacts(info: TraceInfo): readonly string[] {
  return [
    formatWords(info.format) + (info.compression === 'none' ? '' : `, ${info.compression}`),
    formatBytes(info.sourceBytes),
    `${formatCount(info.spans)} spans`,
    `${lengthWords(info.toNs - info.fromNs, info.unit)} long`,
    ...(info.window === null
      ? []
      : [`only ${formatDuration(info.window.fromUs / 1000)} to ${formatDuration(info.window.toUs / 1000)}`]),
  ];
}

export const durationOfUs = (us: number): string => formatDuration(us / 1000);
