import type { ReactNode } from 'react';

interface ColumnWords<Item> {
  readonly id: string;
  readonly title: string;
  /** What it counts, where the title does not say. */
  readonly help?: string;
  /** Of the grid. */
  readonly width?: string;
  /** In place of its text, where that is not enough; never of the first column. */
  readonly render?: (item: Item) => ReactNode;
}

export interface TextColumn<Item> extends ColumnWords<Item> {
  readonly kind: 'text';
  readonly value: (item: Item) => string;
  readonly canGroup?: boolean;
}

export interface NumberColumn<Item> extends ColumnWords<Item> {
  readonly kind: 'number';
  /** Null where it was not measured. */
  readonly value: (item: Item) => number | null;
  readonly format: (value: number) => string;
  /** In a group: the sum of its items, or nothing. */
  readonly isSummed?: boolean;
  /** With a bar beside it. */
  readonly isBar?: boolean;
}

export type DataColumn<Item> = TextColumn<Item> | NumberColumn<Item>;

export interface Sorting {
  readonly column: string;
  readonly isDescending: boolean;
}

/** What the eye sees: an item, or a group of items with their sums. */
export type DataRow<Item> =
  | { readonly kind: 'item'; readonly key: string; readonly item: Item; readonly isInside: boolean }
  | {
      readonly kind: 'group';
      readonly key: string;
      readonly label: string;
      readonly items: readonly Item[];
      readonly isOpen: boolean;
    };

/** Below the items: what stands in each column, by its id. */
export interface FootRow {
  readonly key: string;
  readonly label: string;
  readonly cells: Readonly<Record<string, string>>;
}
