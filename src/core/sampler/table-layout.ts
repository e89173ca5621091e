import { bytesOf, type ByteScanner } from './byte-scanner.ts';

/**
 * Which lines of a kernel's table belong to whom. Names are compared byte by byte with those of last time, which
 * costs next to nothing as long as no device comes or goes.
 */
export class TableLayout {
  #names: readonly Uint8Array[] = [];
  #columns: readonly number[] = [];

  /** From the names in the lines' order, each with what ends it; -1 for a line that is of no interest. */
  learn(names: readonly string[], columnOf: (name: string) => number): void {
    this.#names = names.map((name) => bytesOf(name));
    this.#columns = names.map(columnOf);
  }

  get lines(): number {
    return this.#names.length;
  }

  /** Goes behind the name that is expected in a line; false where another device is there now. */
  takes(line: number, text: ByteScanner): boolean {
    const name = this.#names[line];
    return name !== undefined && text.takes(name);
  }

  columnOf(line: number): number {
    return this.#columns[line] ?? -1;
  }
}
