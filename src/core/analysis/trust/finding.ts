import type { TrustEvidence, TrustState } from '../../../contract/trust.ts';

export type Finding = Omit<TrustEvidence, 'check'>;

export interface Limits {
  readonly warning: number;
  readonly bad: number;
}

export function unknown(why: string): Finding {
  return { state: 'unknown', detail: why, value: null, limit: null, unit: '', nextStep: '' };
}

/** What is no number: so it is, or so it is not. */
export function stated(state: TrustState, detail: string, nextStep = ''): Finding {
  return { state, detail, value: null, limit: null, unit: '', nextStep: state === 'ok' ? '' : nextStep };
}

/** What gets worse as it grows. */
export function graded(
  value: number,
  { warning, bad }: Limits,
  unit: string,
  words: { readonly detail: string; readonly nextStep: string },
): Finding {
  const state = value > bad ? 'bad' : value > warning ? 'warning' : 'ok';
  return {
    state,
    detail: words.detail,
    value,
    limit: state === 'bad' ? bad : warning,
    unit,
    nextStep: state === 'ok' ? '' : words.nextStep,
  };
}

/** As bad as the worst of several; the first of the worst is told. */
export function worstOf(findings: readonly [Finding, ...Finding[]]): Finding {
  return findings.reduce((worst, finding) => (RANK[finding.state] > RANK[worst.state] ? finding : worst));
}

/** How much a state says against a run. */
export const RANK: Readonly<Record<TrustState, number>> = { unknown: 0, ok: 1, warning: 2, bad: 3 };
