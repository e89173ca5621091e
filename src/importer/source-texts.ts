import type { TraceColumns } from '../core/analysis/trace/trace-columns.ts';
import { traceFile } from '../core/traces/trace-id.ts';
import { SourceText } from './source/source-text.ts';

/** What was once unfolded whole may be unfolded again. */
const NO_LIMIT = Number.POSITIVE_INFINITY;

/** Spans as their source has them; null where it is gone, has changed, or where the span has no place of its own. */
export function sourceTexts({ info, sourceOffset }: TraceColumns): (span: number) => Promise<string | null> {
  const source = new SourceText(info.path, NO_LIMIT);
  return async (span) => {
    const offset = sourceOffset[span] ?? -1;
    // The id tells the file's size and time of change along with its name.
    const now = await traceFile(info.path, info.window).catch(() => null);
    return offset < 0 || now?.id !== info.id ? null : source.at(offset);
  };
}
