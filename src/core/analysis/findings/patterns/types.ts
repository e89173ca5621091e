import type { Wiring } from '../wiring.ts';

export interface Match {
  /** Places of all operators of the pattern. */
  readonly involved: readonly number[];
  /** Those whose work a fused operator would spare, at most. */
  readonly spared: readonly number[];
}

/** Several operators that a runtime has, or could have, one for. */
export interface Pattern {
  readonly id: string;
  /** "Layer normalisation spelled out by primitives". */
  readonly title: string;
  /** What would stand for them. */
  readonly fused: string;
  /** Where the runtime already fuses all it can. */
  readonly nextStep: string;
  /** What begins or holds together an instance at this operator; null where there is none. */
  match(wiring: Wiring, place: number): Match | null;
}

export interface FoundPattern {
  readonly pattern: Pattern;
  readonly matches: readonly Match[];
}
