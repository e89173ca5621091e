import { ChartNoAxesGantt, Flame, Workflow } from 'lucide-react';
import type { Difference, DifferenceRequest } from '../../contract/difference.ts';
import {
  contribution,
  deltaWord,
  isUnclear,
  signedDuration,
} from '../../core/analysis/difference/shown/delta-words.ts';
import { Button } from '../components/Button.tsx';
import { Panel } from '../components/Panel.tsx';
import type { DifferenceView } from './DifferenceTab.tsx';
import { Differing } from './Differing.tsx';
import styles from './Difference.module.css';

export interface ExplainCardProps {
  readonly request: DifferenceRequest;
  readonly title: string;
  /** To a view of the difference, with a part selected there. */
  readonly onOpen: (view: DifferenceView, part: number | null) => void;
}

const FIRST = 3;

/** What explains a difference: the sentence, the first parts and what is left, each one click from its operator. */
export function ExplainCard({ request, title, onOpen }: ExplainCardProps) {
  return (
    <Panel title={title}>
      <Differing request={request} compact>
        {(difference) => <Explained difference={difference} onOpen={onOpen} />}
      </Differing>
    </Panel>
  );
}

type ExplainedProps = Pick<ExplainCardProps, 'onOpen'> & { readonly difference: Difference };

function Explained({ difference, onOpen }: ExplainedProps) {
  const { parts, sentence, residualMs, deltaMs, drift, kind } = difference;
  const own = (place: number): number => {
    const part = parts[place];
    return (drift === null ? part?.deltaMs : part?.ownDeltaMs) ?? 0;
  };
  const first = parts.slice(0, FIRST);
  const rest = parts.slice(FIRST).reduce((sum, _, at) => sum + own(at + FIRST), 0);
  const alike = parts.reduce((sum, part, place) => sum + part.deltaMs - own(place), 0);
  const most = Math.max(
    ...first.map((_, place) => Math.abs(own(place))),
    Math.abs(rest),
    Math.abs(residualMs),
    Math.abs(alike),
  );
  return (
    <>
      <p className={styles.sentence}>{sentence}</p>
      <div className={styles.explain}>
        {first.map((part, place) => (
          <div key={place} className={styles.explainRow}>
            <button
              type="button"
              className={styles.explainName}
              title={part.note === '' ? part.name.slice(0, 400) : `${part.name.slice(0, 400)}: ${part.note}`}
              onClick={() => onOpen('operators', place)}
            >
              {part.name.slice(0, 400)}
            </button>
            <Bar ms={own(place)} most={most} tone={own(place) > 0 ? 'slower' : 'faster'} />
            <span>
              {signedDuration(own(place))} {isUnclear(part) ? 'not clear' : deltaWord(own(place))}
              <span className={styles.quiet}> {ofDelta(own(place), deltaMs)}</span>
            </span>
          </div>
        ))}
        {parts.length > FIRST && (
          <Rest label={`${parts.length - FIRST} others`} ms={rest} most={most} deltaMs={deltaMs} />
        )}
        {drift !== null && <Rest label="what all moved by alike" ms={alike} most={most} deltaMs={deltaMs} />}
        <Rest label="residual" ms={residualMs} most={most} deltaMs={deltaMs} />
      </div>
      <div className={styles.links}>
        <Button icon={<ChartNoAxesGantt />} onClick={() => onOpen('operators', null)}>
          {kind === 'runs' ? 'All operators' : 'All names'}
        </Button>
        <Button icon={<Flame />} onClick={() => onOpen('flame', null)}>
          Flame
        </Button>
        {kind === 'runs' && (
          <Button icon={<Workflow />} onClick={() => onOpen('graphs', null)}>
            Graphs
          </Button>
        )}
      </div>
    </>
  );
}

interface RestProps {
  readonly label: string;
  readonly ms: number;
  readonly most: number;
  readonly deltaMs: number;
}

function Rest({ label, ms, most, deltaMs }: RestProps) {
  return (
    <div className={styles.explainRow}>
      <span className={styles.quiet}>{label}</span>
      <Bar ms={ms} most={most} tone="rest" />
      <span>
        {signedDuration(ms)}
        <span className={styles.quiet}> {ofDelta(ms, deltaMs)}</span>
      </span>
    </div>
  );
}

function ofDelta(ms: number, deltaMs: number): string {
  return deltaMs === 0 ? '' : `${contribution(ms, deltaMs)} of the change`;
}

interface BarProps {
  readonly ms: number;
  readonly most: number;
  readonly tone: 'slower' | 'faster' | 'rest';
}

function Bar({ ms, most, tone }: BarProps) {
  return (
    <span className={styles.explainTrack} aria-hidden="true">
      <span
        className={styles.explainFill}
        data-tone={tone}
        style={{ width: `${most > 0 ? (100 * Math.abs(ms)) / most : 0}%` }}
      />
    </span>
  );
}
