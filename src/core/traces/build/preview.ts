import type { SpanTable } from '../../../contract/spans.ts';
import { nestSpans, NO_LANE } from './nest-spans.ts';
import { sortSpans } from './sort-spans.ts';
import { gatherFloats, gatherWhole } from './span-blocks.ts';
import type { TraceParts } from './trace-parts.ts';

/** Categories of a table are numbered in 8 bits. */
const MOST_CATEGORIES = 0x100;

/** The first spans that were given, laid out as those of an index are. */
export function previewOf({ spans, tracks, strings, categories }: PreviewParts, most: number): SpanTable {
  const count = Math.min(most, spans.count);
  const arrivals = Uint32Array.from({ length: count }, (_, at) => at);
  const trackOf = gatherWhole(spans.track, arrivals, new Uint16Array(count));
  const start = gatherFloats(spans.start, arrivals, new Float64Array(count));
  const duration = gatherFloats(spans.duration, arrivals, new Float64Array(count));
  const name = gatherWhole(spans.name, arrivals, new Uint32Array(count));
  const category = gatherWhole(spans.category, arrivals, new Uint16Array(count));
  const trackOrder = tracks.inOrder();
  const byTrack = new Map<number, number[]>(trackOrder.map((track) => [track, []]));
  trackOf.forEach((track, at) => byTrack.get(track)?.push(at));
  const table = {
    name: new Uint32Array(count),
    category: new Uint8Array(count),
    track: new Uint16Array(count),
    depth: new Uint16Array(count),
    startUs: new Float64Array(count),
    durationUs: new Float64Array(count),
    subject: new Int32Array(count),
  };
  const names: string[] = [];
  const nameNumbers = new Map<number, number>();
  const shown: { name: string; group: string }[] = [];
  let row = 0;
  for (const track of trackOrder) {
    const members = byTrack.get(track) ?? [];
    if (members.length === 0) continue;
    const shift = tracks.shiftNs(track);
    let inTime = Uint32Array.from(members);
    const times = {
      start: Float64Array.from(inTime, (at) => start[at] as number),
      duration: lengths(inTime),
    };
    const order = sortSpans(times.start, times.duration);
    if (order !== null) inTime = Uint32Array.from(order, (at) => members[at] as number);
    const depth = new Uint16Array(members.length);
    const starts = Float64Array.from(inTime, (at) => start[at] as number);
    nestSpans(starts, lengths(inTime), depth, new Float64Array(members.length));
    inTime.forEach((at, place) => {
      if (depth[place] === NO_LANE) return;
      table.name[row] = nameNumber(name[at] as number);
      table.category[row] = Math.min(category[at] as number, MOST_CATEGORIES - 1);
      table.track[row] = shown.length;
      table.depth[row] = depth[place] as number;
      table.startUs[row] = ((start[at] as number) + shift) / 1000;
      table.durationUs[row] = (duration[at] as number) / 1000;
      table.subject[row++] = -1;
    });
    const title = tracks.title(track);
    shown.push({ name: title.name, group: title.process });
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

  function lengths(of: Uint32Array): Float64Array {
    return Float64Array.from(of, (at) => duration[at] as number);
  }

  function nameNumber(text: number): number {
    const known = nameNumbers.get(text);
    if (known !== undefined) return known;
    nameNumbers.set(text, names.length);
    return names.push(strings.shown(text)) - 1;
  }
}

type PreviewParts = Pick<TraceParts, 'spans' | 'tracks' | 'strings' | 'categories'>;
