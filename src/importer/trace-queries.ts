import type { TraceViews } from '../contract/trace-view.ts';
import type { TraceColumns } from '../core/analysis/trace/trace-columns.ts';
import type { TraceSql } from '../core/store/traces/trace-sql.ts';

/** SQL over one trace. SQLite is loaded and tables are made when the first query asks for them. */
export function traceQueries(columns: TraceColumns): TraceViews['query'] {
  let opening: Promise<TraceSql> | null = null;
  const open = async (): Promise<TraceSql> => {
    const { openTraceSql } = await import('../core/store/traces/trace-sql.ts');
    return openTraceSql(columns);
  };
  return async (sql, mostRows) => (await (opening ??= open())).query(sql, mostRows);
}
