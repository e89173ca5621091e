import type { SpanTable } from '../../../contract/spans.ts';
import { laySpans, type LaidSpans } from './lay-spans.ts';
import { leftHeavyTable } from './left-heavy.ts';
import { NameTally, outermostOfName } from './name-totals.ts';
import { sandwichTables } from './sandwich.ts';
import { matchingNames, nameTest, rowMatches, searchTotals } from './search.ts';
import { rangeStatistics } from './selection.ts';
import type { SpanFacts, SpanSource, SpanView, SpanWindow } from '../../../contract/span-source.ts';
import { windowOf, type RowMatches } from './span-window.ts';
import type { CountedTable } from './stack-tree.ts';
import { withUniqueNames } from './unique-names.ts';

/**
 * A table in memory as a source: up to some million spans. Names that mean the same, such as those of numbered
 * iterations, can be called by one wherever spans are added up.
 */
export function tableSource(
  table: SpanTable,
  meaning: (name: string) => string = (name) => name,
): SpanSource {
  return new TableSource(laySpans(withUniqueNames(table)), 'time', null, meaning);
}

interface Searched {
  readonly query: string;
  readonly problem: string | null;
  readonly matching: Uint8Array | null;
  readonly byRow: RowMatches | null;
}

class TableSource implements SpanSource {
  readonly axis: SpanSource['axis'];
  readonly totalUs: number;
  readonly usedCategories: readonly string[];
  readonly #laid: LaidSpans;
  /** The same with the names by which spans are added up. */
  readonly #summed: LaidSpans;
  readonly #meaning: (name: string) => string;
  readonly #counts: Float64Array | null;
  #searched: Searched = { query: '', problem: null, matching: null, byRow: null };
  #isOutermost: Uint8Array | null = null;
  #tally: NameTally | null = null;
  #leftHeavy: SpanSource | null = null;

  constructor(
    laid: LaidSpans,
    axis: SpanSource['axis'],
    counts: Float64Array | null,
    meaning: (name: string) => string,
  ) {
    this.#laid = laid;
    const names = laid.table.names.map(meaning);
    this.#summed = { ...laid, table: withUniqueNames({ ...laid.table, names }) };
    this.#meaning = meaning;
    this.axis = axis;
    this.#counts = counts;
    const used = new Set(laid.table.category);
    this.usedCategories = laid.table.categories.filter((_, category) => used.has(category));
    this.totalUs = laid.ownUs.reduce((sum, own) => sum + own, 0);
  }

  get fromUs() {
    return this.#laid.fromUs;
  }
  get toUs() {
    return this.#laid.toUs;
  }
  get spanCount() {
    return this.#laid.count;
  }
  get unplaceable() {
    return this.#laid.unplaceable;
  }
  get rowCount() {
    return this.#laid.rowCount;
  }
  get tracks() {
    return this.#laid.tracks;
  }
  get categories() {
    return this.#laid.table.categories;
  }

