import type { NsightReading } from './nsight-reading.ts';
import { number, type Row } from './nsight-tables.ts';

const PLACE = ['deviceId', 'streamId', 'correlationId', 'pid'] as const;
const GRID = ['gridX', 'gridY', 'gridZ'] as const;
const BLOCK = ['blockX', 'blockY', 'blockZ'] as const;
const NAMES = ['demangledName', 'shortName', 'mangledName', 'name'] as const;
const KERNEL = [
  ...[...PLACE, ...GRID, ...BLOCK, ...NAMES],
  ...['registersPerThread', 'staticSharedMemory', 'dynamicSharedMemory', 'graphNodeId'],
];

/** As CUPTI numbers them; an export of today has the words in ENUM_CUDA_MEMCPY_OPER. */
const COPY_KINDS: Readonly<Record<number, string>> = {
  1: 'HtoD',
  2: 'DtoH',
  3: 'HtoA',
  4: 'AtoH',
  5: 'AtoA',
  6: 'AtoD',
  7: 'DtoA',
  8: 'DtoD',
  9: 'HtoH',
  10: 'PtoP',
};
const MEMORY_KINDS: Readonly<Record<number, string>> = {
  0: 'Pageable',
  1: 'Pinned',
  2: 'Device',
  3: 'Array',
};

export function* readKernels(reading: NsightReading): Generator<void> {
  for (const row of reading.tables.select('CUPTI_ACTIVITY_KIND_KERNEL', ['start', 'end'], KERNEL)) {
    yield;
    const name = NAMES.map((column) => reading.text(row[column])).find((text) => text !== '') ?? '(kernel)';
    const span = reading.span(row, reading.stream(row), name, 'kernel', 'kernel');
    if (span === null) continue;
    place(reading, row, span);
    size(reading, row, span, 'grid', GRID);
    size(reading, row, span, 'block', BLOCK);
    reading.detail(span, 'registers', number(row['registersPerThread']));
    const parts = [number(row['staticSharedMemory']), number(row['dynamicSharedMemory'])];
    if (parts.some((part) => part !== null))
      reading.detail(span, 'shared-memory', (parts[0] ?? 0) + (parts[1] ?? 0));
    reading.detail(span, 'graph-node', number(row['graphNodeId']));
  }
}

export function* readCopies(reading: NsightReading): Generator<void> {
  const wished = [...PLACE, 'bytes', 'copyKind', 'srcKind', 'dstKind'];
  for (const row of reading.tables.select('CUPTI_ACTIVITY_KIND_MEMCPY', ['start', 'end'], wished)) {
    yield;
    const span = reading.span(row, reading.stream(row), copyName(row), 'gpu_memcpy', 'memcpy');
    if (span === null) continue;
    place(reading, row, span);
    moved(reading, row, span);
  }
}

export function* readMemsets(reading: NsightReading): Generator<void> {
  const wished = [...PLACE, 'bytes', 'value'];
  for (const row of reading.tables.select('CUPTI_ACTIVITY_KIND_MEMSET', ['start', 'end'], wished)) {
    yield;
    const span = reading.span(row, reading.stream(row), 'Memset (Device)', 'gpu_memset', 'memset');
    if (span === null) continue;
    place(reading, row, span);
    moved(reading, row, span);
  }
}

/** A CUDA graph that was recorded as a whole stands for the kernels in it. */
export function* readGraphs(reading: NsightReading): Generator<void> {
  const wished = [...PLACE, 'graphId'];
  for (const row of reading.tables.select('CUPTI_ACTIVITY_KIND_GRAPH_TRACE', ['start', 'end'], wished)) {
    yield;
    const name = `CUDA graph ${number(row['graphId']) ?? ''}`.trim();
    const span = reading.span(row, reading.stream(row), name, 'kernel', 'kernel');
    if (span !== null) place(reading, row, span);
  }
}

export function* readWaits(reading: NsightReading): Generator<void> {
  const wished = [...PLACE, 'syncType'];
  for (const row of reading.tables.select('CUPTI_ACTIVITY_KIND_SYNCHRONIZATION', ['start', 'end'], wished)) {
    yield;
    const name = SYNC_TYPES[number(row['syncType']) ?? 0] ?? 'Synchronization';
    const span = reading.span(row, reading.stream(row), name, 'cuda_sync', 'gpu-sync');
    if (span !== null) place(reading, row, span);
  }
}

/** In the words of PyTorch's profiler, so that the same rules find both. */
const SYNC_TYPES: Readonly<Record<number, string>> = {
  1: 'Event Sync',
  2: 'Stream Wait Event',
  3: 'Stream Sync',
  4: 'Context Sync',
};

function copyName(row: Row): string {
  const kind = COPY_KINDS[number(row['copyKind']) ?? 0] ?? '';
  const [from, to] = [number(row['srcKind']), number(row['dstKind'])].map((memory) =>
    memory === null ? undefined : MEMORY_KINDS[memory],
  );
  return `Memcpy ${kind}${from !== undefined && to !== undefined ? ` (${from} -> ${to})` : ''}`.trim();
}

function place(reading: NsightReading, row: Row, span: number): void {
  reading.detail(span, 'device', number(row['deviceId']));
  reading.detail(span, 'stream', number(row['streamId']));
  reading.detail(span, 'correlation', number(row['correlationId']));
  reading.launched(row, span);
}

function moved(reading: NsightReading, row: Row, span: number): void {
  const bytes = number(row['bytes']);
  const ns = (number(row['end']) ?? 0) - (number(row['start']) ?? 0);
  reading.detail(span, 'bytes', bytes);
  // Bytes in a nanosecond are 10^9 bytes in a second.
  if (bytes !== null && ns > 0) reading.detail(span, 'bandwidth-gb-per-s', bytes / ns);
}

function size(
  reading: NsightReading,
  row: Row,
  span: number,
  key: 'grid' | 'block',
  columns: readonly string[],
): void {
  const sizes = columns.map((column) => number(row[column]));
  if (sizes.every((each) => each !== null)) reading.words(span, key, sizes.join(','));
}
