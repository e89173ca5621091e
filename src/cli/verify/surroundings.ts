import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asDynoError } from '../../contract/errors.ts';
import type { NativeDescription } from '../../contract/prober-api.ts';
import type { CorePorts } from '../../core/ports.ts';
import { describeNative } from './ask-child.ts';
import type { Surroundings } from './types.ts';

const LOOK_WITHIN_MS = 20_000;
/** One card of no make, for the sensors to read where there is none. */
const SCRIPTED_CARD = 'card.stand-in';

/**
 * Looks for a card by what its drivers say; where there is none, or none is wanted, lets the children load the
 * libraries that were built to stand in for them.
 */
export async function lookAround(
  ports: Pick<CorePorts, 'launchProber'>,
  { programRoot, temporary, wantsStandIn }: { programRoot: string; temporary: string; wantsStandIn: boolean },
): Promise<Surroundings> {
  const native = await within(describeNative(ports));
  if (typeof native === 'string') return without(null, `The prober did not say what loads here: ${native}`);
  if (native.missing !== null)
    return without(native, `The native addon is missing: ${native.missing.reason}.`);
  if (!wantsStandIn && (native.cuda.isLoaded || native.nvml.isLoaded)) {
    return {
      hasCard: true,
      standIn: '',
      native,
      words: `CUDA: ${native.cuda.detail}; NVML: ${native.nvml.detail}`,
    };
  }
  const why = wantsStandIn ? 'A stand-in was asked for.' : `No NVIDIA driver: ${native.cuda.detail}.`;
  const standIns = useStandIns(join(programRoot, 'native', 'stand_ins', 'build', 'Release'), temporary);
  if (standIns === '') return without(native, `${why} No stand-ins were built here either.`);
  const standing = await within(describeNative(ports));
  return {
    hasCard: false,
    standIn: standIns,
    native: typeof standing === 'string' ? native : standing,
    words: why,
  };
}

function without(native: NativeDescription | null, words: string): Surroundings {
  return { hasCard: false, standIn: '', native, words };
}

/** Children inherit where to look. Gives the names of what stands in. */
function useStandIns(folder: string, temporary: string): string {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const cuda = names.find((name) => /^(stand_in_cuda|libcuda)\.node$/.test(name));
  const nvml = names.find((name) => /^(stand_in_nvml|libnvidia-ml)\.node$/.test(name));
  if (cuda !== undefined) process.env['DYNO_CUDA_LIBRARY'] = join(folder, cuda);
  if (nvml !== undefined) {
    process.env['DYNO_NVML_LIBRARY'] = join(folder, nvml);
    const script = join(temporary, SCRIPTED_CARD);
    writeFileSync(script, NVML_SCRIPT);
    process.env['DYNO_STAND_IN_NVML'] ??= script;
  }
  return [cuda === undefined ? '' : 'libcuda', nvml === undefined ? '' : 'libnvidia-ml']
    .filter(Boolean)
    .join(' and ');
}

/** All that is asked of a card of our day, in the stand-in's own words. */
const NVML_SCRIPT = `library 1.0
card GPU-00000000-0000-0000-0000-000000000000 Stand-in card
  bus 00000000:01:00.0
  compute.major 9
  compute.minor 0
  memory.total 85899345920
  memory.used 1073741824
  utilization.gpu 10 60 40
  utilization.memory 5 20 10
  temperature 45
  power 250000
  energy counts 1000000 250 90
  power-limit 700000
  throttle 0
`;

/** The answer, or in words why there was none. */
async function within<T extends object>(answer: Promise<T>): Promise<T | string> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer in ${LOOK_WITHIN_MS / 1000} s.`), LOOK_WITHIN_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } catch (thrown) {
    return asDynoError(thrown, 'the prober').message;
  } finally {
    clearTimeout(timer);
  }
}
