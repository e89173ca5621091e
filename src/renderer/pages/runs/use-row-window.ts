import { useEffect, useState, type RefObject } from 'react';

export interface RowWindow {
  readonly first: number;
  /** Behind the last one. */
  readonly end: number;
}

const BEYOND = 8;

/**
 * Which of many rows of one height are in sight, and a few beyond. Nothing is kept for each row, so that a hundred
 * thousand cost what forty do.
 */
export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  rowCount: number,
  rowHeight: number,
): RowWindow {
  const [seen, setSeen] = useState({ first: 0, rows: 40 });
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const look = (): void => {
      const first = Math.floor(element.scrollTop / rowHeight);
      const rows = Math.ceil(element.clientHeight / rowHeight) + 1;
      setSeen((before) => (before.first === first && before.rows === rows ? before : { first, rows }));
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      observer.disconnect();
    };
  }, [scroller, rowHeight]);
  const first = Math.max(0, Math.min(seen.first, rowCount - seen.rows) - BEYOND);
  return { first, end: Math.min(rowCount, first + seen.rows + 2 * BEYOND) };
}

/** Scrolls as little as shows the row below a head that stays. */
export function showRow(
  element: HTMLElement | null,
  index: number,
  rowHeight: number,
  headHeight: number,
): void {
  if (element === null) return;
  const top = index * rowHeight;
  const room = element.clientHeight - headHeight;
  if (top < element.scrollTop) element.scrollTop = top;
  else if (top + rowHeight > element.scrollTop + room) element.scrollTop = top + rowHeight - room;
}
