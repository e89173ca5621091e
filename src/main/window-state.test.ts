import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  DEFAULT_STATE,
  parseWindowState,
  placeWindow,
  readWindowState,
  SMALLEST,
  writeWindowState,
} from './window-state.ts';

const laptop = { x: 0, y: 0, width: 1280, height: 800 };
const beside = { x: 1280, y: -200, width: 2560, height: 1400 };

describe('where the window opens', () => {
  it('is where it was, while a display is there', () => {
    const state = { position: { x: 1400, y: 0 }, width: 1300, height: 900, maximized: true };
    expect(placeWindow(state, [laptop, beside])).toEqual(state);
  });

  it('is the middle, once that display is gone', () => {
    const state = { position: { x: 1400, y: 0 }, width: 1200, height: 700, maximized: false };
    expect(placeWindow(state, [laptop]).position).toBeNull();
  });

  it('needs a piece of the title bar that a mouse can take hold of', () => {
    const at = (x: number, y: number) =>
      placeWindow({ position: { x, y }, width: 1000, height: 700, maximized: false }, [laptop]).position;
    expect(at(-880, 10)).not.toBeNull();
    expect(at(-881, 10)).toBeNull();
    expect(at(100, -1)).toBeNull();
    expect(at(100, 761)).toBeNull();
  });

  it('is never larger than its display nor smaller than the page can be', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9000 }), fc.integer({ min: 1, max: 9000 }), (width, height) => {
        const placed = placeWindow({ ...DEFAULT_STATE, width, height }, [laptop]);
        expect(placed.width).toBeGreaterThanOrEqual(SMALLEST.width);
        expect(placed.width).toBeLessThanOrEqual(laptop.width);
        expect(placed.height).toBeGreaterThanOrEqual(SMALLEST.height);
        expect(placed.height).toBeLessThanOrEqual(laptop.height);
      }),
    );
  });
});

describe('the file that remembers it', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dyno-window-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('reads back what was written, and leaves no draft', () => {
    const file = join(folder, 'window.json');
    writeWindowState(file, { x: -5, y: 7, width: 1300, height: 820 }, true);
    expect(readWindowState(file)).toEqual({
      state: { position: { x: -5, y: 7 }, width: 1300, height: 820, maximized: true },
      problem: null,
    });
    expect(readdirSync(folder)).toEqual(['window.json']);
  });

  it('is not missed at the first start', () => {
    expect(readWindowState(join(folder, 'window.json'))).toEqual({ state: DEFAULT_STATE, problem: null });
  });

  it('is ignored with a word where it is damaged', () => {
    const file = join(folder, 'window.json');
    for (const text of ['', '{', 'null', '[]', '{"x":1,"y":2,"width":"wide","height":3,"maximized":false}']) {
      writeFileSync(file, text);
      const { state, problem } = readWindowState(file);
      expect(state).toBe(DEFAULT_STATE);
      expect(problem).toMatch(/\w/);
    }
  });

  it('survives any text at all', () => {
    fc.assert(fc.property(fc.json(), (text) => void parseWindowState(text)));
    expect(parseWindowState('{"x":0,"y":0,"width":0,"height":600,"maximized":false}')).toBeNull();
    expect(parseWindowState('{"x":1e9,"y":0,"width":800,"height":600,"maximized":false}')).toBeNull();
  });
});
