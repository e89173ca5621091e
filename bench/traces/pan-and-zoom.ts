import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mebibytes, milliseconds, type Figure } from '../figure.ts';
import { openDynoPage } from './dyno-page.ts';
import { writeTrace } from './generate.ts';

const SPANS = 10_000_000;
const BYTES_A_SPAN = 152;
const LEAST_FPS = 55;
const MOST_BYTES = 400e6;
const WATCHED_MS = 10_000;

/** Ten million spans, moved by the wheel without a stop, beside the same page at rest; and what the page holds. */
export async function benchTracePan(say: (text: string) => void): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-bench-trace-'));
  try {
    const path = join(folder, 'trace.json');
    const generated = writeTrace(path, { bytes: SPANS * BYTES_A_SPAN, isCompact: true });
    const dyno = await openDynoPage(join(folder, 'data'));
    try {
      const opened = await dyno.open(path);
      rmSync(path);
      const watch = (name: string): Promise<number[]> =>
        dyno.page.evaluate(
          ({ called, forMs }) => {
            const frames = Reflect.get(globalThis, called) as (forMs: number) => Promise<number[]>;
            return frames(forMs);
          },
          { called: name, forMs: WATCHED_MS },
        );
      const still = framesPerSecond(await watch('traceFramesAtRest'));
      const gaps = await watch('traceFramesMoving');
      const fps = framesPerSecond(gaps);
      const longest = Math.max(...gaps);
      const { pageBytes, pageOwnBytes, importerBytes } = dyno.memory();
      say(
        `${opened.spans.toLocaleString('en')} spans: ${fps.toFixed(1)} frames/s while it moves, ${still.toFixed(1)} at rest, longest ${milliseconds(longest)}; page ${mebibytes(pageBytes)}, importer ${mebibytes(importerBytes)}`,
      );
      return [
        {
          name: `pan and zoom over ${opened.spans.toLocaleString('en')} spans`,
          target: `≥ ${LEAST_FPS} frames/s`,
          measured: `${fps.toFixed(1)} frames/s, ${(fps / still).toFixed(2)} of the same page at rest`,
          met: fps >= LEAST_FPS && opened.spans >= SPANS,
          detail: { fps, still, longest, frames: gaps.length, generated },
        },
        {
          name: 'memory of that page (share of resident, all its processes)',
          target: `< ${mebibytes(MOST_BYTES)}`,
          measured: `${mebibytes(pageBytes)}, of it made by itself ${mebibytes(pageOwnBytes)}`,
          met: pageBytes < MOST_BYTES,
          detail: { pageOwnBytes, pageBytes, importerBytes },
        },
      ];
    } finally {
      await dyno.end();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const framesPerSecond = (gaps: readonly number[]): number =>
  (gaps.length / gaps.reduce((sum, gap) => sum + gap, 0)) * 1000;
