import type {
  NameTotals,
  RangeStatistics,
  Sandwich,
  SearchTotals,
  SourceTrack,
  SpanFacts,
  SpanSource,
  SpanView,
  SpanWindow,
  TimeRange,
} from '../../../contract/span-source.ts';
import { addedNames, addedStatistics, joinedWindow, type PartWindow } from './joined-answers.ts';

/** One trace of several in one picture, such as a rank of a job. */
export interface JoinedPart {
  readonly label: string;
  readonly source: SpanSource;
  /** Added to its times. */
  readonly offsetUs: number;
}

export interface PlacedPart extends JoinedPart {
  /** Its spans and rows are numbered from here on. */
  readonly firstSpan: number;
  readonly firstRow: number;
}

export interface JoinedSource extends SpanSource {
  readonly parts: readonly PlacedPart[];
  partOf(span: number): PlacedPart | null;
  partAtRow(row: number): PlacedPart | null;
}

/** Several sources below each other on one clock. Categories of the same name are one. */
export function joinedSource(parts: readonly JoinedPart[]): JoinedSource {
  return new Joined(parts);
}

class Joined implements JoinedSource {
  readonly parts: readonly PlacedPart[];
  readonly axis: SpanSource['axis'];
  readonly unit: NonNullable<SpanSource['unit']>;
  readonly fromUs: number;
  readonly toUs: number;
  readonly spanCount: number;
  readonly totalUs: number;
  readonly unplaceable: number;
  readonly rowCount: number;
  readonly tracks: readonly SourceTrack[];
  readonly categories: readonly string[];
  readonly usedCategories: readonly string[];
  readonly #categoryOf: readonly Uint8Array[];

