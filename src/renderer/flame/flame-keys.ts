/** What a key does on a flame chart; the list in "?" is made from this. */
export type FlameAct =
  | 'zoom-in'
  | 'zoom-out'
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'fit'
  | 'focus'
  | 'measure'
  | 'select'
  | 'previous'
  | 'next'
  | 'parent'
  | 'search'
  | 'clear';

interface KeyRow {
  readonly act: FlameAct;
  /** As the event calls them. */
  readonly keys: readonly string[];
}

const ROWS: readonly KeyRow[] = [
  { act: 'zoom-in', keys: ['w', 'W', '+', '='] },
  { act: 'zoom-out', keys: ['s', 'S', '-'] },
  { act: 'left', keys: ['a', 'A', 'ArrowLeft'] },
  { act: 'right', keys: ['d', 'D', 'ArrowRight'] },
  { act: 'up', keys: ['ArrowUp', 'PageUp'] },
  { act: 'down', keys: ['ArrowDown', 'PageDown'] },
  { act: 'fit', keys: ['0', 'Home'] },
  { act: 'focus', keys: ['f', 'F'] },
  { act: 'measure', keys: ['m', 'M'] },
  { act: 'select', keys: ['Enter'] },
  { act: 'previous', keys: [','] },
  { act: 'next', keys: ['.'] },
  { act: 'parent', keys: ['p', 'P'] },
  { act: 'search', keys: ['/'] },
  { act: 'clear', keys: ['Escape'] },
];

const ACTS: ReadonlyMap<string, FlameAct> = new Map(
  ROWS.flatMap(({ act, keys }) => keys.map((key) => [key, act] as const)),
);

export interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Null for a key that belongs to somebody else. */
export function flameAct({ key, ctrlKey, metaKey, altKey }: Pressed): FlameAct | null {
  if (altKey) return null;
  if (ctrlKey || metaKey) return key === 'f' ? 'search' : null;
  return ACTS.get(key) ?? null;
}

/** For the dialog of shortcuts. */
export const FLAME_SHORTCUTS: readonly { readonly title: string; readonly keys: string }[] = [
  { title: 'Zoom in, out (or the wheel)', keys: 'W S' },
  { title: 'Go left, right (or drag)', keys: 'A D' },
  { title: 'Show all of it (or double click)', keys: '0' },
  { title: 'Select a span', keys: 'Enter' },
  { title: 'Span before, after it', keys: ', .' },
  { title: 'Span around it', keys: 'P' },
  { title: 'Zoom to what is selected', keys: 'F' },
  { title: 'Measure what is shown (or Shift and drag)', keys: 'M' },
  { title: 'Bookmark what is selected, on a timeline', keys: 'B' },
  { title: 'Search', keys: '/' },
];
