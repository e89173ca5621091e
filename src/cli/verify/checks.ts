import type { Check, Surroundings } from './types.ts';

interface Promised {
  readonly what: string;
  readonly measured: string;
  readonly target: string;
}

export function judged(promised: Promised, isMet: boolean): Check {
  return { ...promised, verdict: isMet ? 'met' : 'not met', why: '' };
}

export function notJudged(promised: Promised, why: string): Check {
  return { ...promised, verdict: 'not judged', why };
}

/** A figure that only a real card can meet or miss. */
export function judgedOnCard(
  { hasCard, standIn }: Pick<Surroundings, 'hasCard' | 'standIn'>,
  promised: Promised,
  isMet: boolean,
): Check {
  if (hasCard) return judged(promised, isMet);
  return notJudged(
    promised,
    standIn === '' ? 'there is no card here' : `measured on a stand-in (${standIn})`,
  );
}
