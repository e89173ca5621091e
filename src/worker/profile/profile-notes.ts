import type { ProfileNote } from '../../contract/profile.ts';
import type { ErrorDetails } from '../../contract/errors.ts';
import { formatBytes, formatDuration, type Bytes, type Milliseconds } from '../../contract/units.ts';

/** What a profiled pass may lack, in words. */
export const stoppedNote = (iterations: number): ProfileNote => ({
  kind: 'stopped',
  message: `The profiled pass was stopped after ${iterations} iterations.`,
  nextStep: 'Profile again and let it end, where the intervals are too wide.',
});

export const fileCutNote = (bytes: Bytes): ProfileNote => ({
  kind: 'file-cut',
  message: `The runtime’s file ended in the middle, after ${formatBytes(bytes)}: whole iterations before that count.`,
  nextStep: 'Look for a limit on the size of files (ulimit -f), or profile with fewer iterations.',
});

export const diskFullNote = (folder: string, freeBytes: Bytes): ProfileNote => ({
  kind: 'disk-full',
  message: `There is too little room for what the runtime records: ${formatBytes(freeBytes)} are free in ${folder}.`,
  nextStep: 'Free disk space there, or point TMPDIR to a folder that has some, then profile again.',
});

export const unwritableNote = (folder: string): ProfileNote => ({
  kind: 'nothing-recorded',
  message: `The runtime wrote no profile into ${folder}.`,
  nextStep: 'Check that this folder can be written to, or point TMPDIR to one that can, then profile again.',
});

export const noMappingNote = (reason: string): ProfileNote => ({
  kind: 'no-mapping',
  message: `The graph as it is executed could not be had: ${reason}. Operators are not mapped to the file’s nodes.`,
  nextStep: 'Profile with --graph-level disabled: then the executed nodes are the file’s own.',
});

export const failedNote = ({ message, nextStep }: ErrorDetails): ProfileNote => ({
  kind: 'failed',
  message: `The profiled pass ended early: ${message}`,
  nextStep,
});

export const driftedNote = (cleanMs: Milliseconds, controlMs: Milliseconds): ProfileNote => ({
  kind: 'drifted',
  message:
    `Unrecorded iterations beside the profiled ones took ${formatDuration(controlMs)}, ` +
    `${percent(controlMs / cleanMs - 1)} than in the clean pass (${formatDuration(cleanMs)}): the machine had changed.`,
  nextStep:
    'Shares hold better than times: profile again on a quiet machine before you trust a small difference.',
});

function percent(change: number): string {
  return `${Math.abs(change * 100).toFixed(0)} % ${change > 0 ? 'more' : 'less'}`;
}
