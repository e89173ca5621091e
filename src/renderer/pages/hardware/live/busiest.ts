import type { ProcessRow } from '../../../../contract/hardware-channels.ts';

export type ProcessOrder = 'cpu' | 'memory' | 'gpu';

/** The greatest first; equals by their number, so that idle lines do not jump about. */
export function busiest(rows: readonly ProcessRow[], order: ProcessOrder): readonly ProcessRow[] {
  const weight = ({ cpuPercent, residentBytes, gpuBytes }: ProcessRow): number =>
    ({ cpu: cpuPercent ?? -1, memory: residentBytes, gpu: gpuBytes ?? -1 })[order];
  return [...rows].sort((one, other) => weight(other) - weight(one) || one.pid - other.pid);
}
