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
import { FLAME_ROW_PX } from '../../core/charts/flame.ts';
import { usePalette } from '../charts/palette.ts';
import { FlamePainter } from './flame-painter.ts';
import { flameAct, type FlameAct } from './flame-keys.ts';
import { FlameTip } from './FlameTip.tsx';
import { runAct } from './run-act.ts';
import type { Flame } from './use-flame.ts';
import styles from './FlameCanvas.module.css';

const LEAST_DRAG_PX = 3;

export interface FlameCanvasProps {
  readonly flame: Flame;
  readonly title: string;
  readonly height: string;
  readonly isUpsideDown?: boolean;
  /** A drag measures a stretch of time instead of moving the view. */
  readonly isMeasuring?: boolean;
  readonly onSearch: () => void;
  readonly painter: RefObject<FlamePainter | null>;
}

interface Drag {
  readonly x: number;
  readonly y: number;
  readonly isRange: boolean;
  readonly view: Flame['viewport']['view'];
  hasMoved: boolean;
}

/** The drawing with its pointer, wheel and keys. */
export function FlameCanvas({
  flame,
  title,
  height,
  isUpsideDown = false,
  isMeasuring = false,
  onSearch,
  painter,
}: FlameCanvasProps) {
  const palette = usePalette();
  const root = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const band = useRef<HTMLDivElement>(null);
  const drag = useRef<Drag | null>(null);
  const pointer = useRef(0.5);
  const help = useId();
  const [tip, setTip] = useState<Tip | null>(null);

  useEffect(() => {
    const own = new FlamePainter(box.current as HTMLDivElement);
    painter.current = own;
    let isGone = false;
    void import('../charts/EChart.tsx').then(({ openCanvas }) => {
      if (!isGone) own.open(openCanvas(box.current as HTMLDivElement, () => own.measure()));
    });
    return () => {
      isGone = true;
      painter.current = null;
      own.close();
    };
  }, [painter]);

  useEffect(
    () => painter.current?.show({ title, flame, palette, isUpsideDown }),
    [painter, title, flame, palette, isUpsideDown],
  );

  const { viewport, picked } = flame;
  useEffect(() => {
    const place = (): void => placeBand(band.current, painter.current, drag.current, picked);
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

  const act = (name: FlameAct): void =>
    runAct(name, {
      flame,
      pointer: pointer.current,
      neighbour: (id, step) => painter.current?.neighbour(id, step) ?? null,
      isUpsideDown,
      onSearch,
    });

  const press = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const name = flameAct(event);
    if (name === null) return;
    event.preventDefault();
    event.stopPropagation();
    act(name);
  };

  const begin = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    const { offsetX: x, offsetY: y } = event.nativeEvent;
    drag.current = { x, y, isRange: isMeasuring || event.shiftKey, view: viewport.view, hasMoved: false };
    event.currentTarget.setPointerCapture(event.pointerId);
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
    if (held.isRange) {
      showBand(band.current, Math.min(x, held.x), Math.max(x, held.x));
      return;
    }
    const { fromUs } = viewport.view;
    const wanted = held.view.fromUs - (own.timeAt(x) - own.timeAt(held.x));
    const rows = ((held.y - y) / FLAME_ROW_PX) * (isUpsideDown ? -1 : 1);
    const span = viewport.view.toUs - fromUs;
    viewport.pan((wanted - fromUs) / span, held.view.topRow + rows - viewport.view.topRow);
  };
  const end = (event: PointerEvent<HTMLDivElement>): void => {
    const held = drag.current;
    const { current: own } = painter;
    drag.current = null;
    if (held === null || own === null) return;
    const { offsetX: x, offsetY: y } = event.nativeEvent;
    if (!held.hasMoved) flame.pickSpan(own.hit(x, y)?.id ?? null);
    else if (held.isRange) {
      const ends = [own.timeAt(held.x), own.timeAt(x)].map((at) =>
        Math.min(viewport.view.toUs, Math.max(viewport.view.fromUs, at)),
      ) as [number, number];
      flame.pickRange({ fromUs: Math.min(...ends), toUs: Math.max(...ends) });
    }
  };

  const point = (x: number, y: number): void => {
    const hit = painter.current?.hit(x, y) ?? null;
    if (hit === null) return setTip(null);
    if (tip?.facts.id === hit.id) return setTip({ ...tip, x, y });
    void flame.source.span(hit.id).then((facts) => {
      setTip(facts === null ? null : { facts, merged: hit.merged, x, y });
    });
  };

  return (
    <div
      ref={root}
      className={styles.root}
      style={{ height }}
      role="group"
      aria-roledescription="flame chart"
      aria-label={title}
      aria-describedby={help}
      tabIndex={0}
      onKeyDown={press}
    >
      <div
        className={styles.surface}
        data-measuring={isMeasuring ? '' : undefined}
        onPointerDown={begin}
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={() => (drag.current = null)}
        onPointerLeave={() => setTip(null)}
        onDoubleClick={() => viewport.fit()}
      />
      <div ref={box} className={styles.canvas} role="img" aria-label={`${title}, drawn`} />
      <div ref={band} className={styles.band} hidden />
      {tip !== null && <FlameTip {...tip} source={flame.source} />}
      <span id={help} className="visually-hidden">
        W and S zoom, A and D move, Enter selects a span, comma and full stop go to the ones beside it, 0
        shows all.
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

function placeBand(
  band: HTMLElement | null,
  painter: FlamePainter | null,
  drag: Drag | null,
  picked: Flame['picked'],
): void {
  if (band === null || painter === null || drag?.hasMoved === true) return;
  band.hidden = picked.kind !== 'range';
  if (picked.kind === 'range')
    showBand(band, painter.xAt(picked.range.fromUs), painter.xAt(picked.range.toUs));
}

function showBand(band: HTMLElement | null, left: number, right: number): void {
  if (band === null) return;
  band.hidden = false;
  band.style.left = `${left}px`;
  band.style.width = `${Math.max(1, right - left)}px`;
}
