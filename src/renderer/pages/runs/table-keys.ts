import type { KeyboardEvent } from 'react';
import type { RunFacts } from '../../../contract/run-list.ts';

export interface KeyContext {
  /** What the active line holds. */
  readonly run: RunFacts | null;
  readonly group: { readonly key: string; readonly folded: boolean } | null;
  readonly page: number;
  readonly active: number;
  readonly last: number;
  readonly selection: ReadonlySet<string>;
  readonly move: (index: number) => void;
  readonly toggle: (index: number, extend: boolean) => void;
  readonly selectAll: () => void;
  readonly clear: () => void;
  readonly fold: (key: string) => void;
  readonly onOpen: (run: RunFacts) => void;
  readonly onEdit: (run: RunFacts) => void;
  readonly onDelete: (ids: readonly string[]) => void;
}

/** What a key does in the table; null where it does nothing. */
export function keyAction(event: KeyboardEvent, context: KeyContext): (() => void) | null {
  const { run, group, page, active, last, selection, move, fold } = context;
  if ((event.ctrlKey || event.metaKey) && event.key === 'a') return context.selectAll;
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  switch (event.key) {
    case 'ArrowDown':
      return () => move(active + 1);
    case 'ArrowUp':
      return () => move(active - 1);
    case 'PageDown':
      return () => move(active + page);
    case 'PageUp':
      return () => move(active - page);
    case 'Home':
      return () => move(0);
    case 'End':
      return () => move(last);
    case ' ':
      if (group !== null) return () => fold(group.key);
      return run === null ? null : () => context.toggle(active, event.shiftKey);
    case 'Enter':
      if (group !== null) return () => fold(group.key);
      return run === null ? null : () => context.onOpen(run);
    case 'ArrowLeft':
      return group !== null && !group.folded ? () => fold(group.key) : null;
    case 'ArrowRight':
      return group !== null && group.folded ? () => fold(group.key) : null;
    case 'F2':
      return run === null ? null : () => context.onEdit(run);
    case 'Delete':
    case 'Backspace': {
      const doomed = selection.size > 0 ? [...selection] : run === null ? [] : [run.id];
      return doomed.length === 0 ? null : () => context.onDelete(doomed);
    }
    case 'Escape':
      return selection.size === 0 ? null : context.clear;
    default:
      return null;
  }
}
