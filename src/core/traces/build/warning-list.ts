import type { TraceWarning } from '../../../contract/trace.ts';

/** Warnings of one kind as one, counted; what the index itself has to say stands apart. */
export class WarningList {
  readonly #found = new Map<TraceWarning['kind'], { text: string; count: number; atByte: number | null }>();

  readonly #apart: TraceWarning[] = [];

  add(kind: TraceWarning['kind'], text: string, atByte: number | null): void {
    const found = this.#found.get(kind);
    if (found === undefined) this.#found.set(kind, { text, count: 1, atByte });
    else found.count += 1;
  }

  addApart(kind: TraceWarning['kind'], text: string, count: number): void {
    this.#apart.push({ kind, text: counted(text, count), count, atByte: null });
  }

  all(): readonly TraceWarning[] {
    const found = [...this.#found].map(([kind, { text, count, atByte }]) => ({
      kind,
      text: counted(text, count),
      count,
      atByte,
    }));
    return [...found, ...this.#apart];
  }
}

const counted = (text: string, count: number): string =>
  text.replaceAll('{count}', count.toLocaleString('en-US'));
