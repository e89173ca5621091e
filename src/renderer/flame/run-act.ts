import type { FlameAct } from './flame-keys.ts';
import type { Flame } from './use-flame.ts';

const KEY_ZOOM = 0.8;
const KEY_PAN = 0.15;

export interface ActsOn {
  readonly flame: Flame;
  /** Of the width, where the pointer was last. */
  readonly pointer: number;
  /** The rectangle beside one of a row, or the one in the middle of the view. */
  readonly neighbour: (id: number | null, step: 1 | -1) => number | null;
  readonly isUpsideDown?: boolean;
  readonly onSearch: () => void;
}

/** What a key does. */
export function runAct(name: FlameAct, { flame, pointer, neighbour, isUpsideDown, onSearch }: ActsOn): void {
  const { viewport, picked } = flame;
  const selected = picked.kind === 'span' ? picked.facts : null;
  const down = isUpsideDown === true ? -1 : 1;
  switch (name) {
    case 'zoom-in':
      return viewport.zoom(KEY_ZOOM, pointer);
    case 'zoom-out':
      return viewport.zoom(1 / KEY_ZOOM, pointer);
    case 'left':
      return viewport.pan(-KEY_PAN, 0);
    case 'right':
      return viewport.pan(KEY_PAN, 0);
    case 'up':
      return viewport.pan(0, -2 * down);
    case 'down':
      return viewport.pan(0, 2 * down);
    case 'fit':
      return viewport.fit();
    case 'focus':
      if (picked.kind === 'range') viewport.focus(picked.range.fromUs, picked.range.toUs);
      if (selected !== null) viewport.focus(selected.startUs, selected.startUs + selected.durationUs);
      return;
    case 'measure':
      return flame.pickRange(viewport.view);
    case 'select':
    case 'next':
    case 'previous': {
      const step = name === 'previous' ? -1 : 1;
      const next = neighbour(name === 'select' ? null : (selected?.id ?? null), step);
      if (next !== null) flame.pickSpan(next);
      return;
    }
    case 'parent':
      if (selected?.parent) flame.pickSpan(selected.parent.id);
      return;
    case 'search':
      return onSearch();
    case 'clear':
      return flame.pickSpan(null);
  }
}
