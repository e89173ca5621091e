import { useCallback, useEffect, useRef, useState } from 'react';
import { patchRun } from './run-actions.ts';

export type SaveState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved' }
  | { readonly kind: 'failed'; readonly error: unknown };

export interface Patch {
  readonly notes?: string;
  readonly tags?: readonly string[];
}

const PAUSE_MS = 600;

/** Saves when the typing pauses, and at once when the page is left. */
export function useAutosave(runId: string): { readonly state: SaveState; save(patch: Patch): void } {
  const [state, setState] = useState<SaveState>({ kind: 'idle' });
  const pending = useRef<Patch | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  const flush = useCallback(() => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    const patch = pending.current;
    if (patch === null) return;
    pending.current = null;
    setState({ kind: 'saving' });
    patchRun(runId, patch).then(
      () => setState(pending.current === null ? { kind: 'saved' } : { kind: 'waiting' }),
      (error: unknown) => {
        // What failed is tried again with the next key.
        pending.current = { ...patch, ...pending.current };
        setState({ kind: 'failed', error });
      },
    );
  }, [runId]);

  useEffect(() => {
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [flush]);

  const save = useCallback(
    (patch: Patch) => {
      pending.current = { ...pending.current, ...patch };
      setState({ kind: 'waiting' });
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = setTimeout(flush, PAUSE_MS);
    },
    [flush],
  );
  return { state, save };
}
