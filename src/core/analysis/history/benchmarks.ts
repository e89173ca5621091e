import type { HistoryBenchmark } from '../../../contract/history.ts';
import type { RunColumns } from '../../../contract/run-list.ts';

/** The ways in which a line's runs were made, the one with the most runs first. Rows come oldest first. */
export function benchmarksOf(columns: RunColumns, rows: readonly number[]): readonly HistoryBenchmark[] {
  const groups = new Map<number, number[]>();
  for (const row of rows) {
    const key = columns.benchmark[row] as number;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  const benchmarks = [...groups].map(([key, group]) => {
    const last = group.at(-1) as number;
    return {
      key: columns.texts[key] as string,
      parts: partsOf(columns, last),
      runs: group.length,
      lastAt: columns.createdAt[last] as number,
      lastMs: columns.p50Ms[last] as number,
    };
  });
  const labels = labelsOf(benchmarks);
  return benchmarks
    .map(({ key, runs, lastAt, lastMs }, at) => ({ key, label: labels[at] as string, runs, lastAt, lastMs }))
    .sort((a, b) => b.runs - a.runs || b.lastAt - a.lastAt || (a.key < b.key ? -1 : 1));
}

/** Where a part is told of every benchmark, or only where another one differs in it. */
const ALWAYS_TOLD = 2;

function partsOf(columns: RunColumns, row: number): readonly string[] {
  const text = (column: Uint32Array): string => columns.texts[column[row] as number] as string;
  const sequence = columns.sequence[row] as number;
  const threads = columns.threads[row] as number;
  const batch = String(columns.batch[row]);
  return [
    columns.isSimulated[row] === 1 ? `simulated ${text(columns.provider)}` : text(columns.provider),
    Number.isNaN(sequence) ? `batch ${batch}` : `${batch} × ${sequence}`,
    Number.isNaN(threads) ? 'default threads' : threads === 1 ? '1 thread' : `${threads} threads`,
    text(columns.graphLevel),
    text(columns.host) || 'unknown machine',
  ];
}

/** What all have in common goes without saying; what the facts cannot tell apart is told apart by the key. */
function labelsOf(benchmarks: readonly { key: string; parts: readonly string[] }[]): readonly string[] {
  const told = (benchmarks[0]?.parts ?? []).map(
    (part, at) => at < ALWAYS_TOLD || benchmarks.some(({ parts }) => parts[at] !== part),
  );
  const labels = benchmarks.map(({ parts }) => parts.filter((_, at) => told[at]).join(' · '));
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return labels.map((label, at) =>
    (counts.get(label) ?? 0) > 1 ? `${label} · ${(benchmarks[at]?.key ?? '').slice(0, 6)}` : label,
  );
}
