import { DETAIL_KEYS, TEXT_DETAILS, type DetailKey } from '../../../contract/trace.ts';
import type { TraceColumns } from '../../analysis/trace/trace-columns.ts';

export interface DetailCursor {
  readonly key: DetailKey;
  readonly isText: boolean;
  /** For rows that rise: a number, or the text's number; undefined where this row has none. */
  at(row: number): number | undefined;
}

/** One for each detail that any span has. */
export function detailCursors(columns: TraceColumns): readonly DetailCursor[] {
  return DETAIL_KEYS.flatMap((key) => {
    const { rows, values } = columns.detail(key);
    if (rows.length === 0) return [];
    let place = 0;
    const at = (row: number): number | undefined => {
      while (place < rows.length && (rows[place] as number) < row) place += 1;
      return rows[place] === row ? values[place] : undefined;
    };
    return [{ key, isText: TEXT_DETAILS.has(key), at }];
  });
}
