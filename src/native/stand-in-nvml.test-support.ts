import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NvmlNative } from '../../native/nvml.d.ts';
import { loadAddon } from './load-addon.ts';

const BUILT = join(import.meta.dirname, '..', '..', 'native', 'stand_ins', 'build', 'Release');
const LIBRARIES = {
  new: join(BUILT, 'stand_in_nvml.node'),
  old: join(BUILT, 'stand_in_nvml_old.node'),
} as const;

/** Null where the tests with a stand-in for NVIDIA's library can't run: no addon, or no stand-in. */
export const nvmlOrNull: NvmlNative | null = Object.values(LIBRARIES).every((path) => existsSync(path))
  ? (loadAddon().addon?.nvml ?? null)
  : null;

/** Of a suite that is skipped then. */
export const NEEDS_STAND_IN = 'skipped where the native addon or the stand-in libraries are not built';

/** The environment in which NVIDIA's library is the stand-in, answering as the script says. */
export function standInEnvironment(
  script: string,
  driver: keyof typeof LIBRARIES = 'new',
): { readonly env: Readonly<Record<string, string>>; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-nvml-'));
  const path = join(folder, 'script.txt');
  writeFileSync(path, script);
  return {
    env: { DYNO_NVML_LIBRARY: LIBRARIES[driver], DYNO_STAND_IN_NVML: path },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The same for this very process: only where the driver is not to hang, since that can't be undone. */
export function withStandIn(script: string, driver: keyof typeof LIBRARIES = 'new'): { end(): void } {
  const { env, remove } = standInEnvironment(script, driver);
  Object.assign(process.env, env);
  return {
    end: () => {
      for (const name of Object.keys(env)) delete process.env[name];
      remove();
    },
  };
}

/** A data-centre card that has everything, and holds still. */
export const FULL_CARD = `card GPU-aaaa NVIDIA Stand-in A
  bus 00000000:01:00.0
  compute.major 9
  compute.minor 0
  memory.total 85899345920
  memory.used 8589934592
  memory.reserved 536870912
  utilization.gpu 40
  utilization.memory 25
  clock.graphics 1755
  clock.sm 1740
  clock.memory 2619
  temperature 51
  power 250000
  power-limit 700000
  energy 1000000
  field.82 63
  field.186 260500
  field.185 250000
  throttle 4
  fan 35
  pcie.sent 1000
  pcie.received 2000
  pcie.generation 5
  pcie.width 16
  encoder 7
  decoder 8
  ecc 3
  gpm 1
  gpm.2 80
  gpm.3 40
  gpm.5 60
  gpm.10 70
  gpm.11 1
  gpm.12 22
  gpm.13 33
`;
