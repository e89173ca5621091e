import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { median, milliseconds, type Figure } from './figure.ts';
import { openBrowser } from './live-page.ts';
import { openLine } from './page-line.ts';
import { serve, type Served } from './served.ts';

const IN_PAGE = join(import.meta.dirname, 'in-page.js');
const MODEL = 'onnx/real/TFBertForQuestionAnswering.onnx';
const OPENINGS = 5;
const MOST_PAINT_MS = 1_500;
const LEAST_FPS = 50;
const WATCHED_MS = 4_000;
const RUN_WITHIN_MS = 180_000;
const VIEWPORT = { width: 1440, height: 900 };

/** The graph of a model with thousands of nodes: how soon it is there, and whether it follows the hand. */
export async function benchGraph(say: (text: string) => void): Promise<Figure[]> {
  const reference = process.env['DYNO_REFERENCE'];
  if (reference === undefined) {
    say('graph: DYNO_REFERENCE does not name the reference files, so there is no large model to draw');
    return [];
  }
  const folder = mkdtempSync(join(tmpdir(), 'dyno-bench-graph-'));
  const served = await serve(folder);
  const browser = await openBrowser();
  try {
    const runId = await profileOnce(browser, served, join(reference, MODEL));
    return [
      await benchPaint(browser, served, runId, say),
      ...(await benchMoving(browser, served, runId, say)),
    ];
  } finally {
    await browser.close();
    await served.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function profileOnce(browser: Browser, served: Served, model: string): Promise<string> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(served.url);
  await page.getByRole('navigation').first().waitFor();
  const line = await openLine(context, served.url);
  const { id } = await line.remote.startBench({
    model: { kind: 'file', location: model },
    iterations: 5,
    warmup: 1,
    profile: { iterations: 5 },
  });
  const deadline = performance.now() + RUN_WITHIN_MS;
  for (;;) {
    const { status, error } = await line.remote.getRun(id);
    if (status === 'done') break;
    if (error !== null) throw new Error(`${error.message} ${error.subject}`);
    if (performance.now() > deadline) throw new Error('The run did not come to its end.');
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  line.close();
  await context.close();
  return id;
}

async function openedRun(browser: Browser, served: Served, runId: string): Promise<[BrowserContext, Page]> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  const page = await context.newPage();
  await page.addInitScript({ path: IN_PAGE });
  await page.goto(served.url);
  await page.getByRole('navigation').first().waitFor();
  await page.goto(`${new URL(served.url).origin}/#/runs/${runId}`);
  await page.getByRole('tab', { name: 'Graph' }).waitFor();
  return [context, page];
}

/** From the press on the tab to the first frame with boxes, with nothing of it fetched before. */
async function benchPaint(
  browser: Browser,
  served: Served,
  runId: string,
  say: (text: string) => void,
): Promise<Figure> {
  const paints: number[] = [];
  for (let round = 0; round < OPENINGS; round += 1) {
    const [context, page] = await openedRun(browser, served, runId);
    await page.evaluate(() => (Reflect.get(globalThis, 'dynoWatchGraph') as () => void)());
    await page.getByRole('tab', { name: 'Graph' }).click();
    const seen = await page.waitForFunction(
      () => Reflect.get(globalThis, 'dynoGraphPaint') as { paintMs: number; boxes: number } | undefined,
    );
    const { paintMs, boxes } = (await seen.jsonValue()) as { paintMs: number; boxes: number };
    say(`graph, opening ${round + 1}: ${boxes} boxes painted after ${milliseconds(paintMs)}`);
    paints.push(paintMs);
    await context.close();
  }
  const paint = median(paints);
  return {
    name: 'graph of the TF-BERT, tab to first paint',
    target: `< ${milliseconds(MOST_PAINT_MS)}`,
    measured: milliseconds(paint),
    met: paint < MOST_PAINT_MS,
    detail: { paints },
  };
}

/** All 3,836 nodes unfolded: from afar, where every box is drawn, and so near that words can be read. */
async function benchMoving(
  browser: Browser,
  served: Served,
  runId: string,
  say: (text: string) => void,
): Promise<Figure[]> {
  const [context, page] = await openedRun(browser, served, runId);
  await page.getByRole('tab', { name: 'Graph' }).click();
  const canvas = page.locator('canvas[data-boxes]');
  await canvas.waitFor();
  const folded = Number(await canvas.getAttribute('data-boxes'));
  await page.getByRole('button', { name: 'Unfold all modules' }).click();
  await page.waitForFunction(
    (before) => (Reflect.get(globalThis, 'dynoGraphBoxes') as () => number)() > before,
    folded,
  );
  const boxes = Number(await canvas.getAttribute('data-boxes'));
  const figures: Figure[] = [];
  for (const from of ['afar', 'near'] as const) {
    for (const way of ['pan', 'zoom'] as const) {
      await page.getByRole('button', { name: 'Show all' }).click();
      const gaps = await page.evaluate(
        ([kind, distance, forMs]) => {
          const move = Reflect.get(globalThis, 'dynoMoveGraph') as (...given: unknown[]) => Promise<number[]>;
          return move(kind, distance, forMs);
        },
        [way, from, WATCHED_MS] as const,
      );
      const fps = (gaps.length / gaps.reduce((sum, gap) => sum + gap, 0)) * 1000;
      const longest = Math.max(...gaps);
      say(`graph, ${way} from ${from}: ${fps.toFixed(1)} frames/s, longest ${milliseconds(longest)}`);
      figures.push({
        name: `graph of ${boxes.toLocaleString('en')} boxes, ${way} from ${from}`,
        target: `≥ ${LEAST_FPS} frames/s`,
        measured: `${fps.toFixed(1)} frames/s`,
        met: fps >= LEAST_FPS,
        detail: { fps, longest, frames: gaps.length },
      });
    }
  }
  await context.close();
  return figures;
}
