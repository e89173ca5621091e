import { WATCHED_MS } from '../../contract/hardware-api.ts';
import type { Alert } from '../../contract/alert.ts';
import type { CoreEvent } from '../../contract/api.ts';
import { MARKS, type HardwareCatalog, type HardwareFrames } from '../../contract/hardware-channels.ts';
import type { ProcessTable, SamplerHealth } from '../../contract/hardware-channels.ts';
import type { Recording } from '../../contract/recording.ts';
import { formatDuration } from '../../contract/units.ts';
import type { Core } from '../../core/index.ts';
import { monitorLine } from '../output/monitor-line.ts';
import { monitorLines } from '../output/monitor-table.ts';
import { MonitorWindow } from '../output/monitor-window.ts';
import { printable } from '../output/table.ts';
import type { CommandHost } from './types.ts';

/** D1's window. */
const REMEMBERED = 1000;
const REDRAW_MS = 250;
const LINE_MS = 1000;
const TITLES_EVERY = 20;

export interface MonitorView {
  /** Stops, and says what was kept. */
  end(kept: Recording | null): void;
}

export interface MonitorWish {
  readonly withProcesses: boolean;
  readonly recording: Recording | null;
}

/** Shows what the sampler tells: a table that lives on a terminal, lines elsewhere. */
export function followHardware(host: CommandHost, core: Core, wish: MonitorWish): MonitorView {
  return host.json ? followAsJson(host, core, wish) : followAsTable(host, core, wish);
}

function followAsTable({ terminal, monotonic }: CommandHost, core: Core, wish: MonitorWish): MonitorView {
  const window = new MonitorWindow(REMEMBERED);
  const alerts = new Map<string, Alert>();
  const began = monotonic();
  let health: SamplerHealth | null = null;
  let processes: ProcessTable | null = null;
  let lines = 0;
  const take = (event: CoreEvent): void => {
    if (event.type === 'hardware-catalog') window.look(event.catalog);
    if (event.type === 'hardware-frames') window.take(event.frames);
    if (event.type === 'hardware-health') health = event.health;
    if (event.type === 'hardware-processes' && wish.withProcesses) processes = event.table;
    if (event.type === 'alert') alerts.set(event.alert.id, event.alert);
  };
  const unsubscribe = core.subscribe(take);
  const endWatching = beginWatching(core, (catalog) => {
    if (window.catalog === null) window.look(catalog);
  });
  const recording = (): string | null =>
    wish.recording === null
      ? null
      : `recording ${printable(wish.recording.name)}, ${formatDuration(Math.round((monotonic() - began) / 1000) * 1000)}`;
  const draw = (): void => {
    const view = { window, health, alerts: [...alerts.values()], processes, recording: recording() };
    if (terminal.screen !== null) {
      terminal.screen(monitorLines(view, terminal.columns, terminal.rows, terminal.paint));
      return;
    }
    if (window.catalog === null) return;
    const { title, text } = monitorLine(window);
    if (lines % TITLES_EVERY === 0) terminal.data(title);
    terminal.data(text);
    lines += 1;
  };
  const timer = setInterval(draw, terminal.screen === null ? LINE_MS : REDRAW_MS);
  return {
    end(kept) {
      clearInterval(timer);
      endWatching();
      unsubscribe();
      draw();
      if (kept !== null) {
        terminal.say(`Recorded ${kept.sampleCount} readings of each channel as ${kept.id}.`);
        terminal.say(`See them with: dyno monitor --show ${kept.id}`);
      }
    },
  };
}

function followAsJson({ terminal }: CommandHost, core: Core, wish: MonitorWish): MonitorView {
  let catalog: HardwareCatalog | null = null;
  const say = (document: Readonly<Record<string, unknown>>): void => terminal.data(JSON.stringify(document));
  const look = (next: HardwareCatalog): void => {
    catalog = next;
    say({ type: 'catalog', catalog: next });
  };
  const take = (event: CoreEvent): void => {
    if (event.type === 'hardware-catalog') look(event.catalog);
    if (event.type === 'hardware-frames' && catalog?.revision === event.frames.revision) {
      for (const sample of samplesOf(catalog, event.frames, event.wallMinusMonotonicMs)) say(sample);
    }
    if (event.type === 'hardware-health') say({ type: 'health', health: event.health });
    if (event.type === 'hardware-processes' && wish.withProcesses)
      say({ type: 'processes', table: event.table });
    if (event.type === 'alert') say({ type: 'alert', alert: event.alert });
  };
  const unsubscribe = core.subscribe(take);
  const endWatching = beginWatching(core, (known) => {
    if (catalog === null) look(known);
  });
  return {
    end(kept) {
      endWatching();
      unsubscribe();
      say({ type: 'end', recording: kept });
    },
  };
}

/** What is known already comes at once, the rest as events. Ticks keep to their rate until the answer is called. */
function beginWatching({ api }: Core, look: (catalog: HardwareCatalog) => void): () => void {
  // A sampler that cannot start tells nothing: the view goes on waiting, and the log says why.
  const lost = (): void => undefined;
  const ask = (): void => void api.watchHardware().catch(lost);
  ask();
  void api.hardwareNow().then(({ catalog }) => {
    if (catalog !== null) look(catalog);
  }, lost);
  const timer = setInterval(ask, WATCHED_MS / 3);
  return () => clearInterval(timer);
}

/** One document a tick: null where nothing could be read, and which values are older than the tick. */
function samplesOf(
  { channels }: HardwareCatalog,
  { atMs, values, marks }: HardwareFrames,
  wallMinusMonotonicMs: number,
): Readonly<Record<string, unknown>>[] {
  return Array.from(atMs, (at, row) => {
    const cells = channels.map(({ id }, column) => {
      const place = row * channels.length + column;
      const value = values[place] ?? Number.NaN;
      const isMissing = marks[place] === MARKS.missing || Number.isNaN(value);
      return { id, value: isMissing ? null : value, isRepeat: !isMissing && marks[place] === MARKS.repeat };
    });
    return {
      type: 'sample',
      at: at + wallMinusMonotonicMs,
      monotonicMs: at,
      values: Object.fromEntries(cells.map(({ id, value }) => [id, value])),
      repeats: cells.filter(({ isRepeat }) => isRepeat).map(({ id }) => id),
    };
  });
}
