import { DynoError } from '../../contract/errors.ts';
import type { ProfileApi } from '../../contract/profile.ts';
import type { Run } from '../../contract/run.ts';
import type { Store } from '../store/store.ts';
import { unpackGraph, unpackProfile, unpackSpans } from './unpack.ts';

export interface ProfileSurroundings {
  readonly store: Store;
  getRun(reference: string): Run;
}

/** What is kept of profiled runs, as pages and commands ask for it. */
export function profileApi({
  store,
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
      const { id } = getRun(runId);
      const packed = store.getProfilePart(id, 'graph');
      if (packed === null) throw noGraph(id);
      return unpackGraph(packed);
    },
  };
}

function noGraph(runId: string): DynoError {
  return new DynoError({
    code: 'USAGE',
    message: 'No graph of this run’s model was kept.',
    subject: runId,
    nextStep: 'Profile the model: its graph is kept with the profile.',
  });
}
