import { DynoError, type ErrorDetails } from '../../contract/errors.ts';
import type { Outcome } from './executor.ts';
import { howItEnded } from './worker-death.ts';

/** What to tell of a profiled pass that ended with its process, or with an error: the clean pass is kept. */
export function profilingLost(
  outcome: Exclude<Outcome, { readonly kind: 'result' }>,
  stopAsked: boolean,
  model: string,
): ErrorDetails {
  const what =
    outcome.kind === 'refused'
      ? `failed: ${outcome.error.message.replace(/\.$/, '')}`
      : stopAsked
        ? 'was stopped before the runtime had written down what it recorded'
        : `did not come to its end: the measuring process ${howItEnded(outcome.exit)}`;
  return new DynoError({
    code: outcome.kind === 'refused' ? outcome.error.code : 'WORKER_CRASHED',
    message: `The profiled pass ${what}. What the clean pass measured is whole.`,
    subject: model,
    nextStep: stopAsked
      ? 'Profile again and let it end, or give it fewer iterations.'
      : 'Profile again with fewer iterations or a smaller batch; if it happens again, without profiling.',
  }).details();
}
