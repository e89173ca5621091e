import type { Run } from '../../contract/run.ts';
import { parseCell } from './cells.ts';

/** A run as its row: columns for what is sorted and searched by, one JSON cell for each other part. */
export type RunRow = Readonly<Record<string, string | number | null>>;

interface Field {
  readonly field: Exclude<keyof Run, 'id'>;
  readonly column: string;
}

export const PLAIN = [
  { field: 'name', column: 'name' },
  { field: 'notes', column: 'notes' },
  { field: 'status', column: 'status' },
  { field: 'createdAt', column: 'created_at' },
  { field: 'startedAt', column: 'started_at' },
  { field: 'endedAt', column: 'ended_at' },
  { field: 'deletedAt', column: 'deleted_at' },
] as const satisfies readonly Field[];

export const CELLS = [
  { field: 'tags', column: 'tags' },
  { field: 'model', column: 'model' },
  { field: 'config', column: 'config' },
  { field: 'phases', column: 'phases' },
  { field: 'latencyMs', column: 'latency' },
  { field: 'throughput', column: 'throughput' },
  { field: 'hardware', column: 'hardware' },
  { field: 'environment', column: 'environment' },
  { field: 'error', column: 'error' },
  { field: 'spark', column: 'spark' },
] as const satisfies readonly Field[];

export function toRow(run: Run): RunRow {
  const row: Record<string, string | number | null> = { id: run.id, search: searchText(run) };
  for (const { field, column } of PLAIN) row[column] = run[field];
  for (const { field, column } of CELLS) row[column] = JSON.stringify(run[field]);
  return row;
}

export function toRun(row: RunRow): Run {
  const run: Record<string, unknown> = { id: row.id };
  for (const { field, column } of PLAIN) run[field] = row[column];
  for (const { field, column } of CELLS) {
    run[field] = parseCell(row[column], { table: 'runs', row: String(row.id), column });
  }
  return run as unknown as Run;
}

/** What the text of a filter is looked for in. Lower case by Unicode, which SQLite's own is not. */
function searchText({ name, model, tags, config }: Run): string {
  const { provider, level } = config;
  return [name, model.name, ...tags, provider, level ?? ''].join('\n').toLowerCase();
}
