import type { SpanSource, SpanView, SpanWindow } from '../../contract/span-source.ts';
import type { Chart, ChartPalette } from '../../core/charts/chart.ts';
import { FLAME_MARGIN, FLAME_ROW_PX, flameChart } from '../../core/charts/flame.ts';
import type { Canvas } from '../charts/EChart.tsx';
import { EXPORT_HEAD } from '../charts/export-head.ts';
import { NewestAsked } from './newest-asked.ts';
import type { Flame } from './use-flame.ts';

export interface Shown {
  readonly title: string;
  readonly flame: Flame;
  readonly palette: ChartPalette;
  readonly isUpsideDown: boolean;
}

interface Asked {
  readonly source: SpanSource;
  readonly view: SpanView;
}

/** What lies under a point of the drawing. */
export interface Hit {
  readonly id: number;
  readonly merged: number;
}

/** Keeps one drawing in step with what is in view: at most once a frame, and of the visible spans alone. */
export class FlamePainter {
  readonly #element: HTMLElement;
  readonly #listeners = new Set<() => void>();
  #canvas: Canvas | null = null;
  #shown: Shown | null = null;
  #frame = 0;
  readonly #windows = new NewestAsked<Asked, SpanWindow>(
    ({ source, view }) => source.window(view),
    (window, asked) => {
      if (asked.source !== this.#shown?.flame.source) return;
      this.#window = window;
      this.#windowOf = asked.source;
      this.#isFresh = true;
      this.#paint();
    },
    // A source tells of its failures by itself; what was drawn last stays.
    () => undefined,
  );
  #isFresh = false;
  #window: SpanWindow | null = null;
  #windowOf: SpanSource | null = null;
  #drawnFrom = { fromUs: 0, toUs: 1, topRow: 0 };
  #chart: Chart | null = null;

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  get window(): SpanWindow | null {
    return this.#window;
  }

  /** As it is drawn now, for an export. */
  get chart(): Chart | null {
    return this.#chart;
  }

