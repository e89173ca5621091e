import type { SpanSource, TimeRange } from '../../contract/span-source.ts';

/** As far in as one can go: a nanosecond, or what the clock's numbers can still tell apart. */
const NARROWEST_US = 1e-3;
/** Beside what is focused, as a part of it. */
const FOCUS_MARGIN = 0.05;

export type ViewportExtent = Pick<SpanSource, 'fromUs' | 'toUs' | 'rowCount'>;

export interface Viewed {
  readonly fromUs: number;
  readonly toUs: number;
  /** The first row shown; need not be a whole one. */
  readonly topRow: number;
}

/** What of the spans is in view. Tells whoever draws; renders nothing by itself. */
export class Viewport {
  readonly #listeners = new Set<() => void>();
  #fullFromUs = 0;
  #fullToUs = 1;
  #rowCount = 0;
  #rowsShown = 1;
  #view: Viewed = { fromUs: 0, toUs: 1, topRow: 0 };
  #isOwn = false;

  get view(): Viewed {
    return this.#view;
  }

  get rowsShown(): number {
    return this.#rowsShown;
  }

  get full(): { readonly fromUs: number; readonly toUs: number } {
    return { fromUs: this.#fullFromUs, toUs: this.#fullToUs };
  }

  /** All time is shown. */
  get isFitted(): boolean {
    return this.#view.fromUs <= this.#fullFromUs && this.#view.toUs >= this.#fullToUs;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Shows all of it, or the stretch to open at, unless the user has chosen what to look at. */
  setSource({ fromUs, toUs, rowCount }: ViewportExtent, opensAt: TimeRange | null = null): void {
    this.#fullFromUs = fromUs;
    // A single instant still needs some room around it.
    this.#fullToUs = toUs > fromUs ? toUs : fromUs + 1;
    this.#rowCount = rowCount;
    if (this.#isOwn) this.#show(this.#view);
    else {
      const { fromUs: from, toUs: to } = opensAt ?? this.full;
      this.#show({ fromUs: from, toUs: to, topRow: this.#view.topRow });
    }
  }

  setRowsShown(rows: number): void {
    this.#rowsShown = Math.max(1, rows);
    this.#show(this.#view);
  }

  /** Keeps the time at this share of the width where it is; below 1 goes in. */
  zoom(factor: number, share: number): void {
    const { fromUs, toUs, topRow } = this.#view;
    const span = toUs - fromUs;
    const widest = this.#fullToUs - this.#fullFromUs;
    const wanted = Math.min(widest, Math.max(this.#narrowest(), span * factor));
    const from = fromUs + (span - wanted) * share;
    this.#isOwn = true;
    this.#show({ fromUs: from, toUs: from + wanted, topRow });
  }

  /** By shares of what is shown, and by rows. */
  pan(share: number, rows: number): void {
    const { fromUs, toUs, topRow } = this.#view;
    const by = (toUs - fromUs) * share;
    this.#isOwn = true;
    this.#show({ fromUs: fromUs + by, toUs: toUs + by, topRow: topRow + rows });
  }

  fit(): void {
    this.#isOwn = false;
    this.#show({ fromUs: this.#fullFromUs, toUs: this.#fullToUs, topRow: this.#view.topRow });
  }

  focus(fromUs: number, toUs: number): void {
    const middle = (fromUs + toUs) / 2;
    const half = Math.max(this.#narrowest(), (toUs - fromUs) * (1 + 2 * FOCUS_MARGIN)) / 2;
    this.#isOwn = true;
    this.#show({ fromUs: middle - half, toUs: middle + half, topRow: this.#view.topRow });
  }

  /** Moves no further than it must, so that a span is seen. */
  reveal(row: number, fromUs: number, toUs: number): void {
    const { fromUs: left, toUs: right, topRow } = this.#view;
    const isSeen = toUs > left && fromUs < right;
    const by = isSeen ? 0 : (fromUs + toUs) / 2 - (left + right) / 2;
    const top = row < topRow ? row : Math.max(topRow, row + 1 - this.#rowsShown);
    this.#isOwn = true;
    this.#show({ fromUs: left + by, toUs: right + by, topRow: top });
  }

  #narrowest(): number {
    const largest = Math.max(Math.abs(this.#fullFromUs), Math.abs(this.#fullToUs));
    return Math.max(NARROWEST_US, largest * 2 ** -42);
  }

  #show(wanted: Viewed): void {
    const span = Math.min(wanted.toUs - wanted.fromUs, this.#fullToUs - this.#fullFromUs);
    const fromUs = Math.min(this.#fullToUs - span, Math.max(this.#fullFromUs, wanted.fromUs));
    const lowest = Math.max(0, this.#rowCount - this.#rowsShown);
    const topRow = Math.min(lowest, Math.max(0, wanted.topRow));
    this.#view = { fromUs, toUs: fromUs + span, topRow };
    this.#listeners.forEach((listener) => listener());
  }
}
