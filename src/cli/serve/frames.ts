import { DynoError } from '../../contract/errors.ts';

/** A frame of birpc, as far as it must be right for birpc not to trip over it. */
export type Frame =
  | { readonly t: 'q'; readonly m: string; readonly a: readonly unknown[]; readonly i?: string }
  | { readonly t: 's'; readonly i: string };

/** Null for anything else: a page that sends such a thing is no page of ours. */
export function readFrame(value: unknown): Frame | null {
  if (typeof value !== 'object' || value === null) return null;
  const { t, m, a, i } = value as Readonly<Record<'t' | 'm' | 'a' | 'i', unknown>>;
  if (t === 's') return typeof i === 'string' ? (value as Frame) : null;
  if (t !== 'q' || typeof m !== 'string' || !Array.isArray(a)) return null;
  return i === undefined || i === null || typeof i === 'string' ? (value as Frame) : null;
}

export function tooManyCalls(limit: number): DynoError {
  return new DynoError({
    code: 'USAGE',
    message: `This page waits for ${limit} answers already.`,
    subject: 'the connection',
    nextStep: 'Wait for some of them, then call again.',
  });
}
