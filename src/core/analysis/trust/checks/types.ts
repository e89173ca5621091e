import type { Conditions } from '../conditions.ts';
import type { Finding } from '../finding.ts';

export interface TrustRule {
  /** A simulated run has a series, but no machine that it was measured on. */
  readonly about: 'run' | 'machine' | 'series';
  judge(conditions: Conditions): Finding;
}
