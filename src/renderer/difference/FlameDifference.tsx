import { useCallback, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { SpanFacts } from '../../contract/span-source.ts';
import { formatCount } from '../../contract/units.ts';
import { signedShare } from '../../core/analysis/difference/shown/delta-words.ts';
import {
  FRAME_WIDTHS,
  frameSpans,
  type FrameWidth,
} from '../../core/analysis/difference/shown/frame-spans.ts';
import { DELTA_CATEGORIES } from '../../core/charts/difference/delta-scale.ts';
import { Choice } from '../components/Choice.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Switch } from '../components/Switch.tsx';
import { FlameChart } from '../flame/FlameChart.tsx';
import { FlameSearch } from '../flame/FlameSearch.tsx';
import { Legend } from '../flame/Legend.tsx';
import { exportNameOf, type Shown } from './difference-place.ts';
import { categoryOfFrame, tellFrame } from './frame-words.ts';
import styles from './Difference.module.css';

const WIDTH_WORDS: Readonly<Record<FrameWidth, string>> = {
  b: 'Width by B',
  a: 'By A',
  larger: 'By the larger',
};
const WIDTHS = FRAME_WIDTHS.map((value) => ({ value, label: WIDTH_WORDS[value] }));
const PLACES = new Map(DELTA_CATEGORIES.map((category, place) => [category, place]));

/** The modules or call stacks of both: wide by what they take, coloured by what became of them. */
export function FlameDifference({ difference, part, onPart }: Shown) {
  const { frames, drift } = difference;
  const [width, setWidth] = useState<FrameWidth>('b');
  const [isDriftOff, setDriftOff] = useState(true);
  const [query, setQuery] = useState('');
  const search = useRef<HTMLInputElement>(null);
  const stepper = useRef<((step: 1 | -1) => void) | null>(null);
  /** The frame picked last: several may belong to one part. */
  const picked = useRef(-1);
  const alike = isDriftOff ? (drift?.factor ?? 1) : 1;
  const { source, unseen } = useMemo(
    () =>
      frameSpans(difference, width, DELTA_CATEGORIES, (at) => {
        const frame = frames[at];
        return frame === undefined ? 0 : (PLACES.get(categoryOfFrame(difference, frame, alike)) ?? 0);
      }),
    [difference, frames, width, alike],
  );
  const firstOf = useMemo(() => {
    const first = new Map<number, number>();
    frames.forEach((frame, at) => {
      if (frame.part >= 0 && !first.has(frame.part)) first.set(frame.part, at);
    });
    return first;
  }, [frames]);
  const tell = useCallback((facts: SpanFacts) => tellFrame(difference, facts), [difference]);
  const pick = useCallback(
    (facts: SpanFacts | null) => {
      picked.current = facts?.subject ?? -1;
      const own = frames[picked.current]?.part ?? -1;
      if (own >= 0) onPart(own);
    },
    [frames, onPart],
  );
  const selected =
    part === null
      ? null
      : frames[picked.current]?.part === part
        ? picked.current
        : (firstOf.get(part) ?? null);
  const startSearch = (): void => {
    search.current?.focus();
    search.current?.select();
  };
  const press = (event: KeyboardEvent): void => {
    const isFind = event.key === 'f' && (event.ctrlKey || event.metaKey);
    if (!isFind && (event.key !== '/' || event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    startSearch();
  };
  if (frames.length === 0) {
    return (
      <EmptyState title="There are no frames to draw">
        Neither of the two tells what its operators are inside of; the table has all of them.
      </EmptyState>
    );
  }
  const title =
    difference.kind === 'runs' ? 'Modules and operators of both' : 'Both traces by what took their time';
  return (
    <section className={styles.stack} aria-label={title} onKeyDown={press}>
      <div className={styles.toolbar}>
        <Choice label="Width of the frames" value={width} options={WIDTHS} onChange={setWidth} />
        {drift !== null && (
          <Switch
            label={`Colours without the ${signedShare(drift.factor - 1, 1)} that all moved by`}
            checked={isDriftOff}
            onChange={setDriftOff}
          />
        )}
        <FlameSearch
          ref={search}
          source={source}
          query={query}
          onQuery={setQuery}
          onStep={(step) => stepper.current?.(step)}
        />
      </div>
      <FlameChart
        key={width}
        source={source}
        title={title}
        query={query}
        exportName={exportNameOf(difference)}
        height="clamp(220px, 100vh - 420px, 900px)"
        selectedSubject={selected}
        tell={tell}
        onPicked={pick}
        stepper={stepper}
        onSearch={startSearch}
      />
      <Legend categories={source.usedCategories} />
      {unseen > 0 && (
        <p className={styles.quiet}>
          {formatCount(unseen)} {unseen === 1 ? 'frame takes' : 'frames take'} no time by this width
          {width === 'larger' ? '' : '; “By the larger” shows those of the other side as well'}.
        </p>
      )}
    </section>
  );
}
