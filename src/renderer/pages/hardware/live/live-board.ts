import { formatChannel } from '../../../../core/analysis/channel-words.ts';
import type { ChartPalette, Range } from '../../../../core/charts/chart.ts';
import { hardwareWindow, onReadings } from '../../../state/hardware-live.ts';
import type { ChannelView, HardwareWindow } from '../../../state/hardware-window.ts';
import type { HardwareRow } from '../device-groups.ts';
import { paintRow } from './paint-row.ts';
import { wordsOf } from './row-words.ts';

/** Where a row is drawn and written: elements that React made once and leaves alone. */
export interface RowPlace {
  readonly canvas: HTMLCanvasElement;
  readonly scale: HTMLElement;
  readonly now: HTMLElement;
  readonly mean: HTMLElement;
  readonly max: HTMLElement;
}

interface Entry extends RowPlace {
  readonly row: HardwareRow;
  top: number;
  visible: boolean;
}

/** Digits that change more often cannot be read. */
const WORDS_EVERY_MS = 250;

/** Draws all rows on one time axis, at most once a frame, and only those that are seen. */
export class LiveBoard {
  readonly #entries = new Map<Element, Entry>();
  readonly #seen = new IntersectionObserver((changes) => this.#look(changes), { rootMargin: '120px' });
  readonly #sized = new ResizeObserver(() => this.#schedule());
  #palette: ChartPalette | null = null;
  #limitsOf: (row: HardwareRow) => readonly number[] = () => [];
  #held: HardwareWindow | null = null;
  #hair: number | null = null;
  #frame = 0;
  #wordsAt = 0;
  #onHair: (secondsAgo: number | null) => void = () => undefined;

  /** Until it is called off. */
  follow(onHair: (secondsAgo: number | null) => void): () => void {
    this.#onHair = onHair;
    const off = onReadings(() => {
      if (this.#held === null) this.#schedule();
    });
    this.#schedule();
    return () => {
      off();
      cancelAnimationFrame(this.#frame);
      this.#frame = 0;
    };
  }

  add(row: HardwareRow, place: RowPlace): () => void {
    this.#entries.set(place.canvas, { ...place, row, top: 0, visible: false });
    this.#seen.observe(place.canvas);
    this.#sized.observe(place.canvas);
    this.#schedule();
    return () => {
      this.#entries.delete(place.canvas);
      this.#seen.unobserve(place.canvas);
      this.#sized.unobserve(place.canvas);
    };
  }

  dress(palette: ChartPalette, limitsOf: (row: HardwareRow) => readonly number[]): void {
    this.#palette = palette;
    this.#limitsOf = limitsOf;
    this.#schedule();
  }

  /** What is shown stands still; what comes is kept all the same. */
  hold(isHeld: boolean): void {
    this.#held = isHeld ? hardwareWindow.frozen() : null;
    this.#schedule();
  }

  /** As a share of the width from the left; null takes the crosshair away. */
  point(share: number | null): void {
    this.#hair = share === null ? null : Math.min(1, Math.max(0, share));
    this.#wordsAt = 0;
    this.#onHair(this.#hair === null ? null : (1 - this.#hair) * this.spanSeconds);
    this.#schedule();
  }

  get spanSeconds(): number {
    return this.shown.capacity / (this.shown.catalog?.hertz ?? 10);
  }

  get shown(): HardwareWindow {
    return this.#held ?? hardwareWindow;
  }

  #look(changes: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of changes) {
      const entry = this.#entries.get(target);
      if (entry !== undefined) entry.visible = isIntersecting;
    }
    this.#wordsAt = 0;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame((now) => {
      this.#frame = 0;
      this.#draw(now);
    });
  }

  #draw(now: number): void {
    const { shown } = this;
    const last = shown.lastMs;
    const palette = this.#palette;
    if (last === null || palette === null) return;
    const range = { min: last - this.spanSeconds * 1000, max: last };
    const hairMs = this.#hair === null ? null : range.min + this.#hair * (range.max - range.min);
    const speaks = now - this.#wordsAt >= WORDS_EVERY_MS;
    if (speaks) this.#wordsAt = now;
    for (const entry of this.#entries.values()) {
      if (!entry.visible) continue;
      const views = entry.row.series.map(({ channel }) => shown.view(channel));
      this.#paint(entry, views, range, hairMs, palette);
      if (speaks) this.#write(entry, views, hairMs);
    }
  }

  #paint(
    entry: Entry,
    views: readonly (ChannelView | null)[],
    range: Range,
    hairMs: number | null,
    palette: ChartPalette,
  ): void {
    const { canvas, row } = entry;
    const ratio = window.devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = canvas;
    const context = canvas.getContext('2d');
    if (context === null || width === 0) return;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    entry.top = paintRow(
      { context, width, height, palette, range, hairMs },
      { row, views, limits: this.#limitsOf(row), top: entry.top },
    );
  }

  #write(entry: Entry, views: readonly (ChannelView | null)[], hairMs: number | null): void {
    const { row, scale, now, mean, max, top } = entry;
    const words = wordsOf(row, views, hairMs);
    put(scale, row.kind === 'flags' ? '' : formatChannel(top, row.unit));
    put(now, words.now);
    put(mean, words.mean);
    put(max, words.max);
  }
}

function put(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
