import type { KeyboardEvent, PointerEvent } from 'react';
import { setPanelSize, usePreferences } from '../state/preferences.ts';
import styles from './ResizeHandle.module.css';

export interface PanelLimits {
  /** Under which the size is remembered. */
  readonly name: string;
  readonly initial: number;
  readonly min: number;
  readonly max: number;
}

export function usePanelSize({ name, initial, min, max }: PanelLimits): number {
  const kept = usePreferences((preferences) => preferences.panelSizes[name]);
  return Math.min(max, Math.max(min, kept ?? initial));
}

export interface ResizeHandleProps {
  readonly label: string;
  readonly limits: PanelLimits;
  /** Which side of the handle the panel lies on whose width it sets. */
  readonly panelOn: 'left' | 'right';
}

const STEP = 16;

/** A vertical line to drag; arrow keys move it, a double click puts it back. */
export function ResizeHandle({ label, limits, panelOn }: ResizeHandleProps) {
  const size = usePanelSize(limits);
  const towards = panelOn === 'left' ? 1 : -1;
  const put = (next: number): void =>
    setPanelSize(limits.name, Math.min(limits.max, Math.max(limits.min, next)));
  const drag = (event: PointerEvent): void => {
    const handle = event.currentTarget;
    const startX = event.clientX;
    handle.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent): void => put(size + (moved.clientX - startX) * towards);
    const end = (): void => {
      handle.removeEventListener('pointermove', move as EventListener);
      handle.removeEventListener('lostpointercapture', end);
    };
    handle.addEventListener('pointermove', move as EventListener);
    handle.addEventListener('lostpointercapture', end);
  };
  const key = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowLeft' ? -STEP : event.key === 'ArrowRight' ? STEP : 0;
    if (by === 0) return;
    event.preventDefault();
    put(size + by * towards);
  };
  return (
    <div
      role="separator"
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={size}
      aria-valuemin={limits.min}
      aria-valuemax={limits.max}
      tabIndex={0}
      className={styles.handle}
      onPointerDown={drag}
      onKeyDown={key}
      onDoubleClick={() => put(limits.initial)}
    />
  );
}
