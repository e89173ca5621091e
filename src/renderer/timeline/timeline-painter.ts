import type { SpanSource, SpanView, SpanWindow } from '../../contract/span-source.ts';
import type { CounterWindow, SpanLink } from '../../contract/trace-view.ts';
import type { TraceBookmark } from '../../contract/trace.ts';
import type { ChartPalette } from '../../core/charts/chart.ts';
import {
  paintTimeline,
  TIMELINE_ROW_PX,
  TIMELINE_TOP_PX,
} from '../../core/charts/timeline/paint-timeline.ts';
import { sourceRowsIn, stripsIn, type TimelineLayout } from '../../core/charts/timeline/timeline-strips.ts';
import { NewestAsked } from '../flame/newest-asked.ts';
import type { Flame } from '../flame/use-flame.ts';
import type { TimelineAsks } from './timeline-asks.ts';

/** Beside what is in view, so that a pan has something to show before the next answer. */
const MARGIN = 0.35;
const MARGIN_ROWS = 6;
const MOST_LINKS = 400;

export interface TimelineShown {
  readonly flame: Flame;
  readonly layout: TimelineLayout;
  readonly asks: TimelineAsks;
  readonly palette: ChartPalette;
  readonly originUs: number;
  readonly counterUnits: readonly string[];
  readonly bookmarks: readonly TraceBookmark[];
  /** Of the selected span. */
  readonly links: readonly SpanLink[];
  readonly showsAllLinks: boolean;
}

interface Asked {
  readonly of: SpanSource;
  readonly view: SpanView;
}

