import type { RunListApi } from '../../contract/run-list.ts';
import { joinColumns } from '../../core/analysis/run-list/join-columns.ts';
import { NO_RUNS } from '../../core/analysis/run-list/pack-runs.ts';
import { RunTable } from '../../core/analysis/run-list/run-table.ts';

const PAGE = 100_000;

/** Narrow facts of every stored run. */
export async function readRunTable(api: Pick<RunListApi, 'listRunFacts'>): Promise<RunTable> {
  let columns = NO_RUNS;
  let after: string | undefined;
  for (;;) {
    const page = await api.listRunFacts({ limit: PAGE, ...(after === undefined ? {} : { after }) });
    columns = joinColumns(columns, page.runs);
    if (page.next === null) return new RunTable(columns);
    after = page.next;
  }
}
