import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { SpanSource, TimeRange } from '../../contract/span-source.ts';
import { Choice } from '../components/Choice.tsx';
import { FlameChart } from './FlameChart.tsx';
import { FlameSearch } from './FlameSearch.tsx';
import { Legend } from './Legend.tsx';
import { SandwichView } from './SandwichView.tsx';
import styles from './FlameView.module.css';

export interface FlameViewProps {
  readonly source: SpanSource;
  readonly title: string;
  /** Before the file name of an export. */
  readonly exportName: string;
  /** What a span belongs to, and the way there. */
  readonly subject?: { readonly label: string; readonly open: (subject: number) => void };
  /** Selected from elsewhere. */
  readonly selectedSubject?: number | null;
  readonly height?: string;
  /** What is in view at first, in order of time; all of it where left out. */
  readonly opensAt?: TimeRange | null;
  /** What is to be known about these spans. */
  readonly children?: ReactNode;
}

const VIEWS = [
  { value: 'time', label: 'Time order' },
  { value: 'heavy', label: 'Left heavy' },
  { value: 'sandwich', label: 'Sandwich' },
] as const;
type View = (typeof VIEWS)[number]['value'];

/** Spans of any source: as they went by, added up by stack, and one name with what is around and inside of it. */
export function FlameView({
  source,
  title,
  exportName,
  subject,
  selectedSubject = null,
  opensAt = null,
  height = 'clamp(220px, 100vh - 440px, 900px)',
  children,
}: FlameViewProps) {
  const [view, setView] = useState<View>('time');
  const [query, setQuery] = useState('');
  const [name, setName] = useState<string | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const stepper = useRef<((step: 1 | -1) => void) | null>(null);
  const shown = useLayout(source, view === 'heavy');
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
  const common = {
    query,
    exportName,
    onSearch: startSearch,
    onSandwich: (wanted: string) => {
      setName(wanted);
      setView('sandwich');
    },
    ...(subject === undefined ? {} : { subject }),
  };
  return (
    <section className={styles.root} aria-label={title} onKeyDown={press}>
      <div className={styles.toolbar}>
        <Choice label="Layout of the spans" value={view} options={VIEWS} onChange={setView} />
        <FlameSearch
          ref={search}
          source={view === 'heavy' ? (shown ?? source) : source}
          query={query}
          onQuery={setQuery}
          onStep={view === 'sandwich' ? null : (step) => stepper.current?.(step)}
        />
      </div>
      {children}
      {view === 'sandwich' ? (
        <SandwichView source={source} name={name} onName={setName} {...common} />
      ) : (
        shown !== null && (
          <FlameChart
            key={view}
            source={shown}
            title={view === 'time' ? title : `${title}, left heavy`}
            height={height}
            selectedSubject={selectedSubject}
            opensAt={view === 'time' ? opensAt : null}
            stepper={stepper}
            {...common}
          />
        )
      )}
      <Legend categories={source.usedCategories} />
    </section>
  );
}

/** The left-heavy layout comes as soon as it is made; until then there is none. */
function useLayout(source: SpanSource, isHeavy: boolean): SpanSource | null {
  const [made, setMade] = useState<{ readonly of: SpanSource; readonly layout: SpanSource } | null>(null);
  useEffect(() => {
    if (!isHeavy) return;
    let isGone = false;
    void source.leftHeavy().then((layout) => {
      if (!isGone) setMade({ of: source, layout });
    });
    return () => {
      isGone = true;
    };
  }, [source, isHeavy]);
  if (!isHeavy) return source;
  // The one before stays while the next is made.
  return made?.layout ?? null;
}