  constructor(parts: readonly JoinedPart[]) {
    let [firstSpan, firstRow] = [0, 0];
    this.parts = parts.map((part) => {
      const placed = { ...part, firstSpan, firstRow };
      firstSpan += part.source.spanCount;
      firstRow += part.source.rowCount;
      return placed;
    });
    const filled = this.parts.filter(({ source }) => source.spanCount > 0);
    const sum = (value: (source: SpanSource) => number): number =>
      parts.reduce((total, { source }) => total + value(source), 0);
    this.axis = parts[0]?.source.axis ?? 'time';
    this.unit = parts[0]?.source.unit ?? 'ns';
    this.fromUs = filled.reduce(
      (least, { source, offsetUs }) => Math.min(least, source.fromUs + offsetUs),
      Infinity,
    );
    this.toUs = filled.reduce(
      (most, { source, offsetUs }) => Math.max(most, source.toUs + offsetUs),
      -Infinity,
    );
    if (filled.length === 0) [this.fromUs, this.toUs] = [0, 0];
    this.spanCount = firstSpan;
    this.rowCount = firstRow;
    this.totalUs = sum(({ totalUs }) => totalUs);
    this.unplaceable = sum(({ unplaceable }) => unplaceable);
    this.tracks = this.parts.flatMap(({ source, label, firstRow: first }) =>
      source.tracks.map((track) => ({
        ...track,
        firstRow: track.firstRow + first,
        group: [track.group, label].filter((word) => word !== '').join(' · '),
      })),
    );
    this.categories = [...new Set(parts.flatMap(({ source }) => source.categories))];
    this.usedCategories = [...new Set(parts.flatMap(({ source }) => source.usedCategories))];
    const placeOf = new Map(this.categories.map((category, place) => [category, Math.min(255, place)]));
    this.#categoryOf = parts.map(({ source }) =>
      Uint8Array.from({ length: 256 }, (_, place) => placeOf.get(source.categories[place] ?? '') ?? 255),
    );
  }

  partOf(span: number): PlacedPart | null {
    return (
      this.parts.find(({ firstSpan, source }) => span >= firstSpan && span < firstSpan + source.spanCount) ??
      null
    );
  }

  partAtRow(row: number): PlacedPart | null {
    return (
      this.parts.find(({ firstRow, source }) => row >= firstRow && row < firstRow + source.rowCount) ?? null
    );
  }

  async window(view: SpanView): Promise<SpanWindow> {
    const asked = this.parts.map(async (part, place): Promise<PartWindow | null> => {
      const { firstRow, source, offsetUs } = part;
      const rows = view.rows
        ?.filter((row) => row >= firstRow && row < firstRow + source.rowCount)
        .map((row) => row - firstRow);
      const isOut =
        rows === undefined
          ? view.toRow <= firstRow || view.fromRow >= firstRow + source.rowCount
          : rows.length === 0;
      if (isOut) return null;
      const window = await source.window({
        ...view,
        fromUs: view.fromUs - offsetUs,
        toUs: view.toUs - offsetUs,
        fromRow: view.fromRow - firstRow,
        toRow: view.toRow - firstRow,
        ...(rows === undefined ? {} : { rows }),
      });
      return { window, ...part, categoryOf: this.#categoryOf[place] as Uint8Array };
    });
    return joinedWindow((await Promise.all(asked)).filter((each) => each !== null));
  }

  async span(id: number): Promise<SpanFacts | null> {
    const part = this.partOf(id);
    const facts = (await part?.source.span(id - part.firstSpan)) ?? null;
    if (part === null || facts === null) return null;
    const { firstSpan, firstRow, offsetUs } = part;
    return {
      ...facts,
      id,
      row: facts.row + firstRow,
      startUs: facts.startUs + offsetUs,
      parent: facts.parent === null ? null : { ...facts.parent, id: facts.parent.id + firstSpan },
    };
  }

  async spanOf(subject: number): Promise<number | null> {
    for (const { source, firstSpan } of this.parts) {
      const found = await source.spanOf(subject);
      if (found !== null) return found + firstSpan;
    }
    return null;
  }

  async search(query: string): Promise<SearchTotals> {
    const found = await Promise.all(this.parts.map(({ source }) => source.search(query)));
    return {
      problem: found.find(({ problem }) => problem !== null)?.problem ?? null,
      spans: found.reduce((sum, { spans }) => sum + spans, 0),
      // The same name in two traces is one name, which only the names themselves could tell.
      names: found.length === 1 ? (found[0]?.names ?? 0) : Math.max(0, ...found.map(({ names }) => names)),
      totalUs: found.reduce((sum, { totalUs }) => sum + totalUs, 0),
    };
  }

  async nextMatch(query: string, from: number | null, step: 1 | -1): Promise<number | null> {
    const own = from === null ? null : this.partOf(from);
    const count = this.parts.length;
    if (from !== null && own !== null) {
      const found = await own.source.nextMatch(query, from - own.firstSpan, step);
      const hasGoneRound = found === null || !(await isBeyond(own.source, from - own.firstSpan, found, step));
      if (!hasGoneRound || (count === 1 && found !== null)) return (found as number) + own.firstSpan;
    }
    const begin = own === null ? (step === 1 ? -1 : count) : this.parts.indexOf(own);
    for (let taken = 1; taken <= count; taken += 1) {
      const part = this.parts[(((begin + step * taken) % count) + count) % count];
      const found = (await part?.source.nextMatch(query, null, step)) ?? null;
      if (part !== undefined && found !== null) return found + part.firstSpan;
    }
    return null;
  }

  async statistics(range: TimeRange): Promise<RangeStatistics> {
    return addedStatistics(
      await Promise.all(
        this.parts.map(({ source, offsetUs }) =>
          source.statistics({ fromUs: range.fromUs - offsetUs, toUs: range.toUs - offsetUs }),
        ),
      ),
    );
  }

  async nameTotals(): Promise<readonly NameTotals[]> {
    return addedNames(await Promise.all(this.parts.map(({ source }) => source.nameTotals())));
  }

  async leftHeavy(): Promise<SpanSource> {
    return this.#joinedOf(await Promise.all(this.parts.map(({ source }) => source.leftHeavy())));
  }

  async sandwich(name: string): Promise<Sandwich | null> {
    const found = await Promise.all(this.parts.map(({ source }) => source.sandwich(name)));
    const [first, ...others] = found.filter((each) => each !== null);
    if (first === undefined) return null;
    if (others.length === 0) return first;
    const [totals = first.totals] = addedNames([first, ...others].map((each) => [each.totals]));
    return {
      name: first.name,
      totals,
      callers: this.#joinedOf(found.map((each) => each?.callers ?? null)),
      callees: this.#joinedOf(found.map((each) => each?.callees ?? null)),
    };
  }

  /** Sums of all of them start at zero, so that no clock matters. */
  #joinedOf(sources: readonly (SpanSource | null)[]): SpanSource {
    const parts = sources.flatMap((source, place) =>
      source === null ? [] : [{ label: this.parts[place]?.label ?? '', source, offsetUs: 0 }],
    );
    return parts.length === 1 && parts[0] !== undefined ? parts[0].source : new Joined(parts);
  }
}

/** In order of track, start and depth. */
async function isBeyond(source: SpanSource, from: number, found: number, step: 1 | -1): Promise<boolean> {
  const [here, there] = [await source.span(from), await source.span(found)];
  if (here === null || there === null) return false;
  const trackOf = ({ row }: SpanFacts): number =>
    source.tracks.findIndex(({ firstRow, rows }) => row >= firstRow && row < firstRow + rows);
  const difference =
    trackOf(there) - trackOf(here) || there.startUs - here.startUs || there.row - here.row || found - from;
  return difference * step > 0;
}
