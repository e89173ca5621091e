import { ArrowDown, ArrowUp, Equal } from 'lucide-react';
import type { HistoryChange } from '../../../contract/history.ts';
import type { Unit } from '../../../contract/units.ts';
import { changeWords, fromTo, VERDICT_WORDS } from './history-words.ts';
import styles from './HistoryPage.module.css';

/** "245 ms → 180 ms (−27 %)", with a word for what that is. */
export function ChangeMark({ change, unit }: { readonly change: HistoryChange; readonly unit: Unit }) {
  const { share, interval } = changeWords(change);
  const Icon =
    change.verdict === 'same' || change.verdict === 'undecided'
      ? Equal
      : change.ratio > 1
        ? ArrowUp
        : ArrowDown;
  return (
    <span className={styles.change} data-verdict={change.verdict}>
      <Icon aria-hidden="true" />
      <span className={styles.share}>{share}</span>
      <span className={styles.quiet}>
        {fromTo(change, unit)}
        {interval === '' ? '' : ` · 95 % ${interval}`} · {VERDICT_WORDS[change.verdict]}
      </span>
    </span>
  );
}
