import type { FileHead, TraceImporter } from '../core/importers/formats/types.ts';
import type { DynoError } from '../contract/errors.ts';
import { formatCount } from '../contract/units.ts';
import { traceInvalid } from './trace-invalid.ts';

const SHOWN_CHARACTERS = 40;

/** The first importer that knows its format; what it is called plays no part. */
export function importerFor(
  head: FileHead,
  importers: readonly TraceImporter[],
  path: string,
): TraceImporter {
  const found = importers.find((importer) => knows(importer, head));
  if (found === undefined) throw unknownFormat(head, importers, path);
  return found;
}

/** Of any bytes: an importer that trips over them does not know them. */
function knows(importer: TraceImporter, head: FileHead): boolean {
  try {
    return importer.sniff(head);
  } catch {
    return false;
  }
}

function unknownFormat(head: FileHead, importers: readonly TraceImporter[], path: string): DynoError {
  const titles = importers.map(({ title }) => title).join(', ');
  return traceInvalid(
    `This is no trace that Dyno can read: ${describe(head.bytes)}${endOf(head)}.`,
    path,
    `${adviceFor(head.bytes)}Dyno reads ${titles}, each also as .gz or .zst.`,
  );
}

const SIGNATURES: readonly {
  readonly bytes: readonly number[];
  readonly what: string;
  readonly advice: string;
}[] = [
  { bytes: [0x50, 0x4b, 3, 4], what: 'a ZIP archive', advice: 'Unpack it and open what is inside. ' },
  { bytes: [0x42, 0x5a, 0x68], what: 'compressed by bzip2', advice: 'Unfold it with bunzip2 first. ' },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], what: 'compressed by xz', advice: 'Unfold it with unxz first. ' },
  {
    bytes: [0x50, 0x45, 0x52, 0x46, 0x49, 0x4c, 0x45, 0x32],
    what: 'what perf record writes',
    advice: 'Open what perf script prints of it. ',
  },
  {
    bytes: [...Buffer.from('SQLite format 3\0')],
    what: 'a SQLite file without the tables of a known profiler',
    advice: 'Of Nsight Systems, export it anew with nsys export --type sqlite. ',
  },
];

function signatureOf(bytes: Uint8Array): (typeof SIGNATURES)[number] | undefined {
  return SIGNATURES.find((signature) => signature.bytes.every((byte, at) => bytes[at] === byte));
}

function adviceFor(bytes: Uint8Array): string {
  const known = signatureOf(bytes)?.advice;
  if (known !== undefined) return known;
  const isNsight = Buffer.from(bytes.subarray(0, 4096)).includes('Nsight');
  return isNsight
    ? 'A report of Nsight Systems is opened once nsys export --type sqlite has written it anew. '
    : '';
}

/** Of a file that was cut so early that nothing can be told by what is left. */
function endOf({ bytes, isWhole }: FileHead): string {
  return isWhole && signatureOf(bytes) === undefined ? ` and ends at byte ${formatCount(bytes.length)}` : '';
}

function describe(bytes: Uint8Array): string {
  const known = signatureOf(bytes);
  if (known !== undefined) return `it is ${known.what}`;
  const text = Buffer.from(bytes.subarray(0, 400)).toString('utf8');
  const start = [...text.trimStart()].slice(0, SHOWN_CHARACTERS).join('');
  if (start === '') return 'it begins with blanks alone';
  if (/[^\P{C}\n\t\r]|\uFFFD/u.test(start)) {
    const digits = [...bytes.subarray(0, 12)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    return `it begins, at byte 0, with ${digits}`;
  }
  return `it begins, at byte 0, with “${start.replaceAll(/\s+/g, ' ')}”`;
}
