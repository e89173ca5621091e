import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cuts, readTrace } from '../read-trace.test-support.ts';
import type { RecordingSink } from '../recording-sink.test-support.ts';
import { DynoError } from '../../../contract/errors.ts';
import { importers } from './index.ts';
import type { StreamImporter } from './types.ts';

const reference = process.env['DYNO_REFERENCE'];

/** Uncompressed, as every importer gets them. */
function bytesOf(path: string): Uint8Array {
  const bytes = readFileSync(join(reference ?? '', 'profiles', path));
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}

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
    [
      'linux-perf/simple.linux-perf.txt',
      'perf-script ns 5 on 1, 1001001: _Z4betav 1001001, [unknown] 0, _Z5deltav 0',
    ],
    [
      'linux-perf/simple-with-header.linux-perf.txt',
      'perf-script ns 150 on 1, 136383001: _Z4betav 46441001, _Z5alphav 44056000, _Z5deltav 23415000',
    ],
    [
      'linux-perf/forks.linux-perf.txt',
      'perf-script ns 444 on 7, 141080001: [kernel.kallsyms] 329259009, _Z5alphav 98889000, _Z4betav 92928001',
    ],
    [
      'speedscope/0.6.0/two-sampled.speedscope.json',
      'speedscope ns 10 on 2, 14000000000: b 10000000000, c 10000000000, d 8000000000',
    ],
    ['speedscope/invalid/incomplete-trace.json', 'speedscope samples 1 on 1, 100: A 100 !unbalanced 1'],
    ['speedscope/invalid/out-of-order-events.json', 'speedscope samples 4 on 1, 4: A 3, B 0 !unbalanced 2'],
    ['chrome/simple.cpuprofile', 'cpuprofile ns 6 on 1, 36317000: d 35257000, (anonymous) 1060000, a 0'],
    ['node/example.cpuprofile', 'cpuprofile ns 6 on 1, 46376179: d 34801179, (anonymous) 11575000, a 0'],
    [
      'firefox/simple-firefox.json',
      'firefox ns 182 on 1, 38775204: gamma simple.js:20 26983817, Module base-loader.js:553 1216853, getSourceURL source.js:39 1023151',
    ],
    [
      'callgrind/callgrind.example.log',
      'callgrind events 4 on 1, 820: func2 700, func1 100, main 20 !approximate 1',
    ],
    [
      'ort/light_resnet50.ort1.30_cpu.json',
      'onnxruntime ns 185 on 1, 805623000: session_initialization 574011000, r145_nchwc 7328000, r167_nchwc 7128000',
    ],
    [
      'ort/light_squeezenet.ort1.30_cpu.json',
      'onnxruntime ns 128 on 1, 40769000: session_initialization 13358000, r64_nchwc 4655000, r1_nchwc 2822000',
    ],
    [
      'pprof/simple.prof',
      'pprof ns 27 on 1, 1500000000: main.alpha 480000000, main.beta 390000000, main.gamma 270000000 !without-time 1',
    ],
    ['stackcollapse/recursion.txt', 'folded samples 16 on 1, 10: b 5, c 4, a 1'],
  ])('say %s', (path, words) => {
    const bytes = bytesOf(path);
    const importer = importerOf(bytes);
    expect(summary(importer, readTrace(importer, bytes, 1000))).toBe(words);
  });

  it.each([
    ['light_resnet50', 224_908],
    ['light_squeezenet', 23_856],
  ])('have the operators of %s take %d µs', (model, us) => {
    const bytes = bytesOf(`ort/${model}.ort1.30_cpu.json`);
    const sink = readTrace(importerOf(bytes), bytes, 1000);
    const operators = sink.spans.filter(({ kind }) => kind === 'operator');
    expect(operators.reduce((sum, { durationNs }) => sum + durationNs, 0)).toBe(us * 1000);
  });

  it.each([
    'callgrind/callgrind.example.log',
    'pprof/simple.prof',
    'ort/mnist_ort.ort1.30_cpu.json',
    'stackcollapse/simple.txt',
    'linux-perf/simple-with-header.linux-perf.txt',
    'chrome/simple.cpuprofile',
    'firefox/simple-firefox.json',
    'speedscope/0.6.0/two-sampled.speedscope.json',
  ])('are read up to wherever they are cut: %s', (path) => {
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
  });
});
