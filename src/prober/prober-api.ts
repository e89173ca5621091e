import { DynoError } from '../contract/errors.ts';
import type { NativeDescription, ProberApi, ProberEvents } from '../contract/prober-api.ts';
import type { DynoNative } from '../../native/index.d.ts';
import { loadAddon } from '../native/load-addon.ts';
import { checkCpuKernels } from './cpu/check-kernels.ts';
import { probeCpu } from './cpu/probe-cpu.ts';
import { CardByteCache } from './gpu/card-byte-cache.ts';
import { checkGpuKernels } from './gpu/check-kernels.ts';
import { probeGpus } from './gpu/probe-gpus.ts';
import { describeNative } from './describe-native.ts';

/** What the prober's process answers. Each call works to its end: a host that wants it to stop kills the process. */
export function createProberApi(onStep: ProberEvents['onStep']): ProberApi {
  const cardCache = new CardByteCache(addonOrThrow);
  return {
    describe: async () => describeNative(),
    probeCpu: async () => probeCpu(addonOrThrow().cpu, onStep),
    probeGpus: async () => probeGpus(addonOrThrow().cuda, onStep),
    checkKernels: async () => {
      const { cpu, cuda } = addonOrThrow();
      return [...checkCpuKernels(cpu), ...checkGpuKernels(cuda)];
    },
    cacheGet: async (key) => cardCache.get(key),
    cachePut: async (key, bytes) => cardCache.put(key, bytes),
    cacheStatistics: async () => cardCache.statistics(),
  };
}

function addonOrThrow(): DynoNative {
  const { addon } = loadAddon();
  if (addon === null) throw nativeMissing(describeNative());
  return addon;
}

function nativeMissing({ missing }: NativeDescription): DynoError {
  return new DynoError({
    code: 'NATIVE_MISSING',
    message: `Dyno’s native addon does not load here: ${missing?.reason ?? 'its kernels are not in it'}.`,
    subject: 'the native addon',
    nextStep: missing?.nextStep ?? 'Build it again: npm run native.',
  });
}
