import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cuts, readTrace } from '../read-trace.test-support.ts';
import type { RecordingSink } from '../recording-sink.test-support.ts';
import { DynoError } from '../../../contract/errors.ts';
import { importers } from './index.ts';
import type { StreamImporter } from './types.ts';

const reference = process.env['DYNO_REFERENCE'];

const bytesOf = (path: string): Uint8Array => readFileSync(join(reference ?? '', 'profiles', path));

function importerOf(bytes: Uint8Array): StreamImporter {
  const head = { bytes: bytes.subarray(0, 64 * 1024), isWhole: bytes.length <= 64 * 1024 };
  const importer = importers.find(({ sniff }) => sniff(head));
  if (importer?.source !== 'bytes') throw new Error('no importer takes it');
  return importer;
}

/** Format, unit, spans, tracks, whole length, and the three names with the most time of their own. */
function summary(importer: StreamImporter, sink: RecordingSink): string {
  const from = sink.spans.reduce((least, { startNs }) => Math.min(least, startNs), Infinity);
  const to = sink.spans.reduce((most, { startNs, durationNs }) => Math.max(most, startNs + durationNs), 0);
  const top = [...sink.ownByName()].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 3);
  const names = top.map(([name, own]) => `${name} ${own}`).join(', ');
  const warnings = sink.warnings.map(({ kind, count }) => ` !${kind} ${count}`).join('');
  return `${importer.format} ${sink.unitName} ${sink.spans.length} on ${sink.tracks.length}, ${to - from}: ${names}${warnings}`;
}

describe.skipIf(reference === undefined)('the reference profiles (where DYNO_REFERENCE is set)', () => {
  it.each([
    ['stackcollapse/simple.txt', 'folded samples 5 on 1, 14: b 5, c 5, d 4'],
    ['stackcollapse/simple-utf16-be.txt', 'folded samples 5 on 1, 14: b 5, c 5, d 4'],
    ['stackcollapse/simple-utf16-le.txt', 'folded samples 5 on 1, 14: b 5, c 5, d 4'],
    ['stackcollapse/simple-with-invalids.txt', 'folded samples 5 on 1, 14: b 5, c 5, d 4 !broken-events 1'],
    ['stackcollapse/recursion.txt', 'folded samples 16 on 1, 10: b 5, c 4, a 1'],
  ])('say %s', (path, words) => {
    const bytes = bytesOf(path);
    const importer = importerOf(bytes);
    expect(summary(importer, readTrace(importer, bytes, 1000))).toBe(words);
  });

  it.each(['stackcollapse/simple.txt', 'linux-perf/simple-with-header.linux-perf.txt'])(
    'are read up to wherever they are cut: %s',
    (path) => {
      const bytes = bytesOf(path);
      const importer = importerOf(bytes);
      for (const cut of cuts(bytes.length, 20)) {
        try {
          readTrace(importer, bytes.subarray(0, cut));
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(DynoError);
          expect((thrown as DynoError).code).toBe('TRACE_INVALID');
          expect((thrown as DynoError).message).toMatch(/at byte \d+/);
        }
      }
    },
  );
});
