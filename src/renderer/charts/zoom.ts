import { useSyncExternalStore } from 'react';
import type { Range } from '../../core/charts/chart.ts';

const zooms = new Map<string, Range>();
const listeners = new Set<() => void>();

/** The stretch of the x axis that all charts of a group show; null is all of it. */
export function useZoom(group: string): Range | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => zooms.get(group) ?? null,
  );
}

export function setZoom(group: string, range: Range | null): void {
  if (range === null) zooms.delete(group);
  else zooms.set(group, range);
  listeners.forEach((listener) => listener());
}

/** Around the middle of what is shown; null once all would be shown again. */
export function zoomBy(shown: Range, full: Range, factor: number): Range | null {
  const middle = (shown.min + shown.max) / 2;
  const half = ((shown.max - shown.min) / 2) * factor;
  const min = Math.max(full.min, middle - half);
  const max = Math.min(full.max, middle + half);
  return min <= full.min && max >= full.max ? null : { min, max };
}
