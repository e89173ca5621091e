import { z } from 'zod';
import type { TraceNotes } from '../../contract/trace.ts';

const NONE: TraceNotes = { text: '', bookmarks: [] };

const schema = z.object({
  text: z.string(),
  bookmarks: z.array(
    z.object({ id: z.string(), label: z.string(), fromUs: z.number(), toUs: z.number().nullable() }),
  ),
});

/** Notes as they lie on the disk; none where there are none or nobody could read them. */
export function traceNotes(text: string): TraceNotes {
  try {
    const read = schema.safeParse(JSON.parse(text));
    return read.success ? read.data : NONE;
  } catch {
    return NONE;
  }
}
