import type { NsightReading } from './nsight-reading.ts';
import { number, type Row } from './nsight-tables.ts';

const CALL = ['pid', 'tid', 'correlationId', 'nameId'] as const;

/** The calls of one table; both interfaces of CUDA share one in exports of today. */
export function* readCalls(
  reading: NsightReading,
  table: 'CUPTI_ACTIVITY_KIND_RUNTIME' | 'CUPTI_ACTIVITY_KIND_DRIVER',
): Generator<void> {
  for (const row of reading.tables.select(table, ['start', 'end'], CALL)) {
    yield;
    // "cudaLaunchKernel_v7000": the version of the interface, not of the call.
    const name = reading.text(row['nameId']).replace(/_v\d+$/, '') || '(call)';
    const isDriver = table === 'CUPTI_ACTIVITY_KIND_DRIVER' || /^cu[A-Z]/.test(name);
    const [category, kind] = isDriver
      ? (['cuda_driver', 'driver'] as const)
      : (['cuda_runtime', 'runtime'] as const);
    const span = reading.span(row, reading.thread(row), name, category, kind);
    if (span === null) continue;
    reading.detail(span, 'correlation', number(row['correlationId']));
    reading.called(row, span);
  }
}

/** Calls of the system and of libraries, one table each. */
export const LIBRARY_TABLES = {
  OSRT_API: 'osrt',
  CUDNN_EVENTS: 'cudnn',
  CUBLAS_EVENTS: 'cublas',
  MPI_P2P_EVENTS: 'mpi',
  MPI_COLLECTIVES_EVENTS: 'mpi',
  MPI_OTHER_EVENTS: 'mpi',
} as const;

export function* readLibrary(reading: NsightReading, table: keyof typeof LIBRARY_TABLES): Generator<void> {
  const wished = ['pid', 'tid', 'nameId', 'textId'];
  for (const row of reading.tables.select(table, ['start', 'end'], wished)) {
    yield;
    const name = reading.text(row['nameId']) || reading.text(row['textId']) || '(call)';
    reading.span(row, reading.thread(row), name, LIBRARY_TABLES[table], 'other');
  }
}

const MARK = 34;
const RANGE = 59;
/** May begin and end on different threads, and cross others. */
const START_END = 60;
const DOMAIN = 75;

/** Annotations of the user, and of frameworks that tell their operators as such. */
export function* readAnnotations(reading: NsightReading): Generator<void> {
  const { tables, sink } = reading;
  const endNs = number(tables.value(lastEnd(reading)));
  const wished = ['end', 'eventType', 'text', 'textId', 'pid', 'tid', 'domainId'];
  for (const row of tables.select('NVTX_EVENTS', ['start'], wished)) {
    yield;
    const type = number(row['eventType']) ?? RANGE;
    if (![MARK, RANGE, START_END, DOMAIN].includes(type) || type === DOMAIN) continue;
    const text = reading.text(row['text']) || reading.text(row['textId']) || '(no name)';
    const isOpen = type !== MARK && number(row['end']) === null;
    if (isOpen)
      sink.warn('unbalanced', '{count} annotations never end; they last until the end of the trace.', null);
    const track = reading.thread(row, type === START_END ? 'async' : 'thread');
    annotation(reading, row, track, text, isOpen ? endNs : null);
  }
}

/** "aten::mm, seq = 12, sizes = [[2, 3], [3, 4]]", as PyTorch's emit_nvtx tells operators. */
const OPERATOR = /^(\w+::[\w.]+)(?:,\s*(.*))?$/s;

function annotation(
  reading: NsightReading,
  row: Row,
  track: number,
  text: string,
  endNs: number | null,
): void {
  const [, operator, rest = ''] = OPERATOR.exec(text) ?? [];
  if (operator === undefined) {
    const kind = text.startsWith('ProfilerStep#') ? 'step' : 'annotation';
    reading.span(row, track, text, 'user_annotation', kind, endNs);
    return;
  }
  const span = reading.span(row, track, operator, 'cpu_op', 'operator', endNs);
  if (span === null) return;
  const sequence = /\bseq = (\d+)/.exec(rest)?.[1];
  if (sequence !== undefined) reading.detail(span, 'sequence', Number(sequence));
  const sizes = /\bsizes = (\[.*\])/s.exec(rest)?.[1];
  if (sizes !== undefined) reading.words(span, 'input-shapes', sizes);
}

function lastEnd({ tables }: NsightReading): string {
  const ends = ['CUPTI_ACTIVITY_KIND_RUNTIME', 'CUPTI_ACTIVITY_KIND_KERNEL', 'NVTX_EVENTS']
    .filter((table) => tables.has(table, 'end'))
    .map((table) => `SELECT max("end") AS last FROM "${table}"`);
  return ends.length === 0
    ? 'SELECT NULL AS value'
    : `SELECT max(last) AS value FROM (${ends.join(' UNION ALL ')})`;
}
