import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TEXT_DETAILS, type DetailKey } from '../../../contract/trace.ts';
import type {
  CounterColumns,
  DetailColumn,
  LinkColumns,
  TraceColumns,
  TraceLanes,
  ZoomColumns,
} from '../../analysis/trace/trace-columns.ts';
import { damaged, DiskFile, told } from '../disk-file.ts';
import { INDEX_PARTS, partFile, type IndexPart, type TraceIndexFile } from '../index-file.ts';
import { INDEX_FILE, INDEX_VERSION } from '../index-info.ts';
import { storedStrings } from './stored-strings.ts';

/** A trace's columns as they lie in its index. */
export interface StoredTrace extends TraceColumns {
  readonly zoom: ZoomColumns;
  close(): void;
}

/** Opens an index: reads where everything lies, and each column when it is first asked for. */
export function openTraceColumns(folder: string): StoredTrace {
  const index = readIndex(folder);
  const opened = new Map<IndexPart, DiskFile>();
  const fileOf = (part: IndexPart): DiskFile => {
    let file = opened.get(part);
    if (file === undefined) {
      file = new DiskFile(join(folder, partFile(part)), 'read');
      opened.set(part, file);
    }
    return file;
  };
  const column = <Values extends NodeJS.ArrayBufferView>(
    part: IndexPart,
    name: string,
    into: Values & { readonly BYTES_PER_ELEMENT: number },
    from = 0,
  ): Values => {
    const at = index.files[part].columns[name];
    if (at === undefined) throw damaged(join(folder, INDEX_FILE), `there is no column ${name}`);
    return fileOf(part).read(into, at + from * into.BYTES_PER_ELEMENT);
  };
  const rows = index.files.spans.rows;
  const details = new Map<DetailKey, DetailColumn>();
  const counters = new Map<number, CounterColumns>();
  const firstSample = firstSamples(index);
  const textStrings = once(() =>
    column('text-strings', 'string', new Uint32Array(index.files['text-strings'].rows)),
  );

  const readDetail = (key: DetailKey): DetailColumn => {
    const { from, count } = index.details[key] ?? { from: 0, count: 0 };
    const part = TEXT_DETAILS.has(key) ? 'texts' : 'details';
    const of = { rows: column(part, 'row', new Uint32Array(count), from) };
    if (part === 'details') return { ...of, values: column(part, 'value', new Float64Array(count), from) };
    const strings = textStrings();
    const places = column(part, 'text', new Int32Array(count), from);
    return { ...of, values: Float64Array.from(places, (place) => strings[place] ?? 0) };
  };
  const readCounter = (counter: number): CounterColumns => {
    const count = index.info.counters[counter]?.samples ?? 0;
    const from = firstSample[counter] ?? 0;
    return {
      atNs: column('counters', 'at_ns', new Float64Array(count), from),
      value: column('counters', 'value', new Float64Array(count), from),
    };
  };
  const readLanes = (): TraceLanes => {
    const count = index.files.lanes.rows;
    const firstRow = new Uint32Array(count + 1);
    column('lanes', 'first_row', firstRow.subarray(0, count));
    firstRow[count] = rows;
    return {
      count,
      track: column('lanes', 'track', new Uint16Array(count)),
      depth: column('lanes', 'depth', new Uint16Array(count)),
      firstRow,
    };
  };
  const strings = once(() => storedStrings(fileOf('spans'), index.strings));
  const lazy = {
    strings,
    categories: once(() => index.categories.map((text) => strings()[text] ?? '')),
    lanes: once(readLanes),
    startNs: once(() => column('spans', 'start_ns', new Float64Array(rows))),
    durationNs: once(() => column('spans', 'duration_ns', new Float64Array(rows))),
    ownNs: once(() => column('spans', 'own_ns', new Float64Array(rows))),
    name: once(() => column('spans', 'name', new Uint32Array(rows))),
    category: once(() => column('spans', 'category', new Uint16Array(rows))),
    kind: once(() => column('spans', 'kind', new Uint8Array(rows))),
    track: once(() => column('spans', 'track', new Uint16Array(rows))),
    depth: once(() => column('spans', 'depth', new Uint16Array(rows))),
    sourceOffset: once(() => column('spans', 'source_offset', new Float64Array(rows))),
    links: once((): LinkColumns => {
      const count = index.files.links.rows;
      return {
        kind: column('links', 'kind', new Uint8Array(count)),
        from: column('links', 'from_row', new Uint32Array(count)),
        to: column('links', 'to_row', new Uint32Array(count)),
      };
    }),
    zoom: once((): ZoomColumns => {
      const nodes = index.files.zoom.rows;
      return {
        fromNs: column('zoom', 'from_ns', new Float64Array(nodes)),
        toNs: column('zoom', 'to_ns', new Float64Array(nodes)),
        longest: column('zoom', 'longest', new Uint32Array(nodes)),
        longestNs: column('zoom', 'longest_ns', new Float64Array(nodes)),
      };
    }),
  };
  return {
    info: index.info,
    rowCount: rows,
    use: index.use,
    get strings() {
      return lazy.strings();
    },
    get categories() {
      return lazy.categories();
    },
    get lanes() {
      return lazy.lanes();
    },
    get startNs() {
      return lazy.startNs();
    },
    get durationNs() {
      return lazy.durationNs();
    },
    get ownNs() {
      return lazy.ownNs();
    },
    get name() {
      return lazy.name();
    },
    get category() {
      return lazy.category();
    },
    get kind() {
      return lazy.kind();
    },
    get track() {
      return lazy.track();
    },
    get depth() {
      return lazy.depth();
    },
    get sourceOffset() {
      return lazy.sourceOffset();
    },
    get links() {
      return lazy.links();
    },
    get zoom() {
      return lazy.zoom();
    },
    detail: (key) => remembered(details, key, readDetail),
    counter: (counter) => remembered(counters, counter, readCounter),
    close() {
      for (const file of opened.values()) file.close();
    },
  };
}

function readIndex(folder: string): TraceIndexFile {
  const path = join(folder, INDEX_FILE);
  let index: TraceIndexFile;
  try {
    index = JSON.parse(told(path, () => readFileSync(path, 'utf8'))) as TraceIndexFile;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) throw damaged(path, 'index.json is no JSON');
    throw thrown;
  }
  if (index.version !== INDEX_VERSION) throw damaged(path, 'another version of Dyno made it');
  for (const part of INDEX_PARTS) {
    const file = join(folder, partFile(part));
    if (told(file, () => statSync(file)).size !== index.files[part].bytes)
      throw damaged(file, 'it is not as long as it was written');
  }
  return index;
}

function firstSamples({ info }: TraceIndexFile): readonly number[] {
  let next = 0;
  return info.counters.map(({ samples }) => {
    const first = next;
    next += samples;
    return first;
  });
}

function once<Answer>(make: () => Answer): () => Answer {
  let made: { readonly answer: Answer } | null = null;
  return () => (made ??= { answer: make() }).answer;
}

function remembered<Key, Answer>(known: Map<Key, Answer>, key: Key, make: (key: Key) => Answer): Answer {
  let answer = known.get(key);
  if (answer === undefined) {
    answer = make(key);
    known.set(key, answer);
  }
  return answer;
}