/** Draws a timeline at most once a frame: what was answered last, in its place, while the next is on its way. */
export class TimelinePainter {
  readonly #canvas: HTMLCanvasElement;
  readonly #listeners = new Set<() => void>();
  readonly #windows = new NewestAsked<Asked, SpanWindow>(
    ({ of, view }) => of.window(view),
    (window, { of }) => {
      if (of !== this.#shown?.flame.source) return;
      this.#window = window;
      this.schedule();
    },
    () => undefined,
  );
  readonly #counterAsks = new NewestAsked<
    Asked & { readonly counters: readonly number[] },
    readonly CounterWindow[]
  >(
    ({ counters, view }) => this.#shown?.asks.counters(counters, view) ?? Promise.resolve([]),
    (windows) => {
      this.#counters = new Map(windows.map((each) => [each.counter, each]));
      this.schedule();
    },
    () => undefined,
  );
  readonly #linkAsks = new NewestAsked<SpanView, readonly SpanLink[]>(
    (view) => this.#shown?.asks.links(view, MOST_LINKS) ?? Promise.resolve([]),
    (links) => {
      this.#links = links;
      this.schedule();
    },
    () => undefined,
  );
  #shown: TimelineShown | null = null;
  #frame = 0;
  #asked = '';
  #askedOf: SpanSource | null = null;
  #window: SpanWindow | null = null;
  #counters: ReadonlyMap<number, CounterWindow> = new Map();
  #links: readonly SpanLink[] = [];
  #drawnFrom = { fromUs: 0, toUs: 1, topRow: 0 };

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  get window(): SpanWindow | null {
    return this.#window;
  }

  get canvas(): HTMLCanvasElement {
    return this.#canvas;
  }

  onDrawn(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  show(shown: TimelineShown): void {
    if (this.#shown?.flame.source !== shown.flame.source) this.#window = null;
    this.#shown = shown;
    this.measure();
  }

  close(): void {
    cancelAnimationFrame(this.#frame);
    for (const asks of [this.#windows, this.#counterAsks, this.#linkAsks]) asks.close();
    this.#shown = null;
  }

  measure(): void {
    const rows = (this.#canvas.clientHeight - TIMELINE_TOP_PX) / TIMELINE_ROW_PX;
    this.#shown?.flame.viewport.setRowsShown(rows);
    this.schedule();
  }

  schedule(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const shown = this.#shown;
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (shown === null || width === 0 || height === 0) return;
    const { flame, layout, palette, originUs, bookmarks } = shown;
    const { view } = flame.viewport;
    this.#ask(shown, width);
    const ratio = globalThis.devicePixelRatio;
    const [wide, tall] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.#canvas.width !== wide) this.#canvas.width = wide;
    if (this.#canvas.height !== tall) this.#canvas.height = tall;
    const ink = this.#canvas.getContext('2d', { alpha: false });
    if (ink === null) return;
    ink.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { picked } = flame;
    this.#drawnFrom = view;
    paintTimeline(
      ink,
      {
        ...view,
        width,
        height,
        originUs,
        unit: flame.source.unit ?? 'ns',
        layout,
        categories: flame.source.categories,
        window: this.#window,
        counters: this.#counters,
        counterUnits: shown.counterUnits,
        links: shown.showsAllLinks ? [...this.#links, ...shown.links] : shown.links,
        isSearching: flame.query !== '',
        selected:
          picked.kind === 'span'
            ? {
                row: picked.facts.row,
                fromUs: picked.facts.startUs,
                toUs: picked.facts.startUs + picked.facts.durationUs,
              }
            : null,
        bookmarks,
      },
      palette,
    );
    this.#listeners.forEach((listener) => listener());
  }

  /** Once for each view: what is drawn again for another reason asks for nothing. */
  #ask({ flame, layout, showsAllLinks }: TimelineShown, width: number): void {
    const { source, query, viewport } = flame;
    const { fromUs, toUs, topRow } = viewport.view;
    const fromRow = Math.max(0, topRow - MARGIN_ROWS);
    const toRow = topRow + viewport.rowsShown + MARGIN_ROWS;
    const rows = sourceRowsIn(layout, fromRow, toRow);
    const key = [fromUs, toUs, topRow, width, viewport.rowsShown, query, showsAllLinks, rows.join()].join(
      ' ',
    );
    if (key === this.#asked && source === this.#askedOf) return;
    this.#asked = key;
    this.#askedOf = source;
    const beside = (toUs - fromUs) * MARGIN;
    const view: SpanView = {
      fromUs: fromUs - beside,
      toUs: toUs + beside,
      fromRow: 0,
      toRow: source.rowCount,
      rows,
      pixels: width * (1 + 2 * MARGIN),
      query,
    };
    this.#windows.ask({ of: source, view });
    const counters = stripsIn(layout, fromRow, toRow).flatMap(({ counter }) =>
      counter < 0 ? [] : [counter],
    );
    if (counters.length > 0) this.#counterAsks.ask({ of: source, view, counters });
    if (showsAllLinks) this.#linkAsks.ask({ ...view, fromUs, toUs, pixels: width });
  }

  shareAt(x: number): number {
    return x / Math.max(1, this.#canvas.clientWidth);
  }

  timeAt(x: number): number {
    const { fromUs, toUs } = this.#drawnFrom;
    return fromUs + (toUs - fromUs) * this.shareAt(x);
  }

  xAt(timeUs: number): number {
    const { fromUs, toUs } = this.#drawnFrom;
    return ((timeUs - fromUs) / (toUs - fromUs)) * this.#canvas.clientWidth;
  }

  hit(x: number, y: number): { readonly id: number; readonly merged: number } | null {
    const [window, shown] = [this.#window, this.#shown];
    if (window === null || shown === null || y < TIMELINE_TOP_PX) return null;
    const row = Math.floor(this.#drawnFrom.topRow + (y - TIMELINE_TOP_PX) / TIMELINE_ROW_PX);
    const at = this.timeAt(x);
    // What is drawn a pixel wide is found a pixel around.
    let distance = (this.#drawnFrom.toUs - this.#drawnFrom.fromUs) / this.#canvas.clientWidth;
    let best: number | null = null;
    for (let index = 0; index < window.count; index += 1) {
      if (shown.layout.shownRow[window.row[index] as number] !== row) continue;
      const away = Math.max((window.fromUs[index] as number) - at, at - (window.toUs[index] as number));
      if (away >= distance) continue;
      best = index;
      distance = Math.max(0, away);
      if (away <= 0) break;
    }
    return best === null ? null : { id: window.span[best] as number, merged: window.merged[best] as number };
  }

  /** The rectangle beside one of a row, or the one nearest to the middle of what is in view. */
  neighbour(id: number | null, step: 1 | -1): number | null {
    const [window, shown] = [this.#window, this.#shown];
    if (window === null || shown === null) return null;
    const { viewport } = shown.flame;
    const { fromUs, toUs, topRow } = viewport.view;
    const own = id === null ? -1 : window.span.indexOf(id);
    let best: number | null = null;
    let nearest = Number.POSITIVE_INFINITY;
    const [middle, middleRow] = [(fromUs + toUs) / 2, topRow + viewport.rowsShown / 2];
    for (let index = 0; index < window.count; index += 1) {
      const row = shown.layout.shownRow[window.row[index] as number] ?? -1;
      if (row < 0) continue;
      let away: number;
      if (own >= 0) {
        if (window.row[index] !== window.row[own] || index === own) continue;
        away = ((window.fromUs[index] as number) - (window.fromUs[own] as number)) * step;
        if (away <= 0) continue;
      } else {
        const [from, to] = [window.fromUs[index] as number, window.toUs[index] as number];
        const beside = Math.max(0, from - middle, middle - to) / (toUs - fromUs);
        away = beside + Math.abs(row + 0.5 - middleRow) / Math.max(1, viewport.rowsShown);
      }
      if (away >= nearest) continue;
      nearest = away;
      best = index;
    }
    return best === null ? null : (window.span[best] as number);
  }
}
