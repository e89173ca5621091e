import { SPAN_KINDS } from '../../../contract/trace.ts';
import { detailCursors } from './detail-cursors.ts';
import type { TraceWriter } from './types.ts';

const AT_ONCE = 1000;
const UNIT_COLUMNS = { ns: 'us', samples: 'samples', bytes: 'bytes', events: 'events' } as const;

/** One row a span, its start from the first of all, with a column for each detail that any of them has. */
export const traceCsvFormat: TraceWriter = {
  id: 'csv',
  extension: 'csv',
  *write(columns) {
    const { info, startNs, durationNs, ownNs, strings } = columns;
    const unit = UNIT_COLUMNS[info.unit];
    const scale = info.unit === 'ns' ? 1000 : 1;
    const details = detailCursors(columns);
    const times = ['start', 'duration', 'own'].map((name) => `${name}_${unit}`);
    const head = ['id', 'process', 'track', 'depth', 'name', 'category', 'kind', ...times];
    yield `${[...head, ...details.map(({ key }) => key.replaceAll('-', '_'))].join(',')}\r\n`;
    const tracks = info.tracks.map(({ process, name }) => `${csvText(process)},${csvText(name)}`);
    const categories = columns.categories.map(csvText);
    let piece = '';
    for (let row = 0; row < columns.rowCount; row += 1) {
      const name = csvText(strings[columns.name[row] as number] ?? '');
      const category = categories[columns.category[row] as number] ?? '';
      piece +=
        `${row},${tracks[columns.track[row] as number] ?? ','},${columns.depth[row]},${name},${category}` +
        `,${SPAN_KINDS[columns.kind[row] as number]},${((startNs[row] as number) - info.fromNs) / scale}` +
        `,${(durationNs[row] as number) / scale},${(ownNs[row] as number) / scale}`;
      for (const { at, isText } of details) {
        const value = at(row);
        piece += value === undefined ? ',' : `,${isText ? csvText(strings[value] ?? '') : value}`;
      }
      piece += '\r\n';
      if (row % AT_ONCE !== AT_ONCE - 1) continue;
      yield piece;
      piece = '';
    }
    yield piece;
  },
};

/** A spreadsheet takes a text that begins so for a formula, and would run it: an apostrophe says that it is none. */
const FORMULA = /^[=+\-@\t\r]/;

function csvText(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
