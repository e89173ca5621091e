import { DynoError } from '../../../contract/errors.ts';
import { readCopies, readGraphs, readKernels, readMemsets, readWaits } from '../nsight/device-work.ts';
import { LIBRARY_TABLES, readAnnotations, readCalls, readLibrary } from '../nsight/host-work.ts';
import { NsightReading } from '../nsight/nsight-reading.ts';
import { NsightTables } from '../nsight/nsight-tables.ts';
import { readMetrics, readSession } from '../nsight/session-facts.ts';
import type { TraceSink } from '../trace-sink.ts';
import type { FileHead, RowImporter, RowSource } from './types.ts';

const TITLE = 'Nsight Systems (.sqlite)';
const SIGNATURE = 'SQLite format 3\0';
const TOLD_EVERY = 8192;

interface Part {
  readonly table: string;
  read(reading: NsightReading): Generator<void>;
}

/** Calls before the work that they launched. */
const PARTS: readonly Part[] = [
  ...(['CUPTI_ACTIVITY_KIND_RUNTIME', 'CUPTI_ACTIVITY_KIND_DRIVER'] as const).map((table) => ({
    table,
    read: (reading: NsightReading) => readCalls(reading, table),
  })),
  { table: 'CUPTI_ACTIVITY_KIND_KERNEL', read: readKernels },
  { table: 'CUPTI_ACTIVITY_KIND_MEMCPY', read: readCopies },
  { table: 'CUPTI_ACTIVITY_KIND_MEMSET', read: readMemsets },
  { table: 'CUPTI_ACTIVITY_KIND_GRAPH_TRACE', read: readGraphs },
  { table: 'CUPTI_ACTIVITY_KIND_SYNCHRONIZATION', read: readWaits },
  { table: 'NVTX_EVENTS', read: readAnnotations },
  ...(Object.keys(LIBRARY_TABLES) as (keyof typeof LIBRARY_TABLES)[]).map((table) => ({
    table,
    read: (reading: NsightReading) => readLibrary(reading, table),
  })),
  { table: 'GPU_METRICS', read: readMetrics },
];

/** What "nsys export --type sqlite" writes, by its published schema. */
export const nsightSqlite: RowImporter = {
  format: 'nsight-sqlite',
  source: 'rows',
  title: TITLE,
  sniff: isSqlite,
  read,
};

function isSqlite({ bytes }: FileHead): boolean {
  return [...SIGNATURE].every((letter, at) => bytes[at] === letter.charCodeAt(0));
}

function* read(rows: RowSource, sink: TraceSink): Generator<number> {
  const tables = new NsightTables(rows, sink);
  if (!PARTS.some(({ table }) => tables.has(table))) throw foreign(tables);
  const reading = new NsightReading(tables, sink);
  reading.readNames();
  readSession(reading);
  const total = PARTS.reduce((sum, { table }) => sum + tables.count(table), 0);
  let done = 0;
  for (const part of PARTS) {
    try {
      for (const _ of part.read(reading)) {
        done += 1;
        if (done % TOLD_EVERY === 0) yield Math.min(1, done / Math.max(1, total));
      }
    } catch (error) {
      // Damage in one table leaves the others readable.
      if (!(error instanceof DynoError) || error.code !== 'TRACE_INVALID' || sink.spanCount === 0)
        throw error;
      sink.warn(
        'cut',
        `The table ${part.table} is damaged: what could be read of it is here ({count} such).`,
        null,
      );
    }
  }
  yield 1;
}

function foreign({ names }: NsightTables): DynoError {
  const shown = names.slice(0, 8).join(', ');
  return new DynoError({
    code: 'TRACE_INVALID',
    message:
      names.length === 0
        ? 'This SQLite file has no tables.'
        : `This SQLite file is no export of Nsight Systems with anything recorded: its tables are ${shown}${names.length > 8 ? ' …' : ''}.`,
    subject: TITLE,
    nextStep:
      'Write it with nsys export --type sqlite REPORT.nsys-rep, and record CUDA or NVTX (--trace cuda,nvtx).',
  });
}
