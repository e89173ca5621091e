import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DETAIL_KEYS,
  SPAN_KINDS,
  type TraceInfo,
  type TraceTrack,
  type TraceWarning,
} from '../../../contract/trace.ts';
import { LINK_KINDS } from '../../../contract/trace-view.ts';
import { ArrowFile, type DictionaryPlace } from '../arrow/arrow-file.ts';
import type { ArrowField } from '../arrow/arrow-metadata.ts';
import type { ColumnWriter } from '../arrow/column-writer.ts';
import {
  counterFields,
  DETAIL_FIELDS,
  DICTIONARY,
  LANE_FIELDS,
  LINK_FIELDS,
  spanFields,
  TEXT_STRING_FIELDS,
  textFields,
  ZOOM_FIELDS,
} from '../arrow/index-fields.ts';
import { told } from '../disk-file.ts';
import { partFile, type IndexedFile, type IndexPart, type TraceIndexFile } from '../index-file.ts';
import { INDEX_FILE, INDEX_VERSION } from '../index-info.ts';
import { windowOf } from './window-of.ts';
import { LaneList } from './lane-list.ts';
import { NO_ROW } from './no-row.ts';
import { SpanTally } from './span-tally.ts';
import type { TraceParts } from './trace-parts.ts';
import { detailCount, writeDetails } from './write-details.ts';
import { SpanWriter, type SpanColumns, type WrittenTrack } from './write-spans.ts';

/** What the builder cannot know of the trace that it indexed. Its own time is added to what the import took so far. */
export type TraceFacts = Pick<
  TraceInfo,
  'id' | 'path' | 'name' | 'format' | 'compression' | 'sourceBytes' | 'importedAt' | 'importMs'
>;

