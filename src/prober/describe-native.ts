import type { LibraryState, NativeDescription } from '../contract/prober-api.ts';

const UNSEEN: LibraryState = {
  isLoaded: false,
  detail: 'not looked for, since the native addon is missing',
  isStandIn: false,
};

/** What of the native addon loads here, and if not, why. */
export function describeNative(): NativeDescription {
  return {
    missing: { reason: 'it was not built', nextStep: 'Build it: npm run build:native.' },
    version: null,
    simd: null,
    nvml: UNSEEN,
    cuda: UNSEEN,
  };
}
