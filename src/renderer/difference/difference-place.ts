import type { Difference, DifferenceRequest } from '../../contract/difference.ts';

/** What all views of one difference share: the part that is selected in one is selected in all of them. */
export interface DifferencePlace {
  readonly request: DifferenceRequest;
  /** Place in Difference.parts, from the address; null for none. */
  readonly part: number | null;
  readonly onPart: (part: number | null) => void;
}

/** A view of a difference that is there. */
export interface Shown {
  readonly difference: Difference;
  readonly part: number | null;
  readonly onPart: (part: number | null) => void;
}

/** Before the file name of an export. */
export function exportNameOf({ a, b }: Difference): string {
  return `${a} and ${b}`.slice(0, 120);
}
