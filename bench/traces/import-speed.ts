import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mebibytes, median, type Figure } from '../figure.ts';
import { inFreshProcess } from '../fresh-process.ts';
import { writeTrace } from './generate.ts';
import type { ImportTraceAnswer } from './import-trace.ts';
import type { ParseJsonAnswer } from './parse-json.ts';

const FILE_BYTES = 600e6;
const ROUNDS = 3;
const LEAST_MEGABYTES = 350;
const MOST_MEMORY = 0.5;
const ONE = '0';
const TWO = '0,1';

/** How fast JSON becomes an index on the disk, with one core and with two, and JSON.parse of the same beside it. */
export async function benchTraceImport(say: (text: string) => void): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-bench-trace-'));
  try {
    const path = join(folder, 'trace.json');
    const generated = writeTrace(path, { bytes: FILE_BYTES });
    say(`${mebibytes(generated.bytes)}, ${generated.spans.toLocaleString('en')} spans`);
    const read = async (cpus: string): Promise<ImportTraceAnswer> => {
      const done = await inFreshProcess<ImportTraceAnswer>('traces/import-trace.ts', { path, folder }, cpus);
      if (done.spans !== generated.spans)
        throw new Error(`${done.spans} of ${generated.spans} spans were read.`);
      say(`import on ${cpus}: ${speed(done.readyMs, done)}, at most ${mebibytes(done.peakBytes)} of memory`);
      return done;
    };
    const [one, two, parsed]: [ImportTraceAnswer[], ImportTraceAnswer[], number[]] = [[], [], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      one.push(await read(ONE));
      const { parseMs } = await inFreshProcess<ParseJsonAnswer>('traces/parse-json.ts', { path }, ONE);
      say(`JSON.parse on ${ONE}: ${(generated.bytes / parseMs / 1e3).toFixed(0)} MB/s`);
      parsed.push(generated.bytes / parseMs / 1e3);
      two.push(await read(TWO));
    }
    const rate = (all: readonly ImportTraceAnswer[]): number =>
      Math.max(...all.map(({ readyMs, sourceBytes }) => sourceBytes / readyMs / 1e3));
    const parse = Math.max(...parsed);
    const computed = Math.max(...one.map((each) => each.sourceBytes / each.computedMs / 1e3));
    const memory = median([...one, ...two].map((each) => each.peakBytes / each.sourceBytes));
    return [
      {
        name: 'JSON into an index on one core, over JSON.parse alone',
        target: `≥ ${LEAST_MEGABYTES} MB/s`,
        measured: `${rate(one).toFixed(0)} MB/s, ${(rate(one) / parse).toFixed(2)} of ${parse.toFixed(0)}; ${computed.toFixed(0)} MB a second that it computed`,
        met: rate(one) >= LEAST_MEGABYTES,
        detail: { one, two, parsed, generated },
      },
      {
        name: 'the same with a second core',
        target: '> one core',
        measured: `${rate(two).toFixed(0)} MB/s, ${(rate(two) / rate(one)).toFixed(2)} of one core`,
        met: rate(two) > rate(one),
        detail: {},
      },
      {
        name: `memory of importing ${mebibytes(generated.bytes)}`,
        target: `≤ ${MOST_MEMORY} of the file`,
        measured: `${memory.toFixed(2)} (most resident, ${mebibytes(memory * generated.bytes)})`,
        met: memory <= MOST_MEMORY,
        detail: { index: one[0]?.indexBytes },
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const speed = (ms: number, { sourceBytes }: ImportTraceAnswer): string =>
  `${(sourceBytes / ms / 1e3).toFixed(0)} MB/s`;
