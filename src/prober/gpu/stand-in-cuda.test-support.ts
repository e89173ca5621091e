import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { loadAddon } from '../../native/load-addon.ts';
import type { CudaNative } from '../../../native/cuda.d.ts';

const BUILT = join(import.meta.dirname, '..', '..', '..', 'native', 'stand_ins', 'build', 'Release');
const pathOf = (name: string): string => join(BUILT, `${name}.node`);

const { addon } = loadAddon();

/** Null where the addon or the stand-ins could not be built: then there is nothing to be tested. */
export const cudaOrNull: CudaNative | null = existsSync(pathOf('stand_in_cuda'))
  ? (addon?.cuda ?? null)
  : null;
export const WITHOUT = '(skipped where the native addon and the stand-in drivers are not built)';

/** What is opened in this test is the stand-in; see libcuda_stand_in.cc for the script, which each open reads. */
export function useStandIn(name = 'stand_in_cuda', script = ''): void {
  const before = { ...process.env };
  process.env['DYNO_CUDA_LIBRARY'] = pathOf(name);
  process.env['DYNO_STAND_IN_CUDA'] = script;
  onTestFinished(() => {
    for (const key of ['DYNO_CUDA_LIBRARY', 'DYNO_STAND_IN_CUDA']) {
      if (before[key] === undefined) delete process.env[key];
      else process.env[key] = before[key];
    }
  });
}
