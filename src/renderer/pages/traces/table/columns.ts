interface ColumnWords {
  readonly id: string;
  readonly title: string;
  /** What it counts, where the title does not say. */
  readonly help?: string;
  /** Of the grid. */
  readonly width?: string;
}

export interface TextColumn<Item> extends ColumnWords {
  readonly kind: 'text';
  readonly value: (item: Item) => string;
  readonly canGroup?: boolean;
}

export interface NumberColumn<Item> extends ColumnWords {
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
