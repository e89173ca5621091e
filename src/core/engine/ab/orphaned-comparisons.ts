import { answerOf, DEFAULT_MARGIN } from '../../analysis/ab/answer.ts';
import { DynoError } from '../../../contract/errors.ts';
import type { Store } from '../../store/store.ts';

/** Ends the comparisons whose program died, with what their pairs said. */
export function markOrphanedComparisons(store: Store): void {
  for (const { id, pairs, resolution, request, aRunId, createdAt } of store.orphanedComparisons()) {
    const ratios = pairs.map(({ ratio }) => ratio);
    const margin = request.margin ?? DEFAULT_MARGIN;
    store.updateComparison(id, {
      status: 'crashed',
      answer: pairs.length === 0 ? null : answerOf(ratios, { margin, isLast: false, resolution }),
      endedAt: store.getRun(aRunId)?.endedAt ?? createdAt,
      error: new DynoError({
        code: 'WORKER_CRASHED',
        message: 'The program that made this comparison ended in the middle of it.',
        subject: id,
        nextStep: 'Run it again; the pairs that were measured are kept.',
      }).details(),
    });
  }
}
