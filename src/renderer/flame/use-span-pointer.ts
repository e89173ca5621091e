import { useEffect, useRef, useState, type PointerEvent, type RefObject } from 'react';
import type { SpanFacts } from '../../contract/span-source.ts';
import type { Flame } from './use-flame.ts';

const LEAST_DRAG_PX = 3;
const LINE_PX = 16;
const ZOOM_PER_PX = 1.0022;

/** What a drawing of spans knows of its places. */
export interface SpanDrawing {
  xAt(us: number): number;
  timeAt(x: number): number;
  /** From 0 at the left end of the spans to 1 at the right one. */
  shareAt(x: number): number;
  hit(x: number, y: number): { readonly id: number; readonly merged: number } | null;
  schedule(): void;
  onDrawn(listener: () => void): () => void;
}

export interface SpanTip {
  readonly facts: SpanFacts;
  readonly merged: number;
  readonly x: number;
  readonly y: number;
}

interface Drag {
  readonly x: number;
  readonly y: number;
  readonly isRange: boolean;
  readonly view: { readonly fromUs: number; readonly topRow: number };
  hasMoved: boolean;
}

export interface SpanPointerOptions {
  readonly flame: Flame;
  readonly painter: RefObject<SpanDrawing | null>;
  /** Pixels to a row; below zero where rows go upwards. */
  readonly rowPx: number;
  /** A drag measures a stretch of time instead of moving the view. */
  readonly isMeasuring: boolean;
}

/**
 * Wheel and pointer over a drawing of spans: zoom, move, measure, pick, and the tip of what is pointed at. To be called
 * after the effect that makes the painter.
 */
export function useSpanPointer({ flame, painter, rowPx, isMeasuring }: SpanPointerOptions) {
  const { viewport, picked } = flame;
  const root = useRef<HTMLDivElement>(null);
  const band = useRef<HTMLDivElement>(null);
  const drag = useRef<Drag | null>(null);
  /** Where keys zoom to. */
  const share = useRef(0.5);
  const pointed = useRef<number | null>(null);
  const [tip, setTip] = useState<SpanTip | null>(null);
  const hideTip = (): void => {
    pointed.current = null;
    setTip(null);
  };

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
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1;
      const [across, along] = [event.deltaX * unit, event.deltaY * unit];
      pointed.current = null;
      setTip(null);
      if (event.shiftKey || Math.abs(across) > Math.abs(along)) {
        viewport.pan((event.shiftKey ? across + along : across) / element.clientWidth, 0);
      } else {
        const { left } = element.getBoundingClientRect();
        viewport.zoom(ZOOM_PER_PX ** along, painter.current?.shareAt(event.clientX - left) ?? 0.5);
      }
    };
    element.addEventListener('wheel', turn, { passive: false });
    return () => element.removeEventListener('wheel', turn);
  }, [painter, viewport]);

  const point = (x: number, y: number): void => {
    const hit = painter.current?.hit(x, y) ?? null;
    if (hit === null) return hideTip();
    if (hit.id === pointed.current) return setTip((old) => (old === null ? null : { ...old, x, y }));
    pointed.current = hit.id;
    void flame.source.span(hit.id).then((facts) => {
      // The pointer has moved on.
      if (pointed.current !== hit.id) return;
      setTip(facts === null ? null : { facts, merged: hit.merged, x, y });
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
    share.current = Math.min(1, Math.max(0, own.shareAt(x)));
    const held = drag.current;
    if (held === null) return point(x, y);
    if (Math.hypot(x - held.x, y - held.y) >= LEAST_DRAG_PX) held.hasMoved = true;
    if (!held.hasMoved) return;
    hideTip();
    if (held.isRange) return showBand(band.current, Math.min(x, held.x), Math.max(x, held.x));
    // What was under the pointer when it went down stays there.
    const { fromUs, toUs, topRow } = viewport.view;
    const wanted = held.view.fromUs - (own.timeAt(x) - own.timeAt(held.x));
    const rows = (held.y - y) / rowPx;
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
    const ends = [own.timeAt(held.x), own.timeAt(x)].map((at) => Math.min(toUs, Math.max(fromUs, at)));
    flame.pickRange({ fromUs: Math.min(...ends), toUs: Math.max(...ends) });
  };
  return {
    root,
    band,
    share,
    tip,
    surface: {
      'data-measuring': isMeasuring ? '' : undefined,
      onPointerDown: begin,
      onPointerMove: move,
      onPointerUp: end,
      onPointerCancel: () => void (drag.current = null),
      onPointerLeave: hideTip,
      onDoubleClick: () => viewport.fit(),
    },
  };
}

function showBand(band: HTMLElement | null, left: number, right: number): void {
  if (band === null) return;
  band.hidden = false;
  band.style.left = `${left}px`;
  band.style.width = `${Math.max(1, right - left)}px`;
}
