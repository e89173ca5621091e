import type { Run } from '../../../contract/run.ts';

/** What a gate's fresh measurements carry, so that they are told from those that somebody asked for. */
export const GATE_TAG = 'gate';
/** Of the newest runs, how many may be a gate's own before one that somebody asked for. */
export const LOOKED_BACK = 300;

/** How far back "last" or "last~N" means; null for any other reference. */
export function backOf(reference: string): number | null {
  const last = /^last(?:~(\d{1,9}))?$/.exec(reference.trim());
  return last === null ? null : Number(last[1] ?? 0);
}

/** "last" is the newest that somebody asked for: never what a gate before has measured afresh. Newest first. */
export function lastAsked(reference: string, newest: readonly Pick<Run, 'id' | 'tags'>[]): string {
  const back = backOf(reference);
  if (back === null) return reference;
  return newest.filter(({ tags }) => !tags.includes(GATE_TAG))[back]?.id ?? reference;
}
