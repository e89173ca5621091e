import type { TraceWarning } from '../../../contract/trace.ts';

/** Warnings of one kind as one, counted. */
export class WarningList {
  readonly #found = new Map<TraceWarning['kind'], { text: string; count: number; atByte: number | null }>();

  add(kind: TraceWarning['kind'], text: string, atByte: number | null, count = 1): void {
    const found = this.#found.get(kind);
    if (found === undefined) this.#found.set(kind, { text, count, atByte });
    else found.count += count;
  }

  all(): readonly TraceWarning[] {
    return [...this.#found].map(([kind, { text, count, atByte }]) => ({
      kind,
      text: text.replaceAll('{count}', count.toLocaleString('en-US')),
      count,
      atByte,
    }));
  }
}
