import type { CollectiveTotals } from '../../../contract/trace-report.ts';
import type { DetailKey } from '../../../contract/trace.ts';
import { collectiveOperators } from './collective-operators.ts';
import { detailOf } from './details.ts';
import type { DeviceRanges } from './device-use.ts';
import { deviceOf, type GpuWork } from './gpu-work.ts';
import { lengthWithin } from './time-ranges.ts';
import type { TraceColumns } from './trace-columns.ts';

interface Sums {
  readonly name: string;
  readonly elements: number | null;
  readonly bytes: number | null;
  readonly groupName: string | null;
  readonly ranks: string | null;
  readonly groupSize: number | null;
  count: number;
  firstNs: number;
  totalNs: number;
  exposedNs: number;
}

/**
 * Communication kernels with the collective that each stands for: what the kernel itself says, else what the operator
 * says that launched it.
 */
export function collectiveTotals(
  columns: TraceColumns,
  work: GpuWork,
  ranges: readonly DeviceRanges[],
  originNs: number,
): readonly CollectiveTotals[] {
  const operatorOf = collectiveOperators(columns);
  const computing = new Map(ranges.map(({ device, compute }) => [device, compute]));
  const found = new Map<string, Sums>();
  for (const place of work.inTime) {
    if (work.isCommunication[place] !== 1) continue;
    const row = work.row[place] as number;
    const told = Number.isNaN(detailOf(columns.detail('collective'), row))
      ? operatorOf(work.launch[place] as number)
      : row;
    const start = work.startNs[place] as number;
    const end = work.endNs[place] as number;
    const sums = sumsFor(columns, found, row, told);
    const compute = computing.get(deviceOf(work, place));
    sums.count += 1;
    sums.firstNs = Math.min(sums.firstNs, start);
    sums.totalNs += end - start;
    sums.exposedNs += end - start - (compute === undefined ? 0 : lengthWithin(compute, start, end));
  }
  return [...found.values()]
    .sort((a, b) => b.totalNs - a.totalNs)
    .map((sums) => ({
      name: sums.name,
      count: sums.count,
      firstUs: (sums.firstNs - originNs) / 1000,
      totalUs: sums.totalNs / 1000,
      exposedUs: sums.exposedNs / 1000,
      elements: sums.elements,
      bytes: sums.bytes,
      groupName: sums.groupName,
      ranks: sums.ranks,
      groupSize: sums.groupSize,
      ...bandwidth(sums),
    }));
}

function sumsFor(columns: TraceColumns, found: Map<string, Sums>, row: number, told: number): Sums {
  const kernel = columns.strings[columns.name[row] as number] ?? '';
  const text = (key: DetailKey): string | null => {
    const value = told < 0 ? Number.NaN : detailOf(columns.detail(key), told);
    const found = Number.isNaN(value) ? '' : (columns.strings[value] ?? '');
    return found === '' ? null : found;
  };
  const number = (key: DetailKey): number | null => {
    const value = told < 0 ? Number.NaN : detailOf(columns.detail(key), told);
    return value >= 0 ? value : null;
  };
  const into = number('collective-elements-in');
  const out = number('collective-elements-out');
  const elements = into === null && out === null ? null : Math.max(into ?? 0, out ?? 0);
  const type = text('collective-type');
  const size = type === null ? undefined : TYPE_BYTES.get(type.toLowerCase());
  const name = text('collective') ?? shortName(kernel);
  const groupName = text('group-name');
  const ranks = text('group-ranks');
  const groupSize = number('collective-size');
  const key = JSON.stringify([name, elements, type, groupName, ranks, groupSize]);
  let sums = found.get(key);
  if (sums === undefined) {
    const bytes = elements === null || size === undefined ? null : elements * size;
    sums = {
      ...{ name, elements, bytes, groupName, ranks, groupSize },
      ...{ count: 0, firstNs: Number.POSITIVE_INFINITY, totalNs: 0, exposedNs: 0 },
    };
    found.set(key, sums);
  }
  return sums;
}

const shortName = (kernel: string): string => /^[\w:]+/.exec(kernel)?.[0] ?? kernel;

/** As PyTorch names them. */
const TYPE_BYTES: ReadonlyMap<string, number> = new Map([
  ...['double', 'long', 'int64', 'uint64', 'float64', 'complexfloat'].map((name) => [name, 8] as const),
  ...['float', 'int', 'int32', 'uint32', 'float32'].map((name) => [name, 4] as const),
  ...['half', 'bfloat16', 'short', 'int16', 'uint16', 'float16'].map((name) => [name, 2] as const),
  ...['byte', 'char', 'bool', 'int8', 'uint8', 'float8_e4m3fn', 'float8_e5m2'].map(
    (name) => [name, 1] as const,
  ),
]);

/**
 * Bytes over time; on the bus as nccl-tests has it, so that it can be held against the hardware's whatever the number
 * of ranks.
 */
function bandwidth({ name, bytes, count, totalNs, groupSize }: Sums): {
  readonly algorithmGbPerSecond: number | null;
  readonly busGbPerSecond: number | null;
} {
  if (bytes === null || totalNs <= 0) return { algorithmGbPerSecond: null, busGbPerSecond: null };
  const algorithm = (bytes * count) / totalNs;
  const factor = groupSize === null || groupSize < 1 ? null : busFactor(name, groupSize);
  return { algorithmGbPerSecond: algorithm, busGbPerSecond: factor === null ? null : algorithm * factor };
}

function busFactor(name: string, ranks: number): number {
  const plain = name.toLowerCase().replaceAll(/[^a-z]/g, '');
  if (plain.includes('allreduce')) return (2 * (ranks - 1)) / ranks;
  return /allgather|reducescatter|alltoall/.test(plain) ? (ranks - 1) / ranks : 1;
}
