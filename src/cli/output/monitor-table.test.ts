import pico from 'picocolors';
import { describe, expect, it } from 'vitest';
import { monitorLine } from './monitor-line.ts';
import { monitorLines, type MonitorView } from './monitor-table.ts';
import { MonitorWindow } from './monitor-window.ts';
import { catalog, frames } from './monitor.fixture.ts';

const PLAIN = pico.createColors(false);
const GIB = 1024 ** 3;

function watched(...rows: readonly (readonly number[])[]): MonitorWindow {
  const window = new MonitorWindow(100);
  window.look(catalog);
  window.take(frames(...rows));
  return window;
}

function linesOf(window: MonitorWindow, more: Partial<MonitorView> = {}, rows = 60): string[] {
  const view = { window, health: null, alerts: [], processes: null, recording: null, ...more };
  return monitorLines(view, 80, rows, PLAIN);
}

const twoTicks = watched([20, 10, 30, 0, 4 * GIB, 50, 300, 0], [40, 10, 90, 0, 6 * GIB, 70, Number.NaN, 4]);

describe('the live table', () => {
  it('has a row for each metric, with now, mean and largest', () => {
    const text = linesOf(twoTicks).join('\n');
    expect(text).toMatch(/CPU +40 % +30 % +40 %/);
    expect(text).toMatch(/Memory used +6\.00 GiB +5\.00 GiB +6\.00 GiB/);
  });

  it('says — for what could not be read now, and keeps what it was before', () => {
    expect(linesOf(twoTicks).join('\n')).toMatch(/Power +— +300 W +300 W/);
  });

  it('leaves out what is nothing, and names what holds a card back', () => {
    const text = linesOf(twoTicks).join('\n');
    expect(text).not.toContain('hypervisor');
    expect(text).toMatch(/Throttle reasons +power limit/);
  });

  it('shows the cores in one line, and the busy ones as a number', () => {
    expect(linesOf(twoTicks).join('\n')).toMatch(/Cores +▁█ +1 of 2 at half or more/);
  });

  it('fits a line of 80 and the rows that there are, and says what it left out', () => {
    for (const rows of [10, 14, 60]) {
      const lines = linesOf(twoTicks, {}, rows);
      expect(lines.every((line) => [...line].length <= 80)).toBe(true);
      expect(lines.length).toBeLessThanOrEqual(rows);
    }
    expect(linesOf(twoTicks, {}, 10).join('\n')).toMatch(/more rows/);
  });

  it('names what is not measurable here, and lets no name play with the terminal', () => {
    const text = linesOf(twoTicks).join('\n');
    expect(text).toContain('Not measurable here: CPU energy (RAPL)');
    expect(text).not.toContain('\u202e');
  });

  it('drops the values of a device that went, and waits for the new columns', () => {
    const window = watched([20, 10, 30, 0, 4 * GIB, 50, 300, 0]);
    const left = catalog.channels.slice(0, 5);
    window.look({ ...catalog, revision: 2, channels: left });
    window.take(frames([99, 99, 99, 99, 99, 99, 99, 99]));
    expect(window.of('cpu/cpu.use').now).toBe(20);
    expect(window.of('gpu:GPU-1/gpu.use').now).toBeNull();
  });
});

describe('a line a second', () => {
  it('has the columns that this machine has', () => {
    const { title, text } = monitorLine(twoTicks);
    expect(title.trim().split(/ {2,}/)).toEqual(['CPU', 'memory', 'GPU', 'power']);
    expect(text.trim().split(/ {2,}/)).toEqual(['40 %', '6.00 GiB', '70 %', '—']);
  });
});
