import type { Run } from '../../../contract/run.ts';
import { titleOf } from '../../../core/analysis/run-list/run-title.ts';

/** What a run is called: its name, or its model and what was done to it where nobody named it. */
export function runTitle({ name, model, config }: Run): string {
  return titleOf({ name, model: model.name, ...config });
}
