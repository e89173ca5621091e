import type { Absent } from '../types.ts';

const NEXT_STEPS: Readonly<Record<string, string>> = {
  NVML_LIBRARY_NOT_FOUND:
    'For an NVIDIA card install its driver; in a container, start that with the driver’s libraries (--gpus all).',
  NVML_TOO_OLD: 'Install a driver of this decade.',
  NVML_DRIVER_NOT_LOADED: 'Load the driver (modprobe nvidia), or restart the machine.',
  NVML_VERSION_MISMATCH: 'Restart the machine: the driver was updated and the old one is still loaded.',
  NVML_NO_PERMISSION:
    'Let this user read /dev/nvidiactl and /dev/nvidia0, or ask whoever runs the container.',
  NVML_GPU_IS_LOST: 'Look for "Xid" in the kernel’s log (dmesg); a restart brings the card back.',
  NVML_NO_CARDS: 'See whether nvidia-smi lists it.',
};

/** Why the driver tells nothing here, and what would help. */
export function refusal(code: string, reason: string): Absent {
  return {
    absent: code === 'NVML_LIBRARY_NOT_FOUND' ? 'NVIDIA’s driver is not installed here.' : asSentence(reason),
    nextStep: NEXT_STEPS[code] ?? 'See what nvidia-smi says.',
  };
}

const asSentence = (words: string): string => (/[.!?]$/.test(words) ? words : `${words}.`);
