import type { Finding } from '../../../contract/finding.ts';

export const SEVERITIES: readonly Finding['severity'][] = ['high', 'medium', 'low'];

/** By what it costs of the clean time. */
const HIGH_SHARE = 0.1;
const MEDIUM_SHARE = 0.02;

export function severityOfShare(share: number): Finding['severity'] {
  if (share >= HIGH_SHARE) return 'high';
  return share >= MEDIUM_SHARE ? 'medium' : 'low';
}
