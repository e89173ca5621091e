import { ChevronDown, ChevronRight } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { TIMELINE_ROW_PX, TIMELINE_TOP_PX } from '../../core/charts/timeline/paint-timeline.ts';
import {
  stripsIn,
  type TimelineLayout,
  type TimelineStrip,
} from '../../core/charts/timeline/timeline-strips.ts';
import type { Viewport } from '../flame/viewport.ts';
import styles from './TraceTimeline.module.css';

export interface TimelineGutterProps {
  readonly layout: TimelineLayout;
  readonly viewport: Viewport;
  readonly onFold: (key: string) => void;
}

/** Names of processes, threads and counters, pinned beside their rows while one scrolls. */
export function TimelineGutter({ layout, viewport, onFold }: TimelineGutterProps) {
  const box = useRef<HTMLDivElement>(null);
  const [topRow, setTopRow] = useState(viewport.view.topRow);
  const [rowsShown, setRowsShown] = useState(viewport.rowsShown);
  useEffect(() => {
    const follow = (): void => {
      setTopRow(viewport.view.topRow);
      setRowsShown(viewport.rowsShown);
    };
    follow();
    return viewport.subscribe(follow);
  }, [viewport]);
  useEffect(() => {
    const element = box.current as HTMLDivElement;
    const turn = (event: WheelEvent): void => {
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      viewport.pan(0, (event.deltaY * unit) / TIMELINE_ROW_PX);
    };
    element.addEventListener('wheel', turn, { passive: false });
    return () => element.removeEventListener('wheel', turn);
  }, [viewport]);
  return (
    <div ref={box} className={styles.gutter} role="group" aria-label="Tracks">
      <div className={styles.names} style={{ top: TIMELINE_TOP_PX }}>
        {stripsIn(layout, topRow, topRow + rowsShown).map((strip) => (
          <StripName key={strip.key} strip={strip} topRow={topRow} onFold={onFold} />
        ))}
      </div>
    </div>
  );
}

interface StripNameProps {
  readonly strip: TimelineStrip;
  readonly topRow: number;
  readonly onFold: (key: string) => void;
}

function StripName({ strip, topRow, onFold }: StripNameProps) {
  const { key, kind, name, top, rows, canFold, isFolded } = strip;
  // A deep track that has begun above keeps its name in sight.
  const first = Math.min(Math.max(top, topRow), top + rows - 1);
  const style = { top: (first - topRow) * TIMELINE_ROW_PX };
  const words = name === '' ? '(unnamed)' : name;
  const shown = words.length > 80 ? `${words.slice(0, 80)}…` : words;
  if (!canFold) {
    return (
      <span className={styles.stripName} data-kind={kind} style={style} title={shown}>
        {shown}
      </span>
    );
  }
  return (
    <button
      type="button"
      className={styles.stripName}
      data-kind={kind}
      style={style}
      title={shown}
      aria-expanded={!isFolded}
      onClick={() => onFold(key)}
    >
      {isFolded ? <ChevronRight aria-hidden="true" /> : <ChevronDown aria-hidden="true" />}
      <span className={styles.stripText}>{shown}</span>
    </button>
  );
}
