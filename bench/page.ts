import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { median, milliseconds, type Figure } from './figure.ts';
import { openBrowser } from './live-page.ts';
import { openLine } from './page-line.ts';
import { serve, type Served } from './served.ts';
import { generateStore } from './store/generate.ts';

const IN_PAGE = join(import.meta.dirname, 'in-page.js');
const RUNS = 1_000;
const OPENINGS = 5;
const MOST_OPENING_MS = 1_000;
const LEAST_FPS = 50;
const LONGEST_FRAME_MS = 100;
const WATCHED_MS = 10_000;
/** What a user feels: how soon a page with 1,000 runs answers, and whether it stays smooth during a benchmark. */
export async function benchPage(say: (text: string) => void): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-bench-page-'));
  generateStore(folder, { runs: RUNS, samples: 500 });
  const served = await serve(folder);
  const browser = await openBrowser();
  try {
    return [await benchOpening(browser, served, say), ...(await benchLive(browser, served, say))];
  } finally {
    await browser.close();
    await served.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Times since navigation began, as the page itself saw them. */
interface Opening {
  readonly firstPaintMs: number;
  readonly rowsMs: number;
  /** The filter was typed into as soon as there were rows, and the count of the page had followed. */
  readonly answeredMs: number;
}

async function benchOpening(browser: Browser, served: Served, say: (text: string) => void): Promise<Figure> {
  const openings: Opening[] = [];
  for (let round = 0; round < OPENINGS; round += 1) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.addInitScript({ path: IN_PAGE });
    await page.goto(`${served.url}#/runs`);
    const seen = await page.waitForFunction(
      () => Reflect.get(globalThis, 'dynoOpening') as Opening | undefined,
    );
    const opening = (await seen.jsonValue()) as Opening;
    openings.push(opening);
    say(
      `opening ${round + 1}: first paint ${milliseconds(opening.firstPaintMs)}, rows ${milliseconds(opening.rowsMs)}, answers ${milliseconds(opening.answeredMs)}`,
    );
    await context.close();
  }
  const waits = openings.map(({ firstPaintMs, answeredMs }) => answeredMs - firstPaintMs);
  const wait = median(waits);
  return {
    name: `first paint to interactive, ${RUNS.toLocaleString('en')} runs`,
    target: `< ${milliseconds(MOST_OPENING_MS)}`,
    measured: `${milliseconds(wait)} (answers ${milliseconds(median(openings.map((each) => each.answeredMs)))} after navigation)`,
    met: wait < MOST_OPENING_MS,
    detail: { openings },
  };
}

async function benchLive(browser: Browser, served: Served, say: (text: string) => void): Promise<Figure[]> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript({ path: IN_PAGE });
  await page.goto(served.url);
  await page.getByRole('navigation').first().waitFor();
  const line = await openLine(context, served.url);
  const run = await line.remote.startBench({
    model: { kind: 'demo', location: 'demo:mlp-tiny' },
    threads: 1,
    durationMs: WATCHED_MS * 3,
  });
  await page.goto(`${new URL(served.url).origin}/#/bench/${run.id}`);
  await untilMeasuring(line.remote, run.id);
  await page.locator('canvas').first().waitFor({ timeout: 30_000 });
  const gaps = await page.evaluate((forMs) => {
    const frames = Reflect.get(globalThis, 'dynoFrames') as (forMs: number) => Promise<number[]>;
    return frames(forMs);
  }, WATCHED_MS);
  const after = (await line.remote.liveRuns()).find((live) => live.run.id === run.id);
  await line.remote.stopRun(run.id);
  line.close();
  await context.close();
  if (after?.phase !== 'measuring')
    throw new Error('The benchmark did not last as long as the frames were counted.');

  const fps = (gaps.length / gaps.reduce((sum, gap) => sum + gap, 0)) * 1000;
  const longest = Math.max(...gaps);
  say(`live: ${fps.toFixed(1)} frames/s, longest ${milliseconds(longest)}`);
  const iterations = after.iterationsDone;
  return [
    {
      name: 'live page while one thread measures',
      target: `≥ ${LEAST_FPS} frames/s`,
      measured: `${fps.toFixed(1)} frames/s`,
      met: fps >= LEAST_FPS,
      detail: { fps, iterations, frames: gaps.length },
    },
    {
      name: 'its longest frame',
      target: `≤ ${LONGEST_FRAME_MS} ms`,
      measured: milliseconds(longest),
      met: longest <= LONGEST_FRAME_MS,
      detail: { longest, slow: gaps.filter((gap) => gap > 34).length },
    },
  ];
}

async function untilMeasuring(
  api: { liveRuns(): Promise<readonly { readonly run: { readonly id: string }; readonly phase: string }[]> },
  runId: string,
): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    if ((await api.liveRuns()).some((live) => live.run.id === runId && live.phase === 'measuring')) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The benchmark did not begin to measure within a minute.');
}
