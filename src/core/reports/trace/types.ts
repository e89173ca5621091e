import type { TraceExport } from '../../../contract/trace.ts';
import type { TraceColumns } from '../../analysis/trace/trace-columns.ts';

/** One format that a trace can leave Dyno in; in pieces, since the whole may be larger than any memory. */
export interface TraceWriter {
  readonly id: Exclude<TraceExport, 'arrow'>;
  readonly extension: string;
  write(columns: TraceColumns): Iterable<string>;
}
