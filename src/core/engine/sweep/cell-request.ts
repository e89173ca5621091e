import type { BenchRequest } from '../../../contract/run.ts';
import type { SweepCell, SweepRequest } from '../../../contract/sweep.ts';

export interface CellSettings extends Pick<
  SweepCell,
  'model' | 'level' | 'sequence' | 'provider' | 'threads'
> {
  readonly batch: number | null;
}

/** What is measured for a cell: the base, with what the axes vary put in its place. It takes its turn like any run. */
export function cellRequest({ base, axes, tags = [] }: SweepRequest, cell: CellSettings): BenchRequest {
  const allTags = [...new Set([...(base.tags ?? []), ...tags])];
  return {
    ...base,
    wait: true,
    model: cell.model,
    ...(axes.level !== undefined && cell.level !== null && { level: cell.level }),
    ...(axes.batch !== undefined && cell.batch !== null && { batch: cell.batch }),
    ...(axes.sequence !== undefined && cell.sequence !== null && { sequence: cell.sequence }),
    ...(axes.provider !== undefined && { provider: cell.provider }),
    ...(axes.threads !== undefined && cell.threads !== null && { threads: cell.threads }),
    ...(allTags.length > 0 && { tags: allTags }),
  };
}
