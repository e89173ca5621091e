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
    cuda: describeCuda(loaded.addon),
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
/** How long the driver may take to be opened: seconds, where it has to wake its cards first. */
const OPENING_LIMIT_MS = 10_000;
const NO_ANSWER = `NVIDIA’s driver has not answered for ${OPENING_LIMIT_MS / 1000} s`;

/** Where the loader looked is told only of a library that was named by hand. */
const shortly = (code: string, reason: string): string =>
  code === 'NVML_LIBRARY_NOT_FOUND' && process.env['DYNO_NVML_LIBRARY'] === undefined
    ? 'NVIDIA’s driver is not installed here'
    : reason;

function describeNvml({ nvml }: DynoNative): LibraryState {
  const session = new nvml.Session();
  const isSettled = session.wait(OPENING_LIMIT_MS);
  const description = session.describe();
  const { phase, code, reason } = session.state();
  session.close();
  if (phase === 'reading' && description !== null) {
    const { driver, path, isStandIn, problems } = description;
    const facts = [`driver ${driver ?? 'unknown'}`, path, ...problems];
    return { isLoaded: true, detail: facts.join(', '), isStandIn };
  }
  return { isLoaded: false, detail: isSettled ? shortly(code, reason) : NO_ANSWER, isStandIn: false };
}

function describeCuda({ cuda }: DynoNative): LibraryState {
  try {
    const { path, version, isStandIn } = cuda.open();
    const release = `${Math.floor(version / 1000)}.${Math.floor((version % 1000) / 10)}`;
    return { isLoaded: true, detail: `CUDA ${release}, ${path}`, isStandIn };
  } catch (thrown) {
    return { isLoaded: false, detail: wordsOf(thrown), isStandIn: false };
  }
}

const wordsOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
