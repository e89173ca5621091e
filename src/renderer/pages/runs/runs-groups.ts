import type { Run } from '../../../contract/run.ts';

export interface RunGroup {
  readonly kind: 'group';
  readonly key: string;
  readonly name: string;
  readonly count: number;
  /** Smallest median of its finished runs, in ms. */
  readonly best: number | null;
  readonly folded: boolean;
}

export interface RunItem<Row> {
  readonly kind: 'run';
  readonly row: Row;
}

export type RunListItem<Row> = RunGroup | RunItem<Row>;

/** Rows under a heading for each model, in the order given; the model of the first row comes first. */
export function groupByModel<Row extends { readonly original: Run }>(
  rows: readonly Row[],
  folded: ReadonlySet<string>,
): RunListItem<Row>[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = row.original.model.contentHash;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups].flatMap(([key, members]) => {
    const head: RunGroup = {
      kind: 'group',
      key,
      name: (members[0] as Row).original.model.name,
      count: members.length,
      best: bestMedian(members),
      folded: folded.has(key),
    };
    return head.folded ? [head] : [head, ...members.map((row) => ({ kind: 'run', row }) as const)];
  });
}

function bestMedian(rows: readonly { readonly original: Run }[]): number | null {
  let best: number | null = null;
  for (const { original } of rows) {
    if (original.status !== 'done' || original.latencyMs === null) continue;
    if (best === null || original.latencyMs.p50 < best) best = original.latencyMs.p50;
  }
  return best;
}
