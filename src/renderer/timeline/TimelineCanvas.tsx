import { useEffect, useId, useRef, type KeyboardEvent, type RefObject } from 'react';
import { TIMELINE_ROW_PX } from '../../core/charts/timeline/paint-timeline.ts';
import { flameAct } from '../flame/flame-keys.ts';
import { FlameTip } from '../flame/FlameTip.tsx';
import { runAct } from '../flame/run-act.ts';
import { useSpanPointer } from '../flame/use-span-pointer.ts';
import { TimelinePainter, type TimelineShown } from './timeline-painter.ts';
import styles from './TraceTimeline.module.css';

export interface TimelineCanvasProps {
  readonly shown: TimelineShown;
  readonly title: string;
  readonly isMeasuring: boolean;
  readonly onSearch: () => void;
  readonly onBookmark: () => void;
  readonly painter: RefObject<TimelinePainter | null>;
}

/** The rows with their pointer, wheel and keys. */
export function TimelineCanvas({
  shown,
  title,
  isMeasuring,
  onSearch,
  onBookmark,
  painter,
}: TimelineCanvasProps) {
  const { flame } = shown;
  const canvas = useRef<HTMLCanvasElement>(null);
  const help = useId();

  useEffect(() => {
    const element = canvas.current as HTMLCanvasElement;
    const own = new TimelinePainter(element);
    painter.current = own;
    const observer = new ResizeObserver(() => own.measure());
    observer.observe(element);
    return () => {
      observer.disconnect();
      painter.current = null;
      own.close();
    };
  }, [painter]);

  useEffect(() => painter.current?.show(shown), [painter, shown]);

  const { root, band, share, tip, surface } = useSpanPointer({
    flame,
    painter,
    rowPx: TIMELINE_ROW_PX,
    isMeasuring,
  });

  const press = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const name = flameAct(event);
    const isBookmark = event.key.toLowerCase() === 'b' && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (name === null && !isBookmark) return;
    event.preventDefault();
    event.stopPropagation();
    if (name === null) return onBookmark();
    runAct(name, {
      flame,
      pointer: share.current,
      neighbour: (id, step) => painter.current?.neighbour(id, step) ?? null,
      onSearch,
    });
  };
  return (
    <div
      ref={root}
      className={styles.canvasBox}
      role="group"
      aria-roledescription="timeline"
      aria-label={title}
      aria-describedby={help}
      tabIndex={0}
      onKeyDown={press}
    >
      <canvas ref={canvas} className={styles.canvas} role="img" aria-label={`${title}, drawn`} />
      <div className={styles.surface} {...surface} />
      <div ref={band} className={styles.band} hidden />
      {tip !== null && <FlameTip {...tip} source={flame.source} />}
      <span id={help} className="visually-hidden">
        W and S zoom, A and D move, arrows up and down scroll, Enter selects a span, comma and full stop go to
        the ones beside it, F zooms to it, B sets a bookmark, 0 shows all.
      </span>
    </div>
  );
}
