import { Bookmark, Spline } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { SpanSource, TimeRange } from '../../contract/span-source.ts';
import { lengthWords } from '../../core/charts/span-length.ts';
import { Choice } from '../components/Choice.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { IconButton } from '../components/IconButton.tsx';
import { Loading } from '../components/Loading.tsx';
import { Skeleton } from '../components/Skeleton.tsx';
import { FlameChart } from '../flame/FlameChart.tsx';
import { FlameSearch } from '../flame/FlameSearch.tsx';
import { Legend } from '../flame/Legend.tsx';
import { Minimap } from '../flame/Minimap.tsx';
import { PickedDetails } from '../flame/PickedDetails.tsx';
import { SandwichView } from '../flame/SandwichView.tsx';
import { ViewButtons } from '../flame/ViewButtons.tsx';
import { VisibleSpans } from '../flame/VisibleSpans.tsx';
import { BookmarkList } from './BookmarkList.tsx';
import { ClockOffsets } from './ClockOffsets.tsx';
import { SpanMore } from './SpanMore.tsx';
import { TimelineCanvas } from './TimelineCanvas.tsx';
import { TimelineGutter } from './TimelineGutter.tsx';
import { TimelineMenu } from './TimelineMenu.tsx';
import type { TimelinePainter } from './timeline-painter.ts';
import { useBookmarks } from './use-bookmarks.ts';
import { useJoined, type TimelineTrace } from './use-joined.ts';
import { useTimeline, type Timeline } from './use-timeline.ts';
import styles from './TraceTimeline.module.css';

export interface TraceTimelineProps {
  /** The first is the one that bookmarks belong to, and whose clock the others follow. */
  readonly traces: readonly TimelineTrace[];
  /** From the first start; all of it where left out. */
  readonly opensAt?: TimeRange | null;
}

const VIEWS = [
  { value: 'time', label: 'Time order' },
  { value: 'heavy', label: 'Left heavy' },
  { value: 'sandwich', label: 'Sandwich' },
] as const;
type View = (typeof VIEWS)[number]['value'];

const HEIGHT = 'clamp(240px, 100vh - 420px, 1400px)';

/** Traces on one clock: tracks by process, counters, arrows, and what is to be known of a span. */
export function TraceTimeline({ traces, opensAt = null }: TraceTimelineProps) {
  const [moved, setMoved] = useState<ReadonlyMap<string, number>>(new Map());
  const placed = useMemo(
    () => traces.map((trace) => ({ ...trace, offsetUs: trace.offsetUs + (moved.get(trace.info.id) ?? 0) })),
    [traces, moved],
  );
  const { state, failure, tryAgain } = useJoined(placed);
  if (state.kind === 'failed') return <ErrorState error={state.error} onRetry={tryAgain} />;
  if (state.kind === 'opening') {
    return (
      <Loading label="Opening the trace">
        <Skeleton shape="chart" count={2} />
      </Loading>
    );
  }
  if (state.joined.spanCount === 0) {
    return (
      <EmptyState title="No spans to show">
        The file was read, and nothing in it has a place on a timeline. Its warnings say what was left out.
      </EmptyState>
    );
  }
  return (
    <div className={styles.root}>
      {failure !== null && <ErrorState error={failure} inline onRetry={tryAgain} />}
      <Opened traces={placed} joined={state.joined} opensAt={opensAt} />
      {traces.length > 1 && <ClockOffsets traces={traces} moved={moved} onMove={setMoved} />}
    </div>
  );
}

interface OpenedProps {
  readonly traces: readonly TimelineTrace[];
  readonly joined: Timeline['joined'];
  readonly opensAt: TimeRange | null;
}

function Opened({ traces, joined, opensAt }: OpenedProps) {
  const [view, setView] = useState<View>('time');
  const [query, setQuery] = useState('');
  const [name, setName] = useState<string | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const stepper = useRef<((step: 1 | -1) => void) | null>(null);
  const heavy = useHeavy(joined, view === 'heavy');
  const exportName = traces[0]?.info.name ?? 'trace';
  const startSearch = (): void => {
    search.current?.focus();
    search.current?.select();
  };
  const press = (event: KeyboardEvent): void => {
    const isFind = event.key === 'f' && (event.ctrlKey || event.metaKey);
    const isTyping = event.target instanceof HTMLInputElement;
    if (!isFind && (event.key !== '/' || isTyping)) return;
    event.preventDefault();
    startSearch();
  };
  const onSandwich = (wanted: string): void => {
    setName(wanted);
    setView('sandwich');
  };
  const common = { query, exportName, onSearch: startSearch, onSandwich };
  return (
    <section className={styles.root} aria-label="Timeline" onKeyDown={press}>
      <div className={styles.toolbar}>
        <Choice label="Layout of the spans" value={view} options={VIEWS} onChange={setView} />
        <FlameSearch
          ref={search}
          source={view === 'heavy' ? (heavy ?? joined) : joined}
          query={query}
          onQuery={setQuery}
          onStep={view === 'sandwich' ? null : (step) => stepper.current?.(step)}
        />
      </div>
      {view === 'sandwich' && <SandwichView source={joined} name={name} onName={setName} {...common} />}
      {view === 'heavy' && heavy === null && (
        <Loading label="Adding up stacks">
          <Skeleton shape="chart" />
        </Loading>
      )}
      {view === 'heavy' && heavy !== null && (
        <FlameChart source={heavy} title="Left heavy" height={HEIGHT} stepper={stepper} {...common} />
      )}
      {/* Stays where it is while another layout is looked at. */}
      <div hidden={view !== 'time'}>
        <InTime
          traces={traces}
          joined={joined}
          opensAt={opensAt}
          query={query}
          onSearch={startSearch}
          onSandwich={onSandwich}
          stepper={view === 'time' ? stepper : null}
        />
      </div>
      <Legend categories={joined.usedCategories} />
    </section>
  );
}

