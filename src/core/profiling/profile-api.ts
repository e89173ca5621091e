import type { ProfileApi } from '../../contract/profile.ts';
import type { Run } from '../../contract/run.ts';
import type { Store } from '../store/store.ts';
import { graphOfRun, type GraphSources } from './graph-of-run.ts';
import { unpackGraph, unpackProfile, unpackSpans } from './unpack.ts';

export interface ProfileSurroundings {
  readonly store: Store;
  readonly graphs: GraphSources;
  getRun(reference: string): Run;
}

/** What is kept of profiled runs, as pages and commands ask for it. */
export function profileApi({
  store,
  graphs,
  getRun,
}: ProfileSurroundings): Omit<ProfileApi, 'getFindings' | 'exportProfile'> {
  return {
    getProfile: async (runId) => {
      const { id } = getRun(runId);
      const packed = store.getProfilePart(id, 'operators');
      return packed && unpackProfile(packed, id);
    },
    getProfileSpans: async (runId) => {
      const packed = store.getProfilePart(getRun(runId).id, 'spans');
      return packed && unpackSpans(packed);
    },
    getModelGraph: async (runId) => {
      const run = getRun(runId);
      const packed = store.getProfilePart(run.id, 'graph');
      return packed === null ? graphOfRun(run, graphs) : unpackGraph(packed);
    },
  };
}
