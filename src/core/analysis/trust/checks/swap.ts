import { formatBytes, formatCount } from '../../../../contract/units.ts';
import { graded, unknown, worstOf } from '../finding.ts';
import type { TrustRule } from './types.ts';

/** Of the whole machine: a few pages move at any time, a hundred MiB are memory run out. */
const SWAPPED_BYTES = { warning: 1024 ** 2, bad: 100 * 1024 ** 2 };
/** Pages that the worker had to wait for a disk for: some are code seen for the first time. */
const MAJOR_FAULTS = { warning: 10, bad: 1000 };

export const swap: TrustRule = {
  about: 'machine',
  judge({ measuring, run }) {
    const before = measuring?.before ?? null;
    const after = measuring?.after ?? null;
    const faults =
      before?.worker && after?.worker
        ? after.worker.majorFaults - before.worker.majorFaults
        : (run.resources?.majorFaults ?? null);
    const byFaults =
      faults === null
        ? unknown('Nothing tells what the worker had to fetch from a disk.')
        : graded(faults, MAJOR_FAULTS, 'pages', {
            detail: `The worker waited for ${formatCount(faults)} pages from a disk.`,
            nextStep: 'Measure again: the model’s file is in memory then; else free some memory.',
          });
    const [from, to] = [before?.swappedBytes ?? null, after?.swappedBytes ?? null];
    if (from === null || to === null) return byFaults;
    const swapped = Math.max(0, to - from);
    return worstOf([
      graded(swapped, SWAPPED_BYTES, 'bytes', {
        detail:
          swapped === 0
            ? 'Nothing was swapped while it measured.'
            : `${formatBytes(swapped)} were swapped while it measured.`,
        nextStep: 'Close other programs, or take a smaller batch: memory ran short.',
      }),
      byFaults,
    ]);
  },
};