/** Writes what is held of a trace, and puts the folder into its place. */
export function writeIndex(parts: TraceParts, facts: TraceFacts): TraceInfo {
  const begun = performance.now();
  const files: Partial<Record<IndexPart, IndexedFile>> = {};
  const write = (
    part: IndexPart,
    fields: readonly ArrowField[],
    mostRows: number,
    dictionaries: (file: ArrowFile) => void,
    fill: (columns: readonly ColumnWriter[]) => number,
  ): void => {
    files[part] = writePart(parts, part, fields, mostRows, dictionaries, fill);
  };
  const noDictionaries = (): void => undefined;
  const { strings, tracks, categories, details, texts, links, linkPlaces, counters } = parts;

  linkPlaces.close();
  const trackOrder = tracks.inOrder();
  const { range, touching } = windowOf(parts);
  const rowOf = new Uint32Array(parts.spans.count).fill(NO_ROW);
  const lanes = new LaneList();
  const tally = new SpanTally(categories.texts.length, strings.count);
  const written: WrittenTrack[] = [];
  let stringPlace: DictionaryPlace = { offsetsAt: 0, bytesAt: 0, count: 0, isLarge: false };
  write(
    'spans',
    spanFields(strings.isLarge, categories.texts.length, trackOrder.length),
    touching,
    (file) => {
      stringPlace = file.dictionary(DICTIONARY.name, strings.count, strings.isLarge, strings.all());
      file.dictionary(
        DICTIONARY.category,
        categories.texts.length,
        strings.isLarge,
        categories.texts.map((text) => strings.bytesOf(text)),
      );
      file.dictionary(DICTIONARY.kind, SPAN_KINDS.length, false, utf8(SPAN_KINDS));
      const titles = trackOrder.map((track) => titleOf(tracks.title(track)));
      file.dictionary(DICTIONARY.track, titles.length, strings.isLarge, utf8(titles));
    },
    (columns) => {
      const mostOfTrack = trackOrder.reduce(
        (most, track) => Math.max(most, parts.spans.ofTrack(track).count),
        0,
      );
      const writer = new SpanWriter(named(columns), lanes, linkPlaces, tally, rowOf, range, mostOfTrack);
      let rows = 0;
      trackOrder.forEach((number, place) => {
        const spans = parts.spans.ofTrack(number);
        const shiftNs = tracks.shiftNs(number);
        const done = writer.write({ number, place, spans, shiftNs, firstRow: rows });
        written.push(done);
        rows += done.spans;
      });
      return rows;
    },
  );
  const rowCount = written.reduce((sum, { spans }) => sum + spans, 0);
  linkPlaces.moveTo(links);

  write('lanes', LANE_FIELDS, lanes.count, noDictionaries, (columns) => {
    columns[0]?.append(lanes.track.subarray(0, lanes.count));
    columns[1]?.append(lanes.depth.subarray(0, lanes.count));
    columns[2]?.append(lanes.firstRow.subarray(0, lanes.count));
    return lanes.count;
  });
  write('zoom', ZOOM_FIELDS, lanes.nodeCount, noDictionaries, (columns) => {
    columns[0]?.append(lanes.nodes.fromNs.subarray(0, lanes.nodeCount));
    columns[1]?.append(lanes.nodes.toNs.subarray(0, lanes.nodeCount));
    columns[2]?.append(lanes.nodes.longest.subarray(0, lanes.nodeCount));
    columns[3]?.append(lanes.nodes.longestNs.subarray(0, lanes.nodeCount));
    return lanes.nodeCount;
  });

  let stretches: TraceIndexFile['details'] = {};
  for (const isText of [false, true]) {
    write(
      isText ? 'texts' : 'details',
      isText ? textFields(strings.isLarge) : DETAIL_FIELDS,
      detailCount(details, isText),
      (file) => {
        file.dictionary(DICTIONARY.key, DETAIL_KEYS.length, false, utf8(DETAIL_KEYS));
        if (!isText) return;
        const used = texts.strings;
        file.dictionary(DICTIONARY.text, used.length, strings.isLarge, eachText(parts, used));
      },
      (columns) => {
        const done = writeDetails(details, isText, rowOf, rowCount, columns);
        stretches = { ...stretches, ...done.stretches };
        return done.rows;
      },
    );
  }
  write('text-strings', TEXT_STRING_FIELDS, texts.strings.length, noDictionaries, (columns) => {
    columns[0]?.append(Uint32Array.from(texts.strings));
    return texts.strings.length;
  });
  write(
    'links',
    LINK_FIELDS,
    links.count,
    (file) => file.dictionary(DICTIONARY.kind, LINK_KINDS.length, false, utf8(LINK_KINDS)),
    (columns) => links.write(columns, rowOf, rowCount),
  );
  let samples: readonly number[] = [];
  write(
    'counters',
    counterFields(counters.titles.length),
    counters.count,
    (file) =>
      file.dictionary(DICTIONARY.counter, counters.titles.length, false, utf8(counters.titles.map(titleOf))),
    (columns) => {
      samples = counters.write(columns, range?.fromNs ?? -Infinity, range?.toNs ?? Infinity);
      return samples.reduce((sum, count) => sum + count, 0);
    },
  );
  parts.dropSpills();
  warnOfSpans(parts, trackOrder, written, rowCount);

  const all = files as Record<IndexPart, IndexedFile>;
  const held = written.filter(({ spans }) => spans > 0);
  const info: TraceInfo = {
    ...facts,
    indexBytes: Object.values(all).reduce((sum, { bytes }) => sum + bytes, 0),
    importMs: facts.importMs + performance.now() - begun,
    unit: parts.unit,
    baseNs: parts.baseNs,
    spans: rowCount,
    fromNs: held.reduce((least, { fromNs }) => Math.min(least, fromNs), held[0]?.fromNs ?? 0),
    toNs: held.reduce((most, { toNs }) => Math.max(most, toNs), held[0]?.toNs ?? 0),
    strings: strings.count,
    links: all.links.rows,
    tracks: trackOrder.map((track, place): TraceTrack => {
      const { process, name, kind, sort } = tracks.title(track);
      return {
        process,
        name,
        kind,
        sort,
        depth: written[place]?.lanes ?? 0,
        spans: written[place]?.spans ?? 0,
      };
    }),
    counters: counters.titles.map((title, counter) => ({ ...title, samples: samples[counter] ?? 0 })),
    devices: parts.devices,
    facts: [...parts.facts].map(([name, value]) => ({ name, value })),
    warnings: parts.warnings.all(),
    window: parts.window,
  };
  const index: TraceIndexFile = {
    version: INDEX_VERSION,
    info,
    files: all,
    strings: stringPlace,
    categories: categories.texts,
    use: tally.done(),
    details: stretches,
  };
  takePlace(parts, index);
  return info;
}

