import { DynoError, type ErrorDetails } from '../../contract/errors.ts';
import type { BenchPlan, BenchRequest, MemoryEstimate } from '../../contract/run.ts';
import { formatBytes, formatDuration } from '../../contract/units.ts';

/** A run beyond this starts only when its user has seen the estimate and said yes. */
const LONG_MS = 86_400e3;

export function fits({ totalBytes, availableBytes }: MemoryEstimate): boolean {
  return totalBytes <= availableBytes;
}

/** Why the run must not start, or not yet; null where it may. */
export function refusalOf(
  subject: string,
  { longAgreed }: Pick<BenchRequest, 'longAgreed'>,
  memory: MemoryEstimate,
  estimate: BenchPlan['estimate'],
): ErrorDetails | null {
  if (!fits(memory)) return doesNotFit(subject, memory);
  if (estimate === null || estimate.totalMs <= LONG_MS || longAgreed === true) return null;
  return takesLong(subject, estimate);
}

function doesNotFit(subject: string, memory: MemoryEstimate): ErrorDetails {
  const parts = [
    `${formatBytes(memory.weightBytes + memory.weightCopyBytes)} of weights`,
    `${formatBytes(memory.inputBytes)} of inputs`,
    ...(memory.activationBytes === null
      ? []
      : [`${formatBytes(memory.activationBytes + memory.arenaBytes)} of intermediate values`]),
    ...(memory.outputBytes === null
      ? []
      : [`${formatBytes(memory.outputBytes + memory.outputCopyBytes)} of outputs`]),
  ];
  return new DynoError({
    code: 'DOES_NOT_FIT',
    message: `The run needs about ${formatBytes(memory.totalBytes)} (${parts.join(', ')}), and ${formatBytes(memory.availableBytes)} are available.`,
    subject,
    nextStep: 'Choose a smaller batch or sequence, or a lower level.',
    needBytes: memory.totalBytes,
    haveBytes: memory.availableBytes,
  }).details();
}

function takesLong(subject: string, estimate: NonNullable<BenchPlan['estimate']>): ErrorDetails {
  return new DynoError({
    code: 'TAKES_LONG',
    message: `This would take about ${formatDuration(estimate.totalMs)}: that rests on ${estimate.basis}.`,
    subject,
    nextStep: 'Agree to it with --yes, give it a time budget (--duration), or choose a lower level.',
    takesMs: estimate.totalMs,
  }).details();
}
