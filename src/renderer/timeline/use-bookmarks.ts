import { useCallback, useMemo } from 'react';
import { asDynoError } from '../../contract/errors.ts';
import type { TraceBookmark, TraceNotes } from '../../contract/trace.ts';
import { api } from '../state/connection.ts';
import { queryClient } from '../state/queries.ts';
import { queryKeys } from '../state/query-keys.ts';
import { showToast } from '../state/toasts.ts';
import { useTraceNotes } from '../state/traces.ts';

export interface Bookmarks {
  /** In order of time, from the first start. */
  readonly list: readonly TraceBookmark[];
  add(label: string, fromUs: number, toUs: number | null): void;
  rename(id: string, label: string): void;
  remove(id: string): void;
}

const NONE: readonly TraceBookmark[] = [];
/** One change after the other, each on what the one before left. */
let writing: Promise<void> = Promise.resolve();

export function useBookmarks(traceId: string): Bookmarks {
  const { data } = useTraceNotes(traceId);
  const list = data?.bookmarks ?? NONE;
  const change = useCallback(
    (next: (before: readonly TraceBookmark[]) => readonly TraceBookmark[]) => {
      const key = queryKeys.traceNotes(traceId);
      queryClient.setQueryData<TraceNotes>(key, (before) => ({
        text: before?.text ?? '',
        bookmarks: next(before?.bookmarks ?? NONE),
      }));
      writing = writing.then(async () => {
        try {
          // The notes may have been written meanwhile, on their own tab or in another window.
          const now = await api.getTraceNotes(traceId);
          await api.saveTraceNotes(traceId, { ...now, bookmarks: next(now.bookmarks) });
        } catch (error) {
          showToast({ text: `The bookmark was not kept: ${asDynoError(error).message}`, tone: 'bad' });
        }
        await queryClient.invalidateQueries({ queryKey: key });
      });
    },
    [traceId],
  );
  return useMemo(
    () => ({
      list,
      add: (label, fromUs, toUs) => {
        const made = { id: crypto.randomUUID(), label, fromUs, toUs };
        change((before) => [...before, made].sort((one, other) => one.fromUs - other.fromUs));
      },
      rename: (id, label) =>
        change((before) => before.map((each) => (each.id === id ? { ...each, label } : each))),
      remove: (id) => change((before) => before.filter((each) => each.id !== id)),
    }),
    [list, change],
  );
}
