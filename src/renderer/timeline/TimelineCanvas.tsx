import {
  useEffect,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
} from 'react';
import type { SpanFacts } from '../../contract/span-source.ts';
import { TIMELINE_ROW_PX } from '../../core/charts/timeline/paint-timeline.ts';
import { flameAct } from '../flame/flame-keys.ts';
import { FlameTip } from '../flame/FlameTip.tsx';
import { runAct } from '../flame/run-act.ts';
import { TimelinePainter, type TimelineShown } from './timeline-painter.ts';
import styles from './TraceTimeline.module.css';

const LEAST_DRAG_PX = 3;

export interface TimelineCanvasProps {
  readonly shown: TimelineShown;
  readonly title: string;
  readonly isMeasuring: boolean;
  readonly onSearch: () => void;
  readonly onBookmark: () => void;
  readonly painter: RefObject<TimelinePainter | null>;
}

interface Drag {
  readonly x: number;
  readonly y: number;
  readonly isRange: boolean;
  readonly view: { readonly fromUs: number; readonly topRow: number };
  hasMoved: boolean;
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
  const { viewport, picked } = flame;
  const root = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const band = useRef<HTMLDivElement>(null);
  const drag = useRef<Drag | null>(null);
  const pointer = useRef(0.5);
  const pointed = useRef<number | null>(null);
  const help = useId();
  const [tip, setTip] = useState<Tip | null>(null);

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

  useEffect(() => {
    const place = (): void => {
      const [element, own] = [band.current, painter.current];
      if (element === null || own === null || drag.current?.hasMoved === true) return;
      element.hidden = picked.kind !== 'range';
      if (picked.kind === 'range')
        showBand(element, own.xAt(picked.range.fromUs), own.xAt(picked.range.toUs));
    };
    const off = [
      viewport.subscribe(() => painter.current?.schedule()),
      painter.current?.onDrawn(place) ?? (() => undefined),
    ];
    place();
    return () => off.forEach((each) => each());
  }, [painter, viewport, picked]);

  useEffect(() => {
    const element = root.current as HTMLDivElement;
    // React listens to the wheel passively, so that the page could not be kept where it is.
    const turn = (event: WheelEvent): void => {
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const [across, along] = [event.deltaX * unit, event.deltaY * unit];
      setTip(null);
      if (event.shiftKey || Math.abs(across) > Math.abs(along)) {
        viewport.pan((event.shiftKey ? across + along : across) / element.clientWidth, 0);
      } else {
        const { left } = element.getBoundingClientRect();
        viewport.zoom(1.0022 ** along, painter.current?.shareAt(event.clientX - left) ?? 0.5);
      }
    };
    element.addEventListener('wheel', turn, { passive: false });
    return () => element.removeEventListener('wheel', turn);
  }, [painter, viewport]);

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
      pointer: pointer.current,
      neighbour: (id, step) => painter.current?.neighbour(id, step) ?? null,
      onSearch,
    });
  };
  const begin = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    const { offsetX: x, offsetY: y } = event.nativeEvent;
    drag.current = { x, y, isRange: isMeasuring || event.shiftKey, view: viewport.view, hasMoved: false };
    event.currentTarget.setPointerCapture(event.pointerId);
    root.current?.focus({ preventScroll: true });
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    const { offsetX: x, offsetY: y } = event.nativeEvent;
    const { current: own } = painter;
    if (own === null) return;
    pointer.current = Math.min(1, Math.max(0, own.shareAt(x)));
    const held = drag.current;
    if (held === null) return point(x, y);
    if (Math.hypot(x - held.x, y - held.y) >= LEAST_DRAG_PX) held.hasMoved = true;
    if (!held.hasMoved) return;
    setTip(null);
    if (held.isRange) return showBand(band.current, Math.min(x, held.x), Math.max(x, held.x));
    const { fromUs, toUs, topRow } = viewport.view;
    const wanted = held.view.fromUs - (own.timeAt(x) - own.timeAt(held.x));
    const rows = (held.y - y) / TIMELINE_ROW_PX;
    viewport.pan((wanted - fromUs) / (toUs - fromUs), held.view.topRow + rows - topRow);
  };
  const end = (event: PointerEvent<HTMLDivElement>): void => {
    const held = drag.current;
    const { current: own } = painter;
    drag.current = null;
    if (held === null || own === null) return;
    const { offsetX: x, offsetY: y } = event.nativeEvent;
    if (!held.hasMoved) return flame.pickSpan(own.hit(x, y)?.id ?? null);
    if (!held.isRange) return;
    const { fromUs, toUs } = viewport.view;
    const [one, other] = [own.timeAt(held.x), own.timeAt(x)].map((at) =>
      Math.min(toUs, Math.max(fromUs, at)),
    );
    flame.pickRange({
      fromUs: Math.min(one as number, other as number),
      toUs: Math.max(one as number, other as number),
    });
  };
  const point = (x: number, y: number): void => {
    const hit = painter.current?.hit(x, y) ?? null;
    if (hit === null) {
      pointed.current = null;
      setTip(null);
      return;
    }
    if (hit.id === pointed.current) return setTip((old) => (old === null ? null : { ...old, x, y }));
    pointed.current = hit.id;
    void flame.source.span(hit.id).then((facts) => {
      // The pointer has moved on.
      if (pointed.current !== hit.id) return;
      setTip(facts === null ? null : { facts, merged: hit.merged, x, y });
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
      <div
        className={styles.surface}
        data-measuring={isMeasuring ? '' : undefined}
        onPointerDown={begin}
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={() => (drag.current = null)}
        onPointerLeave={() => {
          pointed.current = null;
          setTip(null);
        }}
        onDoubleClick={() => viewport.fit()}
      />
      <div ref={band} className={styles.band} hidden />
      {tip !== null && <FlameTip {...tip} source={flame.source} />}
      <span id={help} className="visually-hidden">
        W and S zoom, A and D move, arrows up and down scroll, Enter selects a span, comma and full stop go to
        the ones beside it, F zooms to it, B sets a bookmark, 0 shows all.
      </span>
    </div>
  );
}

interface Tip {
  readonly facts: SpanFacts;
  readonly merged: number;
  readonly x: number;
  readonly y: number;
}

function showBand(band: HTMLElement | null, left: number, right: number): void {
  if (band === null) return;
  band.hidden = false;
  band.style.left = `${left}px`;
  band.style.width = `${Math.max(1, right - left)}px`;
}
