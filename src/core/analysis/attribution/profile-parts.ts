import type { ProfileNote } from '../../../contract/profile.ts';
import type { Bytes, Milliseconds } from '../../../contract/units.ts';
import type { ExecutedNode } from '../../model/graph/executed-graph.ts';
import type { ShapeTable } from '../../model/shapes/shape-table.ts';
import type { ProfileTally } from './profile-tally.ts';

/** What a profile is made of. */
export interface ProfileParts {
  readonly tally: ProfileTally;
  readonly clean: { readonly meanMs: Milliseconds };
  /** Which provider was asked for. */
  readonly provider: string;
  /** Iterations while the runtime recorded, those alone that the tally counts; and unrecorded ones between them. */
  readonly recordedMs: Float64Array;
  readonly controlMs: Float64Array;
  /** The graph that was executed, in order of execution, and what is known of its values; null where it is not to be had. */
  readonly executed: readonly ExecutedNode[] | null;
  readonly shapes: ShapeTable | null;
  /** What the model gives back, by name. */
  readonly outputs: readonly string[];
  /** Of the process, after unrecorded iterations one after the other. */
  readonly residentBytes: readonly (Bytes | null)[];
  readonly slices: number;
  readonly notes: readonly ProfileNote[];
}
