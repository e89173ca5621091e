import type { LibraryState, NativeDescription } from '../contract/prober-api.ts';
import { loadAddon } from '../native/load-addon.ts';
import type { DynoNative } from '../../native/index.d.ts';

const notLookedFor = (why: string): LibraryState => ({
  isLoaded: false,
  detail: `not looked for, since ${why}`,
  isStandIn: false,
});

/** What of the native addon loads here, and if not, why. */
export function describeNative(): NativeDescription {
  const loaded = loadAddon();
  if (loaded.addon === null) {
    const { reason, nextStep } = loaded;
    const unseen = notLookedFor('the native addon is missing');
    return { missing: { reason, nextStep }, version: null, simd: null, nvml: unseen, cuda: unseen };
  }
  return {
    missing: null,
    version: loaded.addon.version,
    simd: simdOf(loaded.addon),
    nvml: describeNvml(loaded.addon),
    cuda: notLookedFor('this build has no CUDA runner'),
  };
}

/** Null where DYNO_SIMD names what does not run here. */
function simdOf({ cpu }: DynoNative): string | null {
  try {
    return cpu.describe().simd;
  } catch {
    return null;
  }
}

function describeNvml({ nvml }: DynoNative): LibraryState {
  try {
    return { isLoaded: true, detail: nvml.libraryPath(), isStandIn: false };
  } catch (thrown) {
    return {
      isLoaded: false,
      detail: thrown instanceof Error ? thrown.message : String(thrown),
      isStandIn: false,
    };
  }
}
