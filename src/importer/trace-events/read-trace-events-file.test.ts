import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { traceEvents } from '../../core/importers/formats/trace-events.ts';
import { RecordingSink } from '../../core/importers/recording-sink.test-support.ts';
import { createEventScanner } from '../../core/importers/trace-events/event-scanner.ts';
import { readTraceEventsFile } from './read-trace-events-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'dyno-trace-events-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const program = fileURLToPath(new URL('./scan-thread.fixture.ts', import.meta.url));

/** Small parts of a small file: cut in the middle of events, of texts that look like events, and of lists of such. */
function text(events: number): string {
  const lines = Array.from({ length: events }, (_none, index) => {
    const args = [
      { correlation: index },
      { note: '}, {"ph": "X", "name": "no event" }, [' },
      {
        inner: [
          { name: 'a', ph: 'X', ts: 1 },
          { name: 'b', ph: 'X', ts: 2 },
        ],
      },
      { 'Input Dims': [[index]], path: `line\n"${index}"` },
    ][index % 4];
    return `  ${JSON.stringify({ ph: 'X', cat: 'cpu_op', name: `op ${index % 17}`, pid: 1, tid: index % 3, ts: index, dur: 2, args })}`;
  });
  return `{"schemaVersion": 1, "traceEvents": [\n${lines.join(',\n')}\n], "distributedInfo": {"rank": 3}}`;
}

async function readFile(source: string, threads: number): Promise<RecordingSink> {
  const path = join(folder, 'trace.json');
  writeFileSync(path, source);
  const sink = new RecordingSink();
  const options = { createScanner: createEventScanner, threads, program, blockBytes: 5000, pieceBytes: 3000 };
  let told = 0;
  await readTraceEventsFile(path, sink, { ...options, onProgress: (bytes) => void (told = bytes) });
  expect(told).toBeGreaterThan(0);
  return sink;
}

function readStream(source: string): RecordingSink {
  const sink = new RecordingSink();
  const reading = traceEvents.read(sink);
  reading.push(new TextEncoder().encode(source));
  reading.end();
  return sink;
}

const content = (sink: RecordingSink): unknown => [
  sink.spans,
  sink.tracks,
  sink.links,
  [...sink.facts],
  sink.warningWords(),
];

describe('a file scanned in parts', () => {
  it.each([0, 1, 2])('gives what reading it in one go gives, with %s threads beside', async (threads) => {
    const source = text(600);
    expect(content(await readFile(source, threads))).toEqual(content(readStream(source)));
  });

  it('tells a cut, and what is broken, as reading it in one go does', async () => {
    const source = text(400);
    const broken = `${source.slice(0, 20_000)} nonsense {"ph: ${source.slice(20_000, 40_123)}`;
    expect(content(await readFile(broken, 2))).toEqual(content(readStream(broken)));
  });

  it('goes on alone where parts never fit together', async () => {
    const args = Array.from({ length: 200 }, (_none, index) => ({
      name: `inner ${index}`,
      ph: 'X',
      ts: index,
    }));
    const event = (index: number): string =>
      JSON.stringify({ args: { args }, ph: 'X', name: `outer ${index}`, ts: index, dur: 1 });
    const source = `[${Array.from({ length: 30 }, (_none, index) => event(index)).join(',')}]`;
    expect((await readFile(source, 2)).spans.map(({ name }) => name)).toEqual(
      Array.from({ length: 30 }, (_none, index) => `outer ${index}`),
    );
  });
});
