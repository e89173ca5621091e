import {
  TRUST_CHECKS,
  type Trust,
  type TrustEvidence,
  type TrustState,
  type TrustVerdict,
} from '../../../contract/trust.ts';
import { RULES } from './checks/index.ts';
import type { Conditions } from './conditions.ts';
import { RANK, unknown } from './finding.ts';

/** Whether a run's numbers can be believed, with all that was looked at. One bad thing is enough against it. */
export function judgeTrust(conditions: Conditions): Trust {
  const isSimulated = conditions.run.config.executor !== null;
  const evidence = TRUST_CHECKS.map((check): TrustEvidence => {
    const { about, judge } = RULES[check];
    const applies = !isSimulated || about !== 'machine';
    return { check, ...(applies ? judge(conditions) : unknown('No machine measured this run.')) };
  });
  return concludeTrust(evidence);
}

/** The verdict is as bad as the worst evidence; what is unknown says nothing. */
export function concludeTrust(evidence: readonly TrustEvidence[]): Trust {
  const weighed = evidence.toSorted((a, b) => RANK[b.state] - RANK[a.state]);
  const against = weighed.filter(({ state }) => state === 'bad' || state === 'warning');
  return {
    verdict: verdictOf(weighed[0]?.state ?? 'unknown'),
    sentence: sentenceOf(weighed, against),
    evidence: weighed,
  };
}

function verdictOf(worst: TrustState): TrustVerdict {
  return worst === 'bad' ? 'not-trusted' : worst === 'warning' ? 'caution' : 'trusted';
}

function sentenceOf(evidence: readonly TrustEvidence[], against: readonly TrustEvidence[]): string {
  const [first, ...others] = against;
  if (first === undefined) {
    const unseen = evidence.filter(({ state }) => state === 'unknown').length;
    const rest = unseen === 0 ? '' : `; ${unseen} could not be made here`;
    return `Nothing seen that would spoil it: ${evidence.length - unseen} checks passed${rest}.`;
  }
  if (others.length === 0) return first.detail;
  return `${first.detail} ${others.length} more ${others.length === 1 ? 'thing speaks' : 'things speak'} against it.`;
}
