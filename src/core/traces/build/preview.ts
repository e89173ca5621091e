import type { SpanTable } from '../../../contract/spans.ts';
import { nestSpans, NO_LANE } from './nest-spans.ts';
import { sortSpans } from './sort-spans.ts';
import type { TraceParts } from './trace-parts.ts';

/** Categories of a table are numbered in 8 bits. */
const MOST_CATEGORIES = 0x100;

/** The first spans that were given, laid out as those of an index are. */
export function previewOf(
  { spans, tracks, strings, categories }: Pick<TraceParts, 'spans' | 'tracks' | 'strings' | 'categories'>,
  most: number,
): SpanTable {
  const count = Math.min(most, spans.count);
  const table = {
    name: new Uint32Array(count),
    category: new Uint8Array(count),
    track: new Uint16Array(count),
    depth: new Uint16Array(count),
    startUs: new Float64Array(count),
    durationUs: new Float64Array(count),
    subject: new Int32Array(count).fill(-1),
  };
  const names: string[] = [];
  const nameNumbers = new Map<number, number>();
  const numberOfName = (text: number): number => {
    const known = nameNumbers.get(text);
    if (known !== undefined) return known;
    nameNumbers.set(text, names.length);
    return names.push(strings.shown(text)) - 1;
  };
  const shown: { name: string; group: string }[] = [];
  let row = 0;
  for (const track of tracks.inOrder()) {
    const given = spans.ofTrack(track);
    const ids = given.read('id', new Uint32Array(Math.min(given.count, count)));
    const late = ids.findIndex((id) => id >= count);
    const size = late < 0 ? ids.length : late;
    if (size === 0) continue;
    const start = given.read('start', new Float64Array(size));
    const duration = given.read('duration', new Float64Array(size));
    const name = given.read('name', new Uint32Array(size));
    const category = given.read('category', new Uint16Array(size));
    const order = sortSpans(start, duration) ?? Uint32Array.from(ids.subarray(0, size), (_, at) => at);
    const depth = new Uint16Array(size);
    const inTime = (values: Float64Array): Float64Array =>
      Float64Array.from(order, (at) => values[at] as number);
    nestSpans(inTime(start), inTime(duration), depth, new Float64Array(size));
    order.forEach((at, place) => {
      if (depth[place] === NO_LANE) return;
      table.name[row] = numberOfName(name[at] as number);
      table.category[row] = Math.min(category[at] as number, MOST_CATEGORIES - 1);
      table.track[row] = shown.length;
      table.depth[row] = depth[place] as number;
      table.startUs[row] = ((start[at] as number) + tracks.shiftNs(track)) / 1000;
      table.durationUs[row++] = (duration[at] as number) / 1000;
    });
    const { name: title, process: group } = tracks.title(track);
    shown.push({ name: title, group });
  }
  return {
    names,
    categories: categories.texts.slice(0, MOST_CATEGORIES).map((text) => strings.shown(text)),
    tracks: shown,
    name: table.name.subarray(0, row),
    category: table.category.subarray(0, row),
    track: table.track.subarray(0, row),
    depth: table.depth.subarray(0, row),
    startUs: table.startUs.subarray(0, row),
    durationUs: table.durationUs.subarray(0, row),
    subject: table.subject.subarray(0, row),
  };
}
