import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Rectangle } from 'electron';

export interface WindowState {
  /** Null: the middle of the main display. */
  readonly position: { readonly x: number; readonly y: number } | null;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
}

export const DEFAULT_STATE: WindowState = { position: null, width: 1440, height: 900, maximized: false };
export const SMALLEST = { width: 960, height: 600 } as const;

/** So much of the title bar must lie on a display that a mouse can take hold of it. */
const GRIP = { width: 120, height: 40 } as const;

/** A damaged file costs the place of the window and nothing else; the reason is for the log. */
export function readWindowState(file: string): {
  readonly state: WindowState;
  readonly problem: string | null;
} {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return { state: DEFAULT_STATE, problem: missing ? null : (error as Error).message };
  }
  const state = parseWindowState(text);
  return state
    ? { state, problem: null }
    : { state: DEFAULT_STATE, problem: 'it holds no window position; the default one is used' };
}

export function parseWindowState(text: string): WindowState | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { x, y, width, height, maximized } = value as Record<string, unknown>;
  if (!isPixels(x) || !isPixels(y) || !isPixels(width) || !isPixels(height)) return null;
  if (typeof maximized !== 'boolean' || width <= 0 || height <= 0) return null;
  return { position: { x, y }, width, height, maximized };
}

function isPixels(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 100_000;
}

/** Displays come and go: a window that would open where none is goes to the middle of the main one. */
export function placeWindow(state: WindowState, workAreas: readonly Rectangle[]): WindowState {
  const area = workAreas.find((candidate) => isReachable(state, candidate));
  const largest = area ?? workAreas[0];
  return {
    ...state,
    position: area ? state.position : null,
    width: Math.max(SMALLEST.width, Math.min(state.width, largest?.width ?? state.width)),
    height: Math.max(SMALLEST.height, Math.min(state.height, largest?.height ?? state.height)),
  };
}

function isReachable(state: WindowState, area: Rectangle): boolean {
  if (!state.position) return false;
  const { x, y } = state.position;
  const width = Math.min(x + state.width, area.x + area.width) - Math.max(x, area.x);
  return width >= GRIP.width && y >= area.y && y + GRIP.height <= area.y + area.height;
}

/** In one step, so that a crash leaves the old file or the new one. */
export function writeWindowState(file: string, bounds: Rectangle, maximized: boolean): void {
  const { x, y, width, height } = bounds;
  const draft = `${file}.new`;
  writeFileSync(draft, `${JSON.stringify({ x, y, width, height, maximized })}\n`);
  renameSync(draft, file);
}
