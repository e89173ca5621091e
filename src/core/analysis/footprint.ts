import type { Run } from '../../contract/run.ts';
import type { Bytes } from '../../contract/units.ts';

/** Highest size of the worker in any phase; null where nobody saw it. */
export function peakOf({ resources, hardware }: Pick<Run, 'resources' | 'hardware'>): Bytes | null {
  const seen = Object.values(resources?.peakBytes ?? {}).filter((bytes) => bytes !== null);
  return seen.length > 0 ? Math.max(...seen) : (hardware?.workerPeakBytes ?? null);
}
