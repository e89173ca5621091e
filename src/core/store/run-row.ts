import type { Run } from '../../contract/run.ts';
import { parseCell } from './cells.ts';

/** A run as its row: columns for what is sorted and searched by, one JSON cell for each other part. */
export type RunRow = Readonly<Record<string, string | number | null>>;

interface Field {
  readonly field: Exclude<keyof Run, 'id'>;
  readonly column: string;
  /** The same in most runs, so that a list parses it once. */
  readonly repeats?: true;
}

export const PLAIN = [
  { field: 'name', column: 'name' },
  { field: 'notes', column: 'notes' },
  { field: 'status', column: 'status' },
  { field: 'createdAt', column: 'created_at' },
  { field: 'startedAt', column: 'started_at' },
  { field: 'endedAt', column: 'ended_at' },
  { field: 'deletedAt', column: 'deleted_at' },
  { field: 'comparisonId', column: 'comparison_id' },
  { field: 'sweepId', column: 'sweep_id' },
  { field: 'archivedAt', column: 'archived_at' },
  { field: 'pinnedAt', column: 'pinned_at' },
] as const satisfies readonly Field[];

export const CELLS: readonly Field[] = [
  { field: 'tags', column: 'tags', repeats: true },
  { field: 'model', column: 'model', repeats: true },
  { field: 'config', column: 'config', repeats: true },
  { field: 'phases', column: 'phases' },
  { field: 'latencyMs', column: 'latency' },
  { field: 'throughput', column: 'throughput' },
  { field: 'hardware', column: 'hardware' },
  { field: 'signals', column: 'signals' },
  { field: 'resources', column: 'resources' },
  { field: 'work', column: 'work' },
  { field: 'energy', column: 'energy' },
  { field: 'profile', column: 'profile' },
  { field: 'trust', column: 'trust', repeats: true },
  { field: 'environment', column: 'environment', repeats: true },
  { field: 'error', column: 'error' },
  { field: 'spark', column: 'spark' },
];

export function toRow(run: Run): RunRow {
  const { name, model, tags, config } = run;
  const search = searchText({
    name,
    model: model.name,
    tags,
    provider: config.provider,
    level: config.level,
  });
  const row: Record<string, string | number | null> = { id: run.id, search };
  for (const { field, column } of PLAIN) row[column] = run[field];
  for (const { field, column } of CELLS) row[column] = JSON.stringify(run[field]);
  return row;
}

export function toRun(row: RunRow): Run {
  return readRun(row, new Map());
}

/** Most of a long list's JSON is the same few models and machines over again. */
export function toRuns(rows: readonly RunRow[]): Run[] {
  const seen = new Map<string, unknown>();
  return rows.map((row) => readRun(row, seen));
}

function readRun(row: RunRow, seen: Map<string, unknown>): Run {
  const run: Record<string, unknown> = { id: row.id };
  for (const { field, column } of PLAIN) run[field] = row[column];
  for (const { field, column, repeats } of CELLS) {
    const text = row[column];
    const place = { table: 'runs', row: String(row.id), column };
    if (repeats !== true || typeof text !== 'string') {
      run[field] = parseCell(text, place);
      continue;
    }
    if (!seen.has(text)) seen.set(text, parseCell(text, place));
    run[field] = seen.get(text);
  }
  return run as unknown as Run;
}

interface Searched {
  readonly name: string;
  readonly model: string;
  readonly tags: readonly string[];
  readonly provider: string;
  readonly level: string | null;
}

/** What the text of a filter is looked for in. Lower case by Unicode, which SQLite's own is not. */
export function searchText({ name, model, tags, provider, level }: Searched): string {
  return [name, model, ...tags, provider, level ?? ''].join('\n').toLowerCase();
}
