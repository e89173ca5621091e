import type { DataColumn, DataRow, NumberColumn, Sorting } from './columns.ts';

export interface Arrangement {
  readonly filter: string;
  readonly sorting: Sorting;
  /** A column's id; null for none. */
  readonly groupBy: string | null;
  /** Keys of groups. */
  readonly opened: ReadonlySet<string>;
}

/** Items that hold the typed text in any of their texts, sorted, and folded by one column where that is wished. */
export function arrange<Item>(
  items: readonly Item[],
  columns: readonly DataColumn<Item>[],
  { filter, sorting, groupBy, opened }: Arrangement,
): readonly DataRow<Item>[] {
  const found = matching(items, columns, filter);
  // By no column: in the order in which they were given.
  const sorted = columns.find(({ id }) => id === sorting.column);
  const key = groupBy === null ? undefined : columns.find(({ id }) => id === groupBy);
  const order = sorted === undefined ? () => 0 : byColumn(sorted, sorting.isDescending);
  if (key?.kind !== 'text') {
    return [...found].sort(order).map((item, place) => itemRow(item, `${place}`, false));
  }
  const groups = [...groupedBy(found, key.value)].map(([label, members]) => ({ label, members }));
  if (sorted !== undefined) groups.sort(byGroup(sorted, sorting.isDescending));
  return groups.flatMap(({ label, members }) => {
    const isOpen = opened.has(label);
    const inside = isOpen ? [...members].sort(order) : [];
    return [
      { kind: 'group' as const, key: `group ${label}`, label, items: members, isOpen },
      ...inside.map((item, place) => itemRow(item, `${label} ${place}`, true)),
    ];
  });
}

function groupedBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const label = key(item);
    const members = groups.get(label);
    if (members === undefined) groups.set(label, [item]);
    else members.push(item);
  }
  return groups;
}

function itemRow<Item>(item: Item, key: string, isInside: boolean): DataRow<Item> {
  return { kind: 'item', key, item, isInside };
}

function matching<Item>(
  items: readonly Item[],
  columns: readonly DataColumn<Item>[],
  filter: string,
): readonly Item[] {
  const wanted = filter.trim().toLowerCase();
  if (wanted === '') return items;
  const texts = columns.filter((column) => column.kind === 'text');
  return items.filter((item) => texts.some(({ value }) => value(item).toLowerCase().includes(wanted)));
}

/** What was not measured comes last, whichever way one sorts. */
function byColumn<Item>(
  column: DataColumn<Item>,
  isDescending: boolean,
): (left: Item, right: Item) => number {
  const sign = isDescending ? -1 : 1;
  if (column.kind === 'text') {
    return (left, right) => sign * compareText(column.value(left), column.value(right));
  }
  return (left, right) => compareNumbers(column.value(left), column.value(right), sign);
}

function byGroup<Item>(
  column: DataColumn<Item>,
  isDescending: boolean,
): (left: Grouped<Item>, right: Grouped<Item>) => number {
  const sign = isDescending ? -1 : 1;
  if (column.kind === 'text') return (left, right) => sign * compareText(left.label, right.label);
  return (left, right) =>
    compareNumbers(groupValue(column, left.members), groupValue(column, right.members), sign);
}

interface Grouped<Item> {
  readonly label: string;
  readonly members: readonly Item[];
}

/** The sum; of what cannot be added up there is none. */
export function groupValue<Item>(column: NumberColumn<Item>, items: readonly Item[]): number | null {
  if (column.isSummed !== true) return null;
  let sum: number | null = null;
  for (const item of items) {
    const value = column.value(item);
    if (value !== null) sum = (sum ?? 0) + value;
  }
  return sum;
}

const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

function compareNumbers(left: number | null, right: number | null, sign: number): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return sign * (left - right);
}