  window(view: SpanView): Promise<SpanWindow> {
    return Promise.resolve(windowOf(this.#laid, view, this.#search(view.query).byRow));
  }

  span(id: number): Promise<SpanFacts | null> {
    const { table, origin, startUs, endUs, ownUs, parent, row, count } = this.#laid;
    if (!Number.isInteger(id) || id < 0 || id >= count) return Promise.resolve(null);
    const at = origin[id] as number;
    const nameOf = (place: number): string =>
      table.names[table.name[origin[place] as number] as number] ?? '';
    const durationOf = (place: number): number => (endUs[place] as number) - (startUs[place] as number);
    const around = parent[id] as number;
    let root = around;
    while (root >= 0 && (parent[root] as number) >= 0) root = parent[root] as number;
    const summedName = this.#summed.table.name[at] as number;
    const { count: times, totalUs, ownUs: ofNameUs } = this.#names().of(summedName);
    return Promise.resolve({
      id,
      name: nameOf(id),
      category: table.categories[table.category[at] as number] ?? '',
      track: table.tracks[table.track[at] as number]?.name ?? '',
      row: row[id] as number,
      startUs: startUs[id] as number,
      durationUs: durationOf(id),
      ownUs: ownUs[id] as number,
      count: this.#countAt(id),
      subject: table.subject[at] as number,
      parent: around < 0 ? null : { id: around, name: nameOf(around), durationUs: durationOf(around) },
      root: root < 0 ? null : { name: nameOf(root), durationUs: durationOf(root) },
      ofName: { count: times, totalUs, ownUs: ofNameUs },
    });
  }

  spanOf(subject: number): Promise<number | null> {
    const { table, origin } = this.#laid;
    const place = origin.findIndex((at) => table.subject[at] === subject);
    return Promise.resolve(place < 0 || subject < 0 ? null : place);
  }

  search(query: string) {
    const { problem, matching } = this.#search(query);
    const none = { spans: 0, names: 0, totalUs: 0 };
    return Promise.resolve({ problem, ...(matching === null ? none : searchTotals(this.#laid, matching)) });
  }

  nextMatch(query: string, from: number | null, step: 1 | -1): Promise<number | null> {
    const { matching } = this.#search(query);
    const { table, origin, count } = this.#laid;
    if (matching === null || count === 0) return Promise.resolve(null);
    const begin = from ?? (step === 1 ? -1 : count);
    for (let taken = 1; taken <= count; taken += 1) {
      const place = (((begin + step * taken) % count) + count) % count;
      if (matching[table.name[origin[place] as number] as number] === 1) return Promise.resolve(place);
    }
    return Promise.resolve(null);
  }

  statistics(range: { readonly fromUs: number; readonly toUs: number }) {
    const statistics = rangeStatistics(this.#summed, range, this.#outermost(), (place) =>
      this.#countAt(place),
    );
    return Promise.resolve(statistics);
  }

  nameTotals() {
    const tally = this.#names();
    return Promise.resolve(tally.ranked().map((name) => tally.of(name)));
  }

  leftHeavy(): Promise<SpanSource> {
    if (this.axis === 'weight') return Promise.resolve(this);
    this.#leftHeavy ??= layoutSource(leftHeavyTable(this.#summed, (place) => this.#countAt(place)));
    return Promise.resolve(this.#leftHeavy);
  }

  sandwich(name: string) {
    const wanted = this.#meaning(name);
    const index = this.#summed.table.names.indexOf(wanted);
    const totals = index < 0 ? null : this.#names().of(index);
    if (totals === null || totals.count === 0) return Promise.resolve(null);
    const { callers, callees } = sandwichTables(this.#summed, index, this.#outermost(), (place) =>
      this.#countAt(place),
    );
    return Promise.resolve({
      name: wanted,
      totals,
      callers: layoutSource(callers),
      callees: layoutSource(callees),
    });
  }

  #countAt(place: number): number {
    return this.#counts === null ? 1 : (this.#counts[this.#laid.origin[place] as number] as number);
  }

  #outermost(): Uint8Array {
    return (this.#isOutermost ??= outermostOfName(this.#summed));
  }

  #names(): NameTally {
    if (this.#tally !== null) return this.#tally;
    const { count, ownUs, weightUs } = this.#summed;
    const tally = new NameTally(this.#summed);
    const isOutermost = this.#outermost();
    for (let place = 0; place < count; place += 1) {
      const total = isOutermost[place] === 1 ? (weightUs[place] as number) : 0;
      tally.add(place, this.#countAt(place), ownUs[place] as number, total);
    }
    return (this.#tally = tally);
  }

  /** The last one is kept: a window is asked for at every frame. */
  #search(query: string): Searched {
    if (this.#searched.query === query) return this.#searched;
    const test = nameTest(query);
    const matching = matchingNames(this.#laid.table.names, test);
    return (this.#searched = {
      query,
      problem: test.kind === 'bad' ? test.problem : null,
      matching,
      byRow: matching === null ? null : rowMatches(this.#laid, matching),
    });
  }
}

/** Merged stacks: widths are sums. */
export function layoutSource({ table, counts }: CountedTable): SpanSource {
  return new TableSource(laySpans(table), 'weight', counts, (name) => name);
}