  /** With room for a title above. */
  get pictureSize(): { readonly width: number; readonly height: number } {
    return { width: this.#element.clientWidth, height: this.#element.clientHeight + EXPORT_HEAD };
  }

  open(canvas: Canvas): void {
    this.#canvas = canvas;
    this.measure();
  }

  close(): void {
    cancelAnimationFrame(this.#frame);
    this.#windows.close();
    this.#canvas?.close();
    this.#canvas = null;
  }

  show(shown: Shown): void {
    this.#shown = shown;
    this.measure();
  }

  onDrawn(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The room for rows follows the element's height. */
  measure(): void {
    const plot = this.#element.clientHeight - FLAME_MARGIN.top - FLAME_MARGIN.bottom;
    this.#shown?.flame.viewport.setRowsShown(plot / FLAME_ROW_PX);
    this.schedule();
  }

  schedule(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      void this.#draw();
    });
  }

  async #draw(): Promise<void> {
    const shown = this.#shown;
    if (shown === null || this.#canvas === null || this.#element.clientWidth === 0) return;
    const { source, viewport, query } = shown.flame;
    this.#isFresh = false;
    const { fromUs, toUs } = viewport.view;
    const view = { fromUs, toUs, ...this.#rows, pixels: this.#plotWidth, query };
    this.#windows.ask({ source, view });
    // A source in memory has answered by then.
    for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
    // Of another, the last answer stays in sight and moves along.
    if (!this.#isFresh && this.#windowOf === source) this.#paint();
  }

  get #rows(): { readonly fromRow: number; readonly toRow: number } {
    const { viewport } = (this.#shown as Shown).flame;
    return { fromRow: viewport.view.topRow, toRow: viewport.view.topRow + viewport.rowsShown };
  }

  #paint(): void {
    const [shown, window] = [this.#shown, this.#window];
    if (shown === null || window === null || this.#canvas === null) return;
    const { source, viewport, query, picked } = shown.flame;
    const { view } = viewport;
    const rows = this.#rows;
    this.#drawnFrom = view;
    this.#chart = flameChart(
      {
        title: shown.title,
        axis: source.axis,
        ...(source.unit === undefined ? {} : { unit: source.unit }),
        originUs: source.fromUs,
        fromUs: view.fromUs,
        toUs: view.toUs,
        ...rows,
        tracks: source.tracks,
        categories: source.categories,
        window,
        isSearching: query !== '',
        selected:
          picked.kind === 'span'
            ? {
                row: picked.facts.row,
                fromUs: picked.facts.startUs,
                toUs: picked.facts.startUs + picked.facts.durationUs,
              }
            : null,
        isUpsideDown: shown.isUpsideDown,
        isBare: false,
      },
      shown.palette,
    );
    this.#canvas.draw(this.#chart);
    this.#listeners.forEach((listener) => listener());
  }

  get #plotWidth(): number {
    return Math.max(1, this.#element.clientWidth - FLAME_MARGIN.left - FLAME_MARGIN.right);
  }

  /** Of the width, where a point in the element lies: 0 to 1 inside of the plot. */
  shareAt(x: number): number {
    return (x - FLAME_MARGIN.left) / this.#plotWidth;
  }

  timeAt(x: number): number {
    const { fromUs, toUs } = this.#drawnFrom;
    return fromUs + (toUs - fromUs) * this.shareAt(x);
  }

  xAt(timeUs: number): number {
    const { fromUs, toUs } = this.#drawnFrom;
    return FLAME_MARGIN.left + ((timeUs - fromUs) / (toUs - fromUs)) * this.#plotWidth;
  }

  hit(x: number, y: number): Hit | null {
    const window = this.#window;
    if (window === null || this.#shown === null) return null;
    const plotHeight = this.#element.clientHeight - FLAME_MARGIN.top - FLAME_MARGIN.bottom;
    const down = (y - FLAME_MARGIN.top) / FLAME_ROW_PX;
    const up = (FLAME_MARGIN.top + plotHeight - y) / FLAME_ROW_PX;
    if (down < 0 || up < 0) return null;
    const row = Math.floor(this.#drawnFrom.topRow + (this.#shown.isUpsideDown ? up : down));
    const at = this.timeAt(x);
    // What is drawn a pixel wide is found a pixel around.
    const near = (this.#drawnFrom.toUs - this.#drawnFrom.fromUs) / this.#plotWidth;
    let best: Hit | null = null;
    let distance = near;
    for (let index = 0; index < window.count; index += 1) {
      if (window.row[index] !== row) continue;
      const away = Math.max((window.fromUs[index] as number) - at, at - (window.toUs[index] as number));
      if (away >= distance) continue;
      best = { id: window.span[index] as number, merged: window.merged[index] as number };
      distance = Math.max(0, away);
      if (away <= 0) break;
    }
    return best;
  }

  /** The rectangle beside one of a row, or the one in the middle of the view. */
  neighbour(id: number | null, step: 1 | -1): number | null {
    const window = this.#window;
    if (window === null || window.count === 0) return null;
    const middle = (this.#drawnFrom.fromUs + this.#drawnFrom.toUs) / 2;
    const places = Array.from({ length: window.count }, (_, index) => index);
    if (id === null) {
      const distance = (index: number): number =>
        Math.abs(((window.fromUs[index] as number) + (window.toUs[index] as number)) / 2 - middle);
      const nearest = places.reduce((best, each) => (distance(each) < distance(best) ? each : best));
      return window.span[nearest] ?? null;
    }
    const own = window.span.indexOf(id);
    if (own < 0) return this.neighbour(null, step);
    const inRow = places
      .filter((index) => window.row[index] === window.row[own])
      .sort((one, other) => (window.fromUs[one] as number) - (window.fromUs[other] as number));
    const next = inRow[inRow.indexOf(own) + step];
    return next === undefined ? null : (window.span[next] ?? null);
  }
}
