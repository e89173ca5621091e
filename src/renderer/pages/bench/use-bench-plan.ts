import { useEffect, useState } from 'react';
import type { BenchRequest } from '../../../contract/run.ts';
import { useBenchDraft } from '../../state/bench-draft.ts';
import { requestOf } from '../../state/bench-request.ts';
import { usePlan } from '../../state/queries.ts';

const QUIET_MS = 200;

/** The plan of what the form says now; asked for when the typing pauses. */
export function useBenchPlan(): {
  readonly query: ReturnType<typeof usePlan>;
  readonly request: BenchRequest | null;
} {
  const draft = useBenchDraft();
  const [settled, setSettled] = useState(draft);
  useEffect(() => {
    if (draft === settled) return;
    // A click on another model or level is whole; only typing comes letter by letter.
    const typed = draft.model === settled.model && draft.level === settled.level;
    const timer = setTimeout(() => setSettled(draft), typed ? QUIET_MS : 0);
    return () => clearTimeout(timer);
  }, [draft, settled]);
  return { query: usePlan(requestOf(settled)), request: requestOf(draft) };
}
