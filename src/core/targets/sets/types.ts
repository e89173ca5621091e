/** A set as people write it, in a file of their own or here. */
export interface WrittenTargets {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** As in "p95 <= 500 ms". */
  readonly targets: readonly string[];
}
