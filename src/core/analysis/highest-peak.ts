import type { RunResources } from '../../contract/run.ts';
import type { Bytes } from '../../contract/units.ts';

/** The most memory that the worker had in any phase; null where none was measured. */
export function highestPeak({ load, firstRun, warmup, measuring }: RunResources['peakBytes']): Bytes | null {
  const known = [load, firstRun, warmup, measuring].filter((bytes) => bytes !== null);
  return known.length === 0 ? null : Math.max(...known);
}
