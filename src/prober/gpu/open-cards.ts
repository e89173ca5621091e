import type { CudaDevice, CudaDriver, CudaNative } from '../../../native/cuda.d.ts';

/** The least compute capability that the kernels are built for. */
const LEAST = 75;

export interface OpenCards {
  readonly driver: CudaDriver;
  readonly devices: readonly CudaDevice[];
  /** Why there are none; empty where there are. */
  readonly reason: string;
}

/** The driver with those of its cards that can run Dyno's kernels. Throws where there is no driver. */
export function openCards(cuda: CudaNative): OpenCards {
  const driver = cuda.open();
  const all = driver.devices();
  const devices = all.filter(({ major, minor }) => major * 10 + minor >= LEAST);
  const [old] = all;
  if (devices.length > 0) return { driver, devices, reason: '' };
  if (old === undefined) return { driver, devices, reason: 'the driver shows no GPU to this process' };
  const capability = `${old.major}.${old.minor}`;
  return {
    driver,
    devices,
    reason: `${old.name} has compute capability ${capability}; Dyno’s kernels need 7.5 (Turing) or later`,
  };
}
