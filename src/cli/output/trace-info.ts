import type { TraceInfo, TraceTrack, TraceWarning } from '../../contract/trace.ts';
import { formatBytes, formatCount, formatDuration } from '../../contract/units.ts';
import { formatWords, lengthWords } from '../../core/analysis/trace/trace-words.ts';
import type { Paint } from '../host/terminal.ts';
import { ellipsize, formatTable, printable } from './table.ts';
import { wrap } from './wrap.ts';

const WIDTH = 80;
const LABEL_WIDTH = 10;
const TRACKS_SHOWN = 20;
const COUNTERS_SHOWN = 10;

/** As `trace info --json` prints it. */
export function infoDocument(info: TraceInfo, folder: string): Readonly<Record<string, unknown>> {
  const { unit, fromNs, toNs } = info;
  return { ...(unit === 'ns' && { spanUs: (toNs - fromNs) / 1000 }), ...info, indexFolder: folder };
}

/** What a trace holds, the most telling first. */
export function formatInfo(info: TraceInfo, folder: string, paint: Paint): string {
  return [
    [paint.bold(ellipsize(printable(info.name), WIDTH))],
    facts(info, folder, paint),
    tracks(info, paint),
    counters(info, paint),
    warningLines(info.warnings, paint),
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function facts(info: TraceInfo, folder: string, paint: Paint): string[] {
  const { compression, sourceBytes, indexBytes, importMs, window } = info;
  const packed = compression === 'none' ? '' : `, ${compression}`;
  const line = (title: string, text: string): string[] =>
    wrap(printable(text), WIDTH - LABEL_WIDTH).map(
      (words, place) =>
        paint.dim((place === 0 ? title : '').padEnd(LABEL_WIDTH)) + ellipsize(words, WIDTH - LABEL_WIDTH),
    );
  const kept =
    window === null
      ? []
      : line(
          'window',
          `from ${formatDuration(window.fromUs / 1000)}${window.toUs >= 1e15 ? ' on' : ` to ${formatDuration(window.toUs / 1000)}`} of the whole`,
        );
  return [
    ...line('format', `${formatWords(info.format)}${packed}, ${formatBytes(sourceBytes)}`),
    ...line('span', spanWords(info)),
    ...line(
      'holds',
      [
        `${counted(info.spans, 'span')} on ${counted(info.tracks.length, 'track')}`,
        counted(info.links, 'arrow'),
        counted(info.counters.length, 'counter'),
      ].join(', '),
    ),
    ...kept,
    ...info.devices.flatMap((device) =>
      line(
        `GPU ${device.id}`,
        [
          device.name,
          device.memoryBytes === null ? null : formatBytes(device.memoryBytes),
          device.multiprocessors === null ? null : `${device.multiprocessors} SMs`,
          device.computeCapability === null ? null : `compute capability ${device.computeCapability}`,
        ]
          .filter((part) => part !== null)
          .join(' · '),
      ),
    ),
    ...info.facts.flatMap(({ name, value }) => line('says', `${name}: ${ellipsize(value, 300)}`)),
    ...line('read in', `${formatDuration(importMs)}, index of ${formatBytes(indexBytes)}`),
    paint.dim('index'.padEnd(LABEL_WIDTH)) + printable(folder),
  ];
}

const counted = (count: number, word: string): string =>
  `${formatCount(count)} ${word}${count === 1 ? '' : 's'}`;

function spanWords({ unit, fromNs, toNs, baseNs }: TraceInfo): string {
  const length = lengthWords(toNs - fromNs, unit);
  if (unit !== 'ns') return length;
  const at = Number(baseNs) / 1e6 + fromNs / 1e6;
  // A clock that counts from 1970, not from the start of a machine or a program.
  return at > 1e12 && at < 1e13 ? `${length} from ${new Date(at).toISOString()} on` : length;
}

function tracks({ tracks: all }: TraceInfo, paint: Paint): string[] {
  if (all.length === 0) return [];
  const most = [...all].sort((a, b) => b.spans - a.spans).slice(0, TRACKS_SHOWN);
  const { head, body } = formatTable(
    [
      { title: 'process', shrinks: true },
      { title: 'track', shrinks: true },
      { title: 'kind' },
      { title: 'depth', align: 'right' },
      { title: 'spans', align: 'right' },
    ],
    most.map(trackCells),
    WIDTH,
  );
  const more = all.length - most.length;
  return [paint.dim(head), ...body, ...(more > 0 ? [paint.dim(`and ${formatCount(more)} more`)] : [])];
}

function trackCells({ process, name, kind, depth, spans }: TraceTrack): string[] {
  return [printable(process), printable(name), kind, formatCount(depth), formatCount(spans)];
}

function counters({ counters: all }: TraceInfo, paint: Paint): string[] {
  if (all.length === 0) return [];
  const { head, body } = formatTable(
    [
      { title: 'counter', shrinks: true },
      { title: 'process', shrinks: true },
      { title: 'unit' },
      { title: 'samples', align: 'right' },
    ],
    all
      .slice(0, COUNTERS_SHOWN)
      .map(({ name, process, unit, samples }) => [
        printable(name),
        printable(process),
        printable(unit),
        formatCount(samples),
      ]),
    WIDTH,
  );
  const more = all.length - COUNTERS_SHOWN;
  return [paint.dim(head), ...body, ...(more > 0 ? [paint.dim(`and ${formatCount(more)} more`)] : [])];
}

/** What was odd about the source. */
export function warningLines(warnings: readonly TraceWarning[], paint: Paint): string[] {
  return warnings.flatMap(({ text, atByte }) => {
    const place = atByte === null ? '' : ` (first at byte ${formatCount(atByte)})`;
    return wrap(`! ${printable(text)}${place}`, WIDTH).map((line) => paint.yellow(ellipsize(line, WIDTH)));
  });
}
