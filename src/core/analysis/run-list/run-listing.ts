import type { RunGroup } from './group-runs.ts';

/** What stands on each line of the table: a heading, or a run below one. */
export interface RunListing {
  readonly length: number;
  /** The run's row; -1 for a heading. */
  readonly rows: Int32Array;
  /** The group that a line belongs to; -1 without groups. */
  readonly groups: Int32Array;
}

export function plainListing(rows: Uint32Array): RunListing {
  return { length: rows.length, rows: Int32Array.from(rows), groups: new Int32Array(rows.length).fill(-1) };
}

/** Headings with their members below; those of a folded one are left out. */
export function groupedListing(groups: readonly RunGroup[], folded: (key: string) => boolean): RunListing {
  const open = groups.map(({ key }) => !folded(key));
  const length = groups.reduce(
    (sum, { rows }, index) => sum + 1 + (open[index] === true ? rows.length : 0),
    0,
  );
  const rowOf = new Int32Array(length);
  const groupOf = new Int32Array(length);
  let line = 0;
  groups.forEach(({ rows }, group) => {
    rowOf[line] = -1;
    groupOf[line] = group;
    line += 1;
    if (open[group] !== true) return;
    rowOf.set(rows, line);
    groupOf.fill(group, line, line + rows.length);
    line += rows.length;
  });
  return { length, rows: rowOf, groups: groupOf };
}
