import { X } from 'lucide-react';
import type { Difference, DifferenceSide } from '../../contract/difference.ts';
import { formatDuration, formatNumber } from '../../contract/units.ts';
import {
  deltaWord,
  isUnclear,
  signedDuration,
  signedInterval,
  signedShare,
} from '../../core/analysis/difference/shown/delta-words.ts';
import { familyWords } from '../../core/charts/family-hue.ts';
import { IconButton } from '../components/IconButton.tsx';
import { formatRoute } from '../state/routes.ts';
import { MatchBadge } from './MatchBadge.tsx';
import styles from './Difference.module.css';

export interface PartDetailProps {
  readonly difference: Difference;
  readonly part: number | null;
  readonly onPart: (part: number | null) => void;
  /** The two runs, so that their own pages can be reached; null for traces. */
  readonly runs: { readonly a: string; readonly b: string } | null;
}

/** Listed of a side that is made of many. */
const MOST_NAMES = 12;

/** All that is known of the selected part, on either side. */
export function PartDetail({ difference, part: place, onPart, runs }: PartDetailProps) {
  const part = place === null ? undefined : difference.parts[place];
  if (part === undefined) return null;
  const { name, deltaMs, deltaCi95, ownDeltaMs, module, family, note, a, b } = part;
  const { drift, aMs } = difference;
  return (
    <section className={styles.detail} aria-label={`Selected: ${name.slice(0, 120)}`}>
      <header className={styles.detailHead}>
        <h2 className={styles.detailTitle} dir="auto">
          {name.slice(0, 400)}
        </h2>
        <MatchBadge part={part} />
        <span className={styles.space} />
        <IconButton label="Close the details" onClick={() => onPart(null)}>
          <X />
        </IconButton>
      </header>
      <p>
        <strong className={isUnclear(part) ? undefined : deltaMs > 0 ? styles.bad : styles.good}>
          {signedDuration(deltaMs)} {isUnclear(part) ? '' : deltaWord(deltaMs)}
        </strong>{' '}
        {signedInterval(deltaCi95)}
        {a !== null && b !== null && a.ms > 0 && `, ${signedShare(deltaMs, a.ms)} of its time`}
        {`, ${signedShare(deltaMs, aMs)} of A’s.`}
        {isUnclear(part) && ' Its interval holds zero: that may be noise.'}
        {drift !== null &&
          ` By itself ${signedDuration(ownDeltaMs)}; the rest all unchanged ones moved by alike.`}
      </p>
      {note !== '' && <p>{asSentence(note)}</p>}
      <p className={styles.quiet}>
        {[module.join('/'), familyWords(family)].filter((words) => words !== '').join(' · ')}
      </p>
      <div className={styles.sides}>
        <Side side={a} label="A" none="Not in A: it is new." run={runs?.a ?? null} />
        <Side side={b} label="B" none="Not in B: it is gone." run={runs?.b ?? null} />
      </div>
    </section>
  );
}

function asSentence(note: string): string {
  const words = note.slice(0, 400);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${words.endsWith('.') ? '' : '.'}`;
}

interface SideProps {
  readonly side: DifferenceSide | null;
  readonly label: 'A' | 'B';
  readonly none: string;
  readonly run: string | null;
}

function Side({ side, label, none, run }: SideProps) {
  if (side === null) {
    return (
      <div className={styles.side} data-side={label}>
        <h3 className={styles.sideHead}>{label}</h3>
        <p className={styles.quiet}>{none}</p>
      </div>
    );
  }
  const { names, ops, members, ms, ci95, providers, shapes, count } = side;
  return (
    <div className={styles.side} data-side={label}>
      <h3 className={styles.sideHead}>
        {label}: {formatDuration(ms)}
        {ci95 !== null && (
          <span className={styles.quiet}>
            {' '}
            [{formatDuration(ci95[0])}, {formatDuration(ci95[1])}]
          </span>
        )}
      </h3>
      <ul className={styles.members}>
        {names.slice(0, MOST_NAMES).map((name, at) => {
          const operator = members[at];
          const words = `${ops[at] ?? ops[0] ?? ''} ${name.slice(0, 200)}`;
          return (
            <li key={`${at} ${name}`} dir="auto">
              {run !== null && operator !== undefined ? (
                <a href={formatRoute({ page: 'run', runId: run, tab: 'operators', operator })}>{words}</a>
              ) : (
                words
              )}
            </li>
          );
        })}
        {names.length > MOST_NAMES && <li className={styles.quiet}>and {names.length - MOST_NAMES} more</li>}
      </ul>
      <p className={styles.quiet}>
        {[
          count > names.length ? `${formatNumber(count)} times` : '',
          [...new Set(providers)].join(', '),
          [...new Set(shapes)].slice(0, 4).join('; '),
        ]
          .filter((words) => words !== '')
          .join(' · ')}
      </p>
    </div>
  );
}
