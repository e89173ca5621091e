import type { DoctorCheck } from '../../contract/hardware.ts';
import { asDynoError } from '../../contract/errors.ts';
import type { LibraryState, NativeDescription } from '../../contract/prober-api.ts';

const LIBRARIES = [
  {
    id: 'nvml',
    title: 'NVML',
    without: 'Nothing to do without an NVIDIA card; for one, install its driver.',
    variable: 'DYNO_NVML_LIBRARY',
  },
  {
    id: 'cuda',
    title: 'CUDA driver',
    without:
      'Nothing to do without an NVIDIA card; for one, install its driver. Kernels run on the CPU until then.',
    variable: 'DYNO_CUDA_LIBRARY',
  },
] as const;

/** The native addon and the vendors' libraries that it opens, as the process that loads them tells. */
export async function checkNative(
  describe: () => Promise<NativeDescription>,
): Promise<readonly DoctorCheck[]> {
  let native: NativeDescription;
  try {
    native = await describe();
  } catch (thrown) {
    const { message, nextStep } = asDynoError(thrown);
    return [{ id: 'native', title: 'Native addon', state: 'missing', detail: message, nextStep }];
  }
  const { missing, version, simd } = native;
  if (missing !== null) {
    return [
      {
        id: 'native',
        title: 'Native addon',
        state: 'missing',
        detail: missing.reason,
        nextStep: missing.nextStep,
      },
    ];
  }
  return [
    {
      id: 'native',
      title: 'Native addon',
      state: 'ok',
      detail: `version ${version ?? 'unknown'}, kernels for ${simd ?? 'any processor'}`,
      nextStep: '',
    },
    ...LIBRARIES.map((library) => checkLibrary(library, native[library.id])),
  ];
}

function checkLibrary(
  { id, title, without, variable }: (typeof LIBRARIES)[number],
  { isLoaded, detail, isStandIn }: LibraryState,
): DoctorCheck {
  if (!isLoaded) return { id, title, state: 'missing', detail, nextStep: without };
  if (!isStandIn) return { id, title, state: 'ok', detail, nextStep: '' };
  return {
    id,
    title,
    state: 'warning',
    detail: `${detail}: a stand-in, built for Dyno’s tests; its figures are of no real card`,
    nextStep: `Unset ${variable}.`,
  };
}
