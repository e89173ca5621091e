import type { TraceExport } from '../../../contract/trace.ts';
import type { TraceColumns } from '../../analysis/trace/trace-columns.ts';
import { traceChromeFormat } from './chrome-trace.ts';
import { traceCsvFormat } from './csv.ts';
import { traceFoldedFormat } from './folded.ts';
import { traceSpeedscopeFormat } from './speedscope.ts';
import type { TraceWriter } from './types.ts';

const WRITERS: Readonly<Record<TraceWriter['id'], TraceWriter>> = {
  'chrome-trace': traceChromeFormat,
  speedscope: traceSpeedscopeFormat,
  folded: traceFoldedFormat,
  csv: traceCsvFormat,
};

/** The whole trace as text. Arrow is no text: the index has it already. */
export function traceAs(format: Exclude<TraceExport, 'arrow'>, columns: TraceColumns): Iterable<string> {
  return WRITERS[format].write(columns);
}
