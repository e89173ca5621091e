import { SPAN_KINDS } from '../../../contract/trace.ts';
import type { SpanUse, TraceColumns } from '../../analysis/trace/trace-columns.ts';

/** Of a window a category is a byte; what comes after these has no hue of its own. */
const MOST = 255;
const HUES = 8;
const KERNEL = SPAN_KINDS.indexOf('kernel');

/**
 * What colours follow: the kind where the source says what a span is, so that kernels look the same in every trace,
 * and its own category otherwise. Kernels that speak with other cards stand apart.
 */
export class SpanCategories {
  readonly names: readonly string[];
  readonly used: readonly string[];
  readonly #columns: TraceColumns;
  readonly #ofKind: Uint8Array;
  readonly #ofCategory: Uint8Array;
  readonly #communication: number;
  /** By string: 0 not looked at, 1 no, 2 yes. */
  readonly #isCollective: Uint8Array;
  /** Where nothing else tells spans apart, their names do: the first of the hues, or −1. */
  readonly #byName: number;

  constructor(columns: TraceColumns, { groups, kernelNames }: SpanUse) {
    this.#columns = columns;
    this.#isCollective = new Uint8Array(columns.strings.length);
    const names: string[] = [];
    const placeOf = (name: string): number => {
      const known = names.indexOf(name);
      if (known >= 0) return known;
      return names.length >= MOST ? MOST : names.push(name) - 1;
    };
    this.#ofKind = Uint8Array.from(SPAN_KINDS, (kind) => (kind === 'other' ? 0 : placeOf(kind)));
    this.#communication = placeOf('communication');
    this.#ofCategory = new Uint8Array(columns.categories.length).fill(MOST);
    const isPlain = groups.length <= 1 && groups.every(({ kind }) => kind === 0);
    this.#byName = isPlain ? names.length : -1;
    if (isPlain) for (let hue = 1; hue <= HUES; hue += 1) names.push(`#${hue}`);
    for (const { kind, category } of groups) {
      if (kind === 0) this.#ofCategory[category] = placeOf(columns.categories[category] || 'other');
    }
    this.names = names;
    const seen = new Uint8Array(MOST + 1);
    for (const { kind, category } of groups) {
      if (kind === 0) seen[this.#ofCategory[category] ?? MOST] = 1;
      else if (kind !== KERNEL) seen[this.#ofKind[kind] as number] = 1;
    }
    for (const name of kernelNames) seen[this.#ofKernel(name)] = 1;
    this.used = isPlain ? [] : names.filter((_, place) => seen[place] === 1);
  }

  of(row: number): number {
    const kind = this.#columns.kind[row] as number;
    if (this.#byName >= 0) return this.#byName + hueOf(this.#columns.name[row] as number);
    if (kind === 0) return this.#ofCategory[this.#columns.category[row] as number] ?? MOST;
    if (kind === KERNEL) return this.#ofKernel(this.#columns.name[row] as number);
    return this.#ofKind[kind] as number;
  }

  #ofKernel(name: number): number {
    return this.#speaks(name) ? this.#communication : (this.#ofKind[KERNEL] as number);
  }

  wordsOf(row: number): string {
    return this.names[this.of(row)] ?? 'other';
  }

  #speaks(name: number): boolean {
    const known = this.#isCollective[name];
    if (known !== 0) return known === 2;
    const is = /^(nccl|rccl|.{0,40}(AllReduce|AllGather|ReduceScatter|all_reduce_kernel))/i.test(
      (this.#columns.strings[name] ?? '').slice(0, 80),
    );
    this.#isCollective[name] = is ? 2 : 1;
    return is;
  }
}

/** Strings are numbered as they come: neighbours get hues that differ. */
function hueOf(name: number): number {
  return (Math.imul(name, 0x9e3779b1) >>> 24) % HUES;
}
