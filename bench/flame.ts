import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { milliseconds, type Figure } from './figure.ts';
import { openBrowser } from './live-page.ts';
import { manySpans } from './many-spans.ts';
import { storeProfiledRun } from './profiled-run.ts';
import { serve } from './served.ts';

const IN_PAGE = join(import.meta.dirname, 'in-page.js');
const SPANS = 200_000;
const LEAST_FPS = 55;
const WATCHED_MS = 8_000;

/** A flame chart of as many spans as a profile keeps, moved by wheel and drag without a stop. */
export async function benchFlame(say: (text: string) => void): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-bench-flame-'));
  const runId = storeProfiledRun(folder, manySpans(SPANS));
  const served = await serve(folder);
  const browser = await openBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.addInitScript({ path: IN_PAGE });
    await page.goto(served.url);
    await page.getByRole('navigation').first().waitFor();
    await page.goto(`${new URL(served.url).origin}/#/runs/${runId}?tab=flame`);
    await page.locator('[aria-roledescription="flame chart"] canvas').waitFor({ timeout: 30_000 });
    const watch = (name: string): Promise<number[]> =>
      page.evaluate(
        ({ called, forMs }) => {
          const frames = Reflect.get(globalThis, called) as (forMs: number) => Promise<number[]>;
          return frames(forMs);
        },
        { called: name, forMs: WATCHED_MS },
      );
    const still = framesPerSecond(await watch('dynoFrames'));
    const gaps = await watch('dynoFlameFrames');
    const fps = framesPerSecond(gaps);
    const longest = Math.max(...gaps);
    const slow = gaps.filter((gap) => gap > 34).length;
    say(
      `flame: ${fps.toFixed(1)} frames/s while it moves, ${still.toFixed(1)} while it stands; longest ${milliseconds(longest)}, ${slow} of ${gaps.length} over 34 ms`,
    );
    return [
      {
        name: `flame chart of ${SPANS.toLocaleString('en')} spans, pan and zoom`,
        target: `≥ ${LEAST_FPS} frames/s`,
        measured: `${fps.toFixed(1)} frames/s (the same page at rest ${still.toFixed(1)})`,
        met: fps >= LEAST_FPS,
        detail: { fps, still, longest, slow, frames: gaps.length },
      },
    ];
  } finally {
    await browser.close();
    await served.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

function framesPerSecond(gaps: readonly number[]): number {
  return (gaps.length / gaps.reduce((sum, gap) => sum + gap, 0)) * 1000;
}