function writePart(
  parts: TraceParts,
  part: IndexPart,
  fields: readonly ArrowField[],
  mostRows: number,
  dictionaries: (file: ArrowFile) => void,
  fill: (columns: readonly ColumnWriter[]) => number,
): IndexedFile {
  const facts = { 'dyno.base_ns': parts.baseNs, 'dyno.unit': parts.unit };
  const file = new ArrowFile(join(parts.partial, partFile(part)), fields, facts);
  try {
    dictionaries(file);
    const { columns, places } = file.batch(mostRows);
    const rows = fill(columns);
    return { rows, columns: places, bytes: file.close(rows) };
  } catch (thrown) {
    file.abandon();
    throw thrown;
  }
}

function named(columns: readonly ColumnWriter[]): SpanColumns {
  const [start, duration, own, name, category, kind, track, depth, offset] = columns;
  if (!start || !duration || !own || !name || !category || !kind || !track || !depth || !offset)
    throw new Error('spans have nine columns');
  return { start, duration, own, name, category, kind, track, depth, offset };
}

const titleOf = ({ process, name }: { readonly process: string; readonly name: string }): string =>
  process === '' ? name : `${process} / ${name}`;

const utf8 = (texts: readonly string[]): readonly Uint8Array[] =>
  texts.map((text) => Buffer.from(text, 'utf8'));

function* eachText(parts: TraceParts, numbers: readonly number[]): Iterable<Uint8Array> {
  for (const number of numbers) yield parts.strings.bytesOf(number);
}

function warnOfSpans(
  { tracks, categories, counters, warnings, window }: TraceParts,
  trackOrder: readonly number[],
  written: readonly WrittenTrack[],
  rowCount: number,
): void {
  const warn = (kind: TraceWarning['kind'], text: string, count: number): void => {
    if (count > 0) warnings.addApart(kind, text, count);
  };
  const overlapping = written.reduce((sum, track, place) => {
    const { kind } = tracks.title(trackOrder[place] ?? 0);
    return sum + (kind === 'async' ? 0 : track.overlapping);
  }, 0);
  warn(
    'overlapping',
    '{count} spans begin inside of another one of their track and end after it: shown one row deeper.',
    overlapping,
  );
  const leftOut = written.reduce((sum, track) => sum + track.leftOut, 0);
  warn('limits', '{count} spans lie deeper than 65,535 rows: left out.', leftOut);
  warn('limits', '{count} tracks are more than an index can hold: their spans share one.', tracks.folded);
  warn('limits', '{count} categories are more than an index can hold: they share one.', categories.folded);
  warn('limits', '{count} counters are more than an index can hold: left out.', counters.leftOut);
  warn('without-time', '{count} samples of counters are no numbers: left out.', counters.broken);
  if (rowCount === 0)
    warn(
      'no-spans',
      window === null ? 'There is no span in it.' : 'There is no span in the time asked for.',
      1,
    );
}

/** The index is told by index.json, which is written last; the folder is renamed when all is there. */
function takePlace({ folder, partial }: TraceParts, index: TraceIndexFile): void {
  told(folder, () => {
    writeFileSync(join(partial, INDEX_FILE), JSON.stringify(index));
    rmSync(folder, { recursive: true, force: true });
    renameSync(partial, folder);
  });
}
