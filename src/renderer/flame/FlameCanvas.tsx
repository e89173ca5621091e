import { useEffect, useId, useRef, type KeyboardEvent, type RefObject } from 'react';
import { FLAME_ROW_PX } from '../../core/charts/flame.ts';
import { usePalette } from '../charts/palette.ts';
import { FlamePainter } from './flame-painter.ts';
import { flameAct, type FlameAct } from './flame-keys.ts';
import { FlameTip } from './FlameTip.tsx';
import { runAct } from './run-act.ts';
import type { SpanTelling } from './span-telling.ts';
import type { Flame } from './use-flame.ts';
import { useSpanPointer } from './use-span-pointer.ts';
import styles from './FlameCanvas.module.css';

export interface FlameCanvasProps {
  readonly flame: Flame;
  readonly title: string;
  readonly height: string;
  readonly isUpsideDown?: boolean;
  /** A drag measures a stretch of time instead of moving the view. */
  readonly isMeasuring?: boolean;
  readonly onSearch: () => void;
  readonly painter: RefObject<FlamePainter | null>;
  readonly tell?: SpanTelling;
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
  tell,
}: FlameCanvasProps) {
  const palette = usePalette();
  const box = useRef<HTMLDivElement>(null);
  const help = useId();

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

  const { root, band, share, tip, surface } = useSpanPointer({
    flame,
    painter,
    rowPx: isUpsideDown ? -FLAME_ROW_PX : FLAME_ROW_PX,
    isMeasuring,
  });

  const act = (name: FlameAct): void =>
    runAct(name, {
      flame,
      pointer: share.current,
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
      <div className={styles.surface} {...surface} />
      <div ref={box} className={styles.canvas} role="img" aria-label={`${title}, drawn`} />
      <div ref={band} className={styles.band} hidden />
      {tip !== null && <FlameTip {...tip} source={flame.source} {...(tell === undefined ? {} : { tell })} />}
      <span id={help} className="visually-hidden">
        W and S zoom, A and D move, Enter selects a span, comma and full stop go to the ones beside it, 0
        shows all.
      </span>
    </div>
  );
}
