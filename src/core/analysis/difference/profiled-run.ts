import type { ModelGraph } from '../../../contract/model-graph.ts';
import type { RunProfile } from '../../../contract/profile.ts';
import type { Run } from '../../../contract/run.ts';

/** A run with all that is kept of its profile. */
export interface ProfiledRun {
  readonly run: Run;
  readonly profile: RunProfile;
  /** Null where the file could not be read as a graph. */
  readonly graph: ModelGraph | null;
}
