import { ShieldAlert, ShieldCheck, ShieldX } from 'lucide-react';
import type { TrustBadge, TrustVerdict } from '../../../contract/trust.ts';
import { VERDICT_WORDS } from '../../../core/analysis/trust/evidence-words.ts';
import styles from './TrustMark.module.css';

export const TRUST_SIGNS: Readonly<Record<TrustVerdict, typeof ShieldCheck>> = {
  trusted: ShieldCheck,
  caution: ShieldAlert,
  'not-trusted': ShieldX,
};

/** The verdict as a sign alone, for rows of a table; its reason on hovering and for those who listen. */
export function TrustMark({ trust }: { readonly trust: TrustBadge }) {
  const Sign = TRUST_SIGNS[trust.verdict];
  const words = `${VERDICT_WORDS[trust.verdict]}: ${trust.sentence}`;
  return (
    <span className={styles.mark} data-verdict={trust.verdict} title={words}>
      <Sign aria-hidden="true" />
      <span className="visually-hidden">{words}</span>
    </span>
  );
}
