import type { Surroundings } from '../core/sampler/sources/types.ts';
import { loadAddon } from '../native/load-addon.ts';

/** The part of the native addon that reads NVIDIA's cards; or why there is none. */
export const findNvml: Surroundings['nvml'] = () => {
  const loaded = loadAddon();
  if (loaded.addon !== null) return loaded.addon.nvml;
  return { absent: `The native addon is missing: ${loaded.reason}.`, nextStep: loaded.nextStep };
};