function useHeavy(source: SpanSource, isWanted: boolean): SpanSource | null {
  const [made, setMade] = useState<{ readonly of: SpanSource; readonly layout: SpanSource } | null>(null);
  useEffect(() => {
    if (!isWanted || made?.of === source) return;
    let isGone = false;
    void source.leftHeavy().then((layout) => {
      if (!isGone) setMade({ of: source, layout });
    });
    return () => {
      isGone = true;
    };
  }, [source, isWanted, made]);
  return made?.of === source ? made.layout : null;
}

interface InTimeProps extends OpenedProps {
  readonly query: string;
  readonly onSearch: () => void;
  readonly onSandwich: (name: string) => void;
  readonly stepper: { current: ((step: 1 | -1) => void) | null } | null;
}

function InTime({ traces, joined, opensAt, query, onSearch, onSandwich, stepper }: InTimeProps) {
  const [showsAllLinks, setShowsAllLinks] = useState(false);
  const [isMeasuring, setMeasuring] = useState(false);
  const painter = useRef<TimelinePainter | null>(null);
  const timeline = useTimeline({ traces, joined, opensAt, query, showsAllLinks });
  const { flame, shown, originUs, jumpTo, fold } = timeline;
  const { viewport } = flame;
  const bookmarks = useBookmarks(traces[0]?.info.id ?? '');
  const addBookmark = (): void => {
    const { fromUs, toUs } = viewport.view;
    const { picked } = flame;
    if (picked.kind === 'span') {
      const { name, startUs, durationUs } = picked.facts;
      bookmarks.add(name.slice(0, 60), startUs - originUs, startUs + durationUs - originUs);
    } else if (picked.kind === 'range') {
      bookmarks.add('Stretch', picked.range.fromUs - originUs, picked.range.toUs - originUs);
    } else bookmarks.add('Here', (fromUs + toUs) / 2 - originUs, null);
  };
  useEffect(() => {
    if (stepper === null) return;
    stepper.current = (step) => void timeline.step(step);
    return () => {
      stepper.current = null;
    };
  }, [stepper, timeline]);
  const drawn = useMemo(
    () => ({
      ...shown,
      bookmarks: bookmarks.list.map((each) => ({
        ...each,
        fromUs: each.fromUs + originUs,
        toUs: each.toUs === null ? null : each.toUs + originUs,
      })),
    }),
    [shown, bookmarks.list, originUs],
  );
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        <h2 className={styles.title}>
          {traces.map(({ label }) => label).join(', ')}{' '}
          <span className={styles.quiet}>{lengthWords(joined.toUs - joined.fromUs, joined.unit)}</span>
        </h2>
        <ViewButtons viewport={viewport} isMeasuring={isMeasuring} onMeasure={setMeasuring} />
        <IconButton
          label="Show all arrows in view"
          pressed={showsAllLinks}
          onClick={() => setShowsAllLinks(!showsAllLinks)}
        >
          <Spline />
        </IconButton>
        <IconButton label="Bookmark what is selected, or the middle" shortcut="B" onClick={addBookmark}>
          <Bookmark />
        </IconButton>
        <TimelineMenu timeline={timeline} painter={painter} exportName={traces[0]?.info.name ?? 'trace'} />
      </figcaption>
      <div className={styles.overview}>
        <Minimap flame={flame} />
      </div>
      <div className={styles.chart} style={{ height: HEIGHT }}>
        <TimelineGutter layout={shown.layout} viewport={viewport} onFold={fold} />
        <TimelineCanvas
          shown={drawn}
          title={traces.map(({ label }) => label).join(', ')}
          isMeasuring={isMeasuring}
          onSearch={onSearch}
          onBookmark={addBookmark}
          painter={painter}
        />
      </div>
      <PickedDetails flame={flame} isQuiet={false} onSandwich={onSandwich} />
      <SpanMore timeline={timeline} />
      <BookmarkList
        bookmarks={bookmarks}
        unit={joined.unit ?? 'ns'}
        onJump={({ fromUs, toUs }) => jumpTo(fromUs + originUs, (toUs ?? fromUs) + originUs)}
      />
      <VisibleSpans flame={flame} painter={painter} />
    </figure>
  );
}
