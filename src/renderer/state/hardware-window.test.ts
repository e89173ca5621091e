import { describe, expect, it } from 'vitest';
import { MARKS, type HardwareCatalog, type HardwareFrames } from '../../contract/hardware-channels.ts';
import { HardwareWindow, readingAt, statisticsOf } from './hardware-window.ts';

const { fresh, repeat, missing } = MARKS;

function catalog(revision: number, ...ids: readonly string[]): HardwareCatalog {
  return {
    revision,
    hertz: 10,
    devices: [],
    sources: [],
    channels: ids.map((id) => ({
      id,
      device: 'd',
      metric: 'cpu.use',
      detail: '',
      source: 'cpu',
      periodMs: 100,
    })),
  };
}

function frames(
  revision: number,
  rows: readonly (readonly [at: number, ...(readonly number[])])[],
  marks: readonly number[] = rows.flatMap(([, ...values]) => values.map(() => fresh)),
): HardwareFrames {
  return {
    revision,
    atMs: Float64Array.from(rows, ([at]) => at),
    values: Float64Array.from(rows.flatMap(([, ...values]) => values)),
    marks: Uint8Array.from(marks),
  };
}

describe('the window of hardware readings', () => {
  it('keeps the newest, however many come', () => {
    const window = new HardwareWindow(3);
    window.setCatalog(catalog(1, 'a', 'b'));
    for (let at = 1; at <= 20; at += 1) window.push(frames(1, [[at, at * 10, -at]]));
    expect([...(window.view('a')?.values ?? [])]).toEqual([180, 190, 200]);
    expect([...(window.view('b')?.values ?? [])]).toEqual([-18, -19, -20]);
    expect([...window.atMs]).toEqual([18, 19, 20]);
  });

  it('takes no tick twice', () => {
    const window = new HardwareWindow(5);
    window.setCatalog(catalog(1, 'a'));
    const some = frames(1, [
      [1, 10],
      [2, 20],
    ]);
    window.push(some);
    window.push(some);
    expect([...window.atMs]).toEqual([1, 2]);
  });

  it('refuses frames of a catalog it was not told of', () => {
    const window = new HardwareWindow(5);
    expect(window.push(frames(1, [[1, 10]]))).toBe(false);
    window.setCatalog(catalog(1, 'a'));
    expect(window.push(frames(2, [[1, 10]]))).toBe(false);
    expect(window.length).toBe(0);
  });

  it('carries a channel over to the next revision, wherever it stands there', () => {
    const window = new HardwareWindow(5);
    window.setCatalog(catalog(1, 'a', 'gone'));
    window.push(frames(1, [[1, 10, 5]]));
    window.setCatalog(catalog(2, 'new', 'a'));
    window.push(frames(2, [[2, 7, 20]]));
    expect([...(window.view('a')?.values ?? [])]).toEqual([10, 20]);
    expect([...(window.view('new')?.values ?? [])]).toEqual([Number.NaN, 7]);
    expect(window.view('gone')).toBeNull();
  });

  it('sums up fresh readings only', () => {
    const window = new HardwareWindow(9);
    window.setCatalog(catalog(1, 'a'));
    const rows = [
      [1, 10],
      [2, 10],
      [3, 40],
      [4, Number.NaN],
    ] as const;
    window.push(frames(1, rows, [fresh, repeat, fresh, missing]));
    const view = window.view('a');
    expect(view && statisticsOf(view)).toEqual({ now: null, mean: 25, max: 40, freshCount: 2 });
  });

  it('tells the reading that held at a time, and none where none could be taken', () => {
    const window = new HardwareWindow(9);
    window.setCatalog(catalog(1, 'a'));
    const rows = [
      [10, 1],
      [20, 2],
      [30, Number.NaN],
    ] as const;
    window.push(frames(1, rows, [fresh, fresh, missing]));
    const view = window.view('a');
    if (view === null) throw new Error('There is no such channel.');
    expect([5, 10, 29, 30].map((at) => readingAt(view, at))).toEqual([null, 1, 2, null]);
  });

  it('stands still in a frozen copy', () => {
    const window = new HardwareWindow(3);
    window.setCatalog(catalog(1, 'a'));
    window.push(frames(1, [[1, 10]]));
    const copy = window.frozen();
    window.push(frames(1, [[2, 20]]));
    expect([...copy.atMs]).toEqual([1]);
    expect([...(copy.view('a')?.values ?? [])]).toEqual([10]);
  });
});
