/**
 * `node bench/traces/generate.ts FILE BYTES [seed] [compact]`: a trace as PyTorch's profiler writes it, of any size,
 * the same each time.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { compactText, kinetoText, type EventText } from './event-text.ts';
import { clockFrom, FIRST_SECONDS } from './trace-clock.ts';
import { countOf, type TraceCounts } from './trace-counts.ts';
import { HEAD, tailOf } from './trace-frame.ts';
import { TrainingStep } from './training-step.ts';

export interface TraceWish {
  /** Within a step's worth. */
  readonly bytes: number;
  readonly seed?: number;
  /** One line an event, without arguments: more events to a byte. */
  readonly isCompact?: boolean;
  /** Times count from a base beside the events, so that doubles hold them to the nanosecond. */
  readonly hasBase?: boolean;
}

export interface GeneratedTrace extends TraceCounts {
  readonly bytes: number;
  readonly steps: number;
}

/** The text in pieces of a megabyte or so. */
export function* traceText(wish: TraceWish): Generator<string, TraceCounts> {
  const { bytes, seed = 1, isCompact = false, hasBase = false } = wish;
  const clock = clockFrom(hasBase ? FIRST_SECONDS.base : FIRST_SECONDS.era);
  const text = isCompact ? compactText(clock) : kinetoText(clock);
  const counts = countOf();
  const stepsFor = Math.max(1, Math.round((bytes - HEAD.length) / lengthOfStep(text, seed)));
  let endNs = 0;
  yield HEAD;
  for (const half of ['cpu', 'gpu'] as const) {
    let startNs = 1_000_000;
    for (let number = 0; number < stepsFor; number += 1) {
      const step = new TrainingStep(half, text, number, startNs, seed);
      const written = step.run();
      for (const key of ['events', 'spans', 'kernels', 'kernelNs'] as const) counts[key] += step.counts[key];
      startNs = written.endNs;
      yield written.text;
    }
    endNs = startNs;
  }
  yield tailOf(endNs, clock, hasBase);
  return counts;
}

function lengthOfStep(text: EventText, seed: number): number {
  const halves = (['cpu', 'gpu'] as const).map((half) =>
    new TrainingStep(half, text, 1, 1_000_000, seed).run(),
  );
  return halves.reduce((sum, half) => sum + half.text.length, 0);
}

export function writeTrace(path: string, wish: TraceWish): GeneratedTrace {
  const file = openSync(path, 'w');
  try {
    const pieces = traceText(wish);
    let [written, steps] = [0, 0];
    for (;;) {
      const next = pieces.next();
      // Head and tail are pieces too, and each step is two.
      if (next.done === true) return { ...next.value, bytes: written, steps: (steps - 2) / 2 };
      written += writeSync(file, next.value, null, 'latin1');
      steps += 1;
    }
  } finally {
    closeSync(file);
  }
}

if (import.meta.main) {
  const [path = '', bytes = '', seed = '1', layout = ''] = process.argv.slice(2);
  if (path === '' || !(Number(bytes) > 0)) {
    process.stderr.write('node bench/traces/generate.ts FILE BYTES [seed] [compact]\n');
    process.exit(2);
  }
  const wish: TraceWish = { bytes: Number(bytes), seed: Number(seed), isCompact: layout === 'compact' };
  process.stdout.write(`${JSON.stringify(writeTrace(path, wish))}\n`);
}
