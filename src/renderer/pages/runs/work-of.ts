import type { Run } from '../../../contract/run.ts';
import { shapeWords } from '../../../core/analysis/run-list/run-search.ts';

/** "4 × 128", or "4" for a model without a sequence axis. */
export function workOf({ config }: Run): string {
  return shapeWords(config.batch, config.sequence);
}
