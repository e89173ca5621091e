/** One of a run's figures, formatted, with its doubt beside it. */
export interface KeyNumber {
  readonly label: string;
  readonly value: string;
  readonly interval?: string;
  readonly note?: string;
  /** Why it is missing, or the exact value. */
  readonly detail: string;
}
