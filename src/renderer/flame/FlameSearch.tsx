import { ChevronDown, ChevronUp, Search } from 'lucide-react';
import { useEffect, useState, type Ref } from 'react';
import { formatCount, formatPercent } from '../../contract/units.ts';
import type { SearchTotals, SpanSource } from '../../contract/span-source.ts';
import { lengthWords } from '../../core/charts/span-length.ts';
import { IconButton } from '../components/IconButton.tsx';
import { TextField } from '../components/TextField.tsx';
import styles from './FlameSearch.module.css';

export interface FlameSearchProps {
  readonly ref: Ref<HTMLInputElement>;
  readonly source: SpanSource;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  /** To the next match or the one before; null where there is no chart to go through. */
  readonly onStep: ((step: 1 | -1) => void) | null;
}

/** Highlights what matches, says how much that is, and goes from one to the next. */
export function FlameSearch({ ref, source, query, onQuery, onStep }: FlameSearchProps) {
  const totals = useTotals(source, query);
  return (
    <div className={styles.root} role="search">
      <div className={styles.field}>
        <TextField
          ref={ref}
          type="search"
          label="Search spans"
          labelHidden
          placeholder="Search, or /pattern/"
          icon={<Search />}
          value={query}
          onChange={onQuery}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onQuery('');
            if (event.key !== 'Enter' || onStep === null) return;
            event.preventDefault();
            onStep(event.shiftKey ? -1 : 1);
          }}
        />
      </div>
      {onStep !== null && (
        <>
          <IconButton
            label="Match before (Shift + Enter)"
            disabled={!totals?.spans}
            onClick={() => onStep(-1)}
          >
            <ChevronUp />
          </IconButton>
          <IconButton label="Next match (Enter)" disabled={!totals?.spans} onClick={() => onStep(1)}>
            <ChevronDown />
          </IconButton>
        </>
      )}
      <span className={styles.totals} role="status">
        {totals !== null && wordsOf(totals, source)}
      </span>
    </div>
  );
}

function wordsOf({ problem, spans, names, totalUs }: SearchTotals, source: SpanSource): string {
  if (problem !== null) return problem;
  if (spans === 0) return 'No span matches';
  const share = source.totalUs > 0 ? `, ${formatPercent((100 * totalUs) / source.totalUs)}` : '';
  const ofNames = names === 1 ? 'one name' : `${formatCount(names)} names`;
  return `${formatCount(spans)} spans of ${ofNames}: ${lengthWords(totalUs, source.unit)}${share}`;
}

function useTotals(source: SpanSource, query: string): SearchTotals | null {
  const [totals, setTotals] = useState<SearchTotals | null>(null);
  useEffect(() => {
    let isGone = false;
    if (query === '') setTotals(null);
    else {
      void source.search(query).then((found) => {
        if (!isGone) setTotals(found);
      });
    }
    return () => {
      isGone = true;
    };
  }, [source, query]);
  return totals;
}
