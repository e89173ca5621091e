import {
  useEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
} from 'react';
import type { GraphStage } from './graph-stage.ts';
import { HeldKeys, panDirection } from './held-keys.ts';
import styles from './GraphView.module.css';

export interface GraphCanvasProps {
  readonly stage: GraphStage;
  /** What the picture shows, for those who cannot see it. */
  readonly label: string;
  readonly onSelect: (box: number | null) => void;
  readonly onToggle: (box: number) => void;
  readonly onFocusSelection: () => void;
  readonly tooltip: (box: number) => ReactNode;
}

const WHEEL_ZOOM = 0.0015;
const LINE_PX = 16;
const KEY_ZOOM = 1.25;
/** Moved less than this, it was a click. */
const CLICK_PX = 4;

/** The picture with its pointer and keys: wheel zooms, drag pans, w a s d and arrows move, + − 0 f zoom. */
export function GraphCanvas({
  stage,
  label,
  onSelect,
  onToggle,
  onFocusSelection,
  tooltip,
}: GraphCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [hover, setHover] = useState<{ readonly box: number; readonly x: number; readonly y: number } | null>(
    null,
  );
  const [keys] = useState(() => new HeldKeys((x, y) => stage.panBy(x, y)));
  const drag = useRef<{ x: number; y: number } | null>(null);
  const moved = useRef(0);
  const clicked = useRef<number | null>(null);

  useEffect(() => {
    const element = canvas.current as HTMLCanvasElement;
    const detach = stage.attach(element);
    // What lay under the pointer has moved on.
    const forget = stage.onView(() => setHover(null));
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      const step = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1);
      const { left, top } = element.getBoundingClientRect();
      if (event.shiftKey) stage.panBy(event.deltaX + step, 0);
      else
        stage.zoomBy(
          Math.exp(-step * WHEEL_ZOOM * (event.ctrlKey ? 4 : 1)),
          event.clientX - left,
          event.clientY - top,
        );
      setHover(null);
    };
    // React's own wheel listener is passive and could not keep the page from scrolling.
    element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      element.removeEventListener('wheel', wheel);
      keys.release();
      forget();
      detach();
    };
  }, [stage, keys]);

  const at = (event: { clientX: number; clientY: number }): { x: number; y: number } => {
    const { left, top } = (canvas.current as HTMLCanvasElement).getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const move = (event: PointerEvent): void => {
    const { x, y } = at(event);
    if (drag.current !== null) {
      const { x: fromX, y: fromY } = drag.current;
      stage.panBy(fromX - x, fromY - y);
      drag.current = { x, y };
      moved.current += Math.abs(x - fromX) + Math.abs(y - fromY);
      if (hover !== null) setHover(null);
      return;
    }
    const box = stage.boxAt(x, y);
    if (box === null) setHover(null);
    else if (box !== hover?.box) setHover({ box, x, y });
  };
  const click = (event: MouseEvent): void => {
    if (moved.current > CLICK_PX) return;
    if (event.detail > 1) {
      // What the first click selected may have moved: a panel opened beside it.
      if (event.detail === 2 && clicked.current !== null) onToggle(clicked.current);
      return;
    }
    const { x, y } = at(event);
    clicked.current = stage.boxAt(x, y);
    onSelect(clicked.current);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = panDirection(event.key);
    if (direction !== null) keys.press(event.key);
    else if (event.key === '+' || event.key === '=') stage.zoomBy(KEY_ZOOM);
    else if (event.key === '-' || event.key === '_') stage.zoomBy(1 / KEY_ZOOM);
    else if (event.key === '0') stage.fit();
    else if (event.key === 'f' || event.key === 'F') onFocusSelection();
    else if (event.key === 'Escape') onSelect(null);
    else return;
    event.preventDefault();
  };
  return (
    <div
      role="application"
      aria-label={label}
      tabIndex={0}
      className={styles.stage}
      onKeyDown={press}
      onKeyUp={(event) => keys.lift(event.key)}
      onBlur={() => keys.release()}
    >
      <canvas
        ref={canvas}
        className={styles.canvas}
        aria-hidden="true"
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.current = at(event);
          moved.current = 0;
        }}
        onPointerMove={move}
        onPointerUp={() => (drag.current = null)}
        onClick={click}
        onPointerCancel={() => (drag.current = null)}
        onPointerLeave={() => setHover(null)}
      />
      {hover !== null && (
        <div
          className={styles.tooltip}
          data-side={hover.x > stage.size.width * 0.55 ? 'left' : 'right'}
          style={
            hover.x > stage.size.width * 0.55
              ? {
                  right: stage.size.width - hover.x + 12,
                  top: Math.min(hover.y + 12, stage.size.height - 160),
                }
              : { left: hover.x + 12, top: Math.min(hover.y + 12, stage.size.height - 160) }
          }
        >
          {tooltip(hover.box)}
        </div>
      )}
    </div>
  );
}
