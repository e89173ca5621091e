import { ChevronDown, ChevronUp } from 'lucide-react';
import { useState } from 'react';
import type { Run } from '../../contract/run.ts';
import {
  MATCH_WORDS,
  signedDuration,
  signedShare,
} from '../../core/analysis/difference/shown/delta-words.ts';
import { DELTA_CATEGORIES, isHatchedDelta } from '../../core/charts/difference/delta-scale.ts';
import { Choice } from '../components/Choice.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { IconButton } from '../components/IconButton.tsx';
import { Loading } from '../components/Loading.tsx';
import { Skeleton } from '../components/Skeleton.tsx';
import { Switch } from '../components/Switch.tsx';
import { Legend } from '../flame/Legend.tsx';
import { runTitle } from '../pages/runs/run-title.ts';
import { useModelGraph } from '../state/queries.ts';
import { DeltaGraph } from './DeltaGraph.tsx';
import type { Shown } from './difference-place.ts';
import styles from './GraphDifference.module.css';

export interface GraphDifferenceProps extends Shown {
  readonly runs: { readonly a: Run; readonly b: Run };
}

const SIDES = [
  { value: 'a', label: 'A' },
  { value: 'b', label: 'B' },
] as const;
const LEGEND = DELTA_CATEGORIES.filter((category) => !isHatchedDelta(category));
/** Listed of what is gone; the table has all. */
const MOST_GONE = 40;

/** Both models beside each other, matched: what is selected in one is selected in the other. */
export function GraphDifference({ difference, part, onPart, runs }: GraphDifferenceProps) {
  const { parts, drift, nodes } = difference;
  const [isDriftOff, setDriftOff] = useState(true);
  /** Where there is room for one alone. */
  const [narrow, setNarrow] = useState<'a' | 'b'>('b');
  if (nodes === null) {
    return (
      <EmptyState title="The graphs are not matched">
        Nobody can tell which nodes of the files the operators of these runs stand for; the table has all
        operators.
      </EmptyState>
    );
  }
  const alike = isDriftOff ? (drift?.factor ?? 1) : 1;
  const step = (by: 1 | -1): void => {
    if (parts.length === 0) return;
    onPart(part === null ? (by === 1 ? 0 : parts.length - 1) : (part + by + parts.length) % parts.length);
  };
  const gone = parts.flatMap(({ match, name, deltaMs }, place) =>
    match === 'gone' ? [{ name, deltaMs, place }] : [],
  );
  const common = { difference, alike, part, onPart };
  return (
    <div className={styles.root}>
      <div className={styles.toolbar}>
        <IconButton
          label="Part before it, by what explains most"
          disabled={parts.length === 0}
          onClick={() => step(-1)}
        >
          <ChevronUp />
        </IconButton>
        <IconButton
          label="Next part, by what explains most"
          disabled={parts.length === 0}
          onClick={() => step(1)}
        >
          <ChevronDown />
        </IconButton>
        <span className={styles.count} role="status">
          {part === null || parts[part] === undefined
            ? `${parts.length} parts, those that explain most first`
            : `${part + 1} of ${parts.length}: ${parts[part].name.slice(0, 60)}, ${signedDuration(parts[part].deltaMs)}`}
        </span>
        <span className={styles.space} />
        {drift !== null && (
          <Switch
            label={`Colours without the ${signedShare(drift.factor - 1, 1)} that all moved by`}
            checked={isDriftOff}
            onChange={setDriftOff}
          />
        )}
        <span className={styles.onlyNarrow}>
          <Choice label="Whose graph" value={narrow} options={SIDES} onChange={setNarrow} />
        </span>
      </div>
      <div className={styles.sides} data-narrow={narrow}>
        <SideOfGraph run={runs.a} side="a" {...common} />
        <SideOfGraph run={runs.b} side="b" {...common} />
      </div>
      {gone.length > 0 && (
        <div className={styles.onlyNarrow}>
          <p className={styles.count}>
            {MATCH_WORDS.gone} in B: {gone.length}
          </p>
          <ul className={styles.gone}>
            {gone.slice(0, MOST_GONE).map(({ name, deltaMs, place }) => (
              <li key={place}>
                <button type="button" className={styles.goneName} onClick={() => onPart(place)}>
                  {name.slice(0, 200)}
                </button>{' '}
                {signedDuration(deltaMs)}
              </li>
            ))}
          </ul>
        </div>
      )}
      <Legend categories={LEGEND} />
      <p className={styles.count}>
        Hatched: no operator of the run stands for it. New, gone, fused, split, replaced and requantised ones
        say so on their box; a module has the sum of what is in it.
      </p>
    </div>
  );
}

interface SideOfGraphProps extends Shown {
  readonly run: Run;
  readonly side: 'a' | 'b';
  readonly alike: number;
}

/** One of the two may be gone from the disk: the other is shown all the same. */
function SideOfGraph({ run, side, ...rest }: SideOfGraphProps) {
  const { data: graph, error, isPending, refetch } = useModelGraph(run.id);
  const title = runTitle(run);
  return (
    <section className={styles.side} data-side={side} aria-label={`Graph of ${side.toUpperCase()}`}>
      <h2 className={styles.title} dir="auto">
        {side.toUpperCase()} · {title}
      </h2>
      {isPending ? (
        <Loading label={`Reading the graph of ${side.toUpperCase()}`}>
          <Skeleton shape="chart" />
        </Loading>
      ) : graph === undefined ? (
        <ErrorState error={error} onRetry={() => void refetch()} inline />
      ) : graph.nodes.length === 0 ? (
        <p className={styles.count}>This model has no nodes.</p>
      ) : (
        <DeltaGraph graph={graph} side={side} title={title} {...rest} />
      )}
    </section>
  );
}
