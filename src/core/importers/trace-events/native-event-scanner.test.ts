import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { constants, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TraceNative } from '../../../../native/trace.d.ts';
import { traceText } from '../../../../bench/traces/generate.ts';
import { loadAddon } from '../../../native/load-addon.ts';
import type { EventBatch, EventScanner } from './event-batch.ts';
import { createEventScanner } from './event-scanner.ts';
import { ODD_PIECES } from './odd-events.fixture.ts';
import { eventScanner } from './native-event-scanner.ts';

const native = loadAddon().addon?.trace ?? null;
const reference = process.env['DYNO_REFERENCE'] ?? '';
const BASE = 12_345_678_901;

const EVENT_COLUMNS = [
  'phase',
  'name',
  'category',
  'process',
  'thread',
  'id',
  'bindPoint',
  'scope',
  'microseconds',
  'nanoseconds',
  'durationNs',
  'offset',
  'length',
  'isWhole',
] as const;
const DETAIL_COLUMNS = ['detailEvent', 'detailKey', 'detailValue'] as const;

/** All that a batch says, as values that can be compared. */
function contentsOf(batch: EventBatch): unknown {
  const { count, detailCount, strings, brokenCount, brokenAt } = batch;
  return {
    columns: EVENT_COLUMNS.map((name) => [name, ...batch[name].subarray(0, count)]),
    details: DETAIL_COLUMNS.map((name) => [name, ...batch[name].subarray(0, detailCount)]),
    counts: { count, detailCount, brokenCount, brokenAt },
    strings: [...strings],
  };
}

/** Both scanners over the same bytes, which come up to one end after the other. Gives the events that they found. */
function compare(
  pair: readonly [EventScanner, EventScanner],
  bytes: Uint8Array,
  ends: readonly number[],
): number {
  let [at, events] = [0, 0];
  for (const end of [...ends, bytes.length].sort((a, b) => a - b)) {
    const given = bytes.subarray(0, end);
    for (;;) {
      const [plain, fast] = pair.map((scanner) => {
        const { batch, used, state } = scanner.scan(given, at, end === bytes.length, BASE);
        return { used, state, contents: contentsOf(batch), count: batch.count };
      });
      // What is equal is soon seen to be; what differs is then told in full.
      if (!isDeepStrictEqual(fast, plain)) expect(fast).toEqual(plain);
      events += plain?.count ?? 0;
      at = plain?.used ?? end;
      if (plain?.state === 'more' || at >= end) break;
    }
  }
  return events;
}

const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text));

/** The events of a generated trace: enough for several batches' worth of strings, few enough to be quick. */
const generated = (): Uint8Array => {
  const text = [...traceText({ bytes: 400_000 })].slice(1).join('');
  return bytesOf(text.slice(0, 150_000) + text.slice(-150_000));
};

describe.skipIf(native === null)('the native scanner (skipped where the addon is not built)', () => {
  const pair = (): [EventScanner, EventScanner] => [createEventScanner(), eventScanner(native)];

  it('gives for generated events what the plain one gives', () => {
    const bytes = generated();
    expect(compare(pair(), bytes, [70_000, 70_001, 200_000])).toBeGreaterThan(900);
  });

  it('gives the same for what is odd', () => {
    const both = pair();
    for (const piece of ODD_PIECES) {
      compare(both, bytesOf(piece), []);
      compare(both, bytesOf(`${piece},{"ph":"X","ts":1,"dur":2,"name":"behind"}]`), []);
    }
    compare(both, bytesOf(ODD_PIECES.join(',\n')), []);
  });

  it('gives the same wherever the bytes end', () => {
    const both = pair();
    // Those made of one key and one value differ little in how they end.
    const pieces = ODD_PIECES.filter(({ length }, index) => length < 400 && (index < 80 || index % 23 === 0));
    for (const bytes of pieces.map(bytesOf)) {
      for (let end = 0; end <= bytes.length; end += 1) compare(both, bytes, [end]);
    }
  });

  it('gives the same for cuts and changed bytes anywhere', () => {
    const both = pair();
    const events = generated();
    const odd = bytesOf(ODD_PIECES.join(',\n'));
    const place = fc.nat({ max: 1_000_000 });
    const change = fc.tuple(
      place,
      fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(...bytesOf('"\\{}[],:0e. \n'))),
    );
    fc.assert(
      fc.property(
        fc.boolean(),
        place,
        fc.integer({ min: 1, max: 3_000 }),
        fc.array(change, { maxLength: 12 }),
        fc.array(place, { maxLength: 3 }),
        (isOdd, from, length, changes, cuts) => {
          const all = isOdd ? odd : events;
          const bytes = all.slice(from % all.length, (from % all.length) + length);
          for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
          compare(
            both,
            bytes,
            cuts.map((cut) => cut % bytes.length),
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  it('refuses what can’t be meant, by a code', () => {
    const { EventScanner: Scanner } = native as TraceNative;
    const settings = { details: [], mostEventDetails: 4, slowPhases: 'M' };
    const scanner = new Scanner(settings);
    const columns = Object.fromEntries(
      [...EVENT_COLUMNS, ...DETAIL_COLUMNS].map((name) => [name, new Float64Array(8)]),
    );
    const calls: (() => unknown)[] = [
      () => new Scanner({ ...settings, details: [{ name: '', code: 1, form: 'text' }] }),
      () => new Scanner({ ...settings, details: [{ name: 'a', code: 256, form: 'text' }] }),
      () => new Scanner(null as never),
      () => scanner.scan(new Uint8Array(4), 5, true, 0, columns as never, new Float64Array(8)),
      () => scanner.scan(new Uint8Array(4), 0, true, 0, columns as never, new Float64Array(8)),
      () => scanner.scan('text' as never, 0, true, 0, columns as never, new Float64Array(8)),
    ];
    for (const call of calls)
      expect(call).toThrow(expect.objectContaining({ code: 'TRACE_ARGUMENT' }) as Error);
  });

  it.skipIf(reference === '')('gives the same for real traces (skipped without DYNO_REFERENCE)', () => {
    const both = pair();
    const folder = join(reference, 'traces');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.gz'),
    );
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const text = beginning(join(folder, file), 30_000);
      const bytes = text.subarray(text.indexOf('"traceEvents": [') + 16).subarray(0, 200_000);
      expect(compare(both, bytes, [50_000]), file).toBeGreaterThan(100);
    }
  });
});

/** What the first bytes of a gzipped file unfold to. */
function beginning(path: string, length: number): Buffer {
  const packed = Buffer.alloc(length);
  const file = openSync(path, 'r');
  const read = readSync(file, packed, 0, length, 0);
  closeSync(file);
  return gunzipSync(packed.subarray(0, read), { finishFlush: constants.Z_SYNC_FLUSH });
}
