import type { SpanUse, TraceColumns } from '../../analysis/trace/trace-columns.ts';
import { SpanTally } from '../build/span-tally.ts';

/** As the index has it; worked out of all rows where columns are not of an index. */
export function spanUse(columns: TraceColumns): SpanUse {
  if (columns.use !== undefined) return columns.use;
  const tally = new SpanTally(Math.max(1, columns.categories.length), columns.strings.length);
  tally.takeOwn(columns.ownNs);
  tally.take(columns.kind, columns.category, columns.name);
  return tally.done();
}
