import { chromium, type Browser } from '@playwright/test';
import type { BenchRequest, Run } from '../src/contract/run.ts';
import { openLine } from './page-line.ts';
import { serve } from './served.ts';

const FLAGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-sync',
  '--disable-component-update',
  '--no-first-run',
];
const LOOK_EVERY_MS = 250;
const WITHIN_MS = 120_000;

export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env['DYNO_CHROMIUM'];
  if (!executablePath) throw new Error('DYNO_CHROMIUM does not name a Chromium.');
  return chromium.launch({ executablePath, args: FLAGS });
}

export interface Watched {
  readonly run: Run;
  /** Whether its charts were on the screen while it measured. */
  readonly wasLive: boolean;
}

/** One run from a freshly started `dyno serve`, with a page open on it from its first iteration to its last. */
export async function runUnderLivePage(
  browser: Browser,
  dataFolder: string,
  request: BenchRequest,
): Promise<Watched> {
  const served = await serve(dataFolder);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    await page.goto(served.url);
    await page.getByRole('navigation').first().waitFor();
    const line = await openLine(context, served.url);
    const { id } = await line.remote.startBench(request);
    await page.goto(`${new URL(served.url).origin}/#/bench/${id}`);
    const canvas = page.locator('canvas').first();
    let wasLive = false;
    const deadline = performance.now() + WITHIN_MS;
    for (;;) {
      const live = (await line.remote.liveRuns()).find(({ run }) => run.id === id);
      if (live === undefined || !['queued', 'running'].includes(live.run.status)) break;
      if (live.phase === 'measuring' && !wasLive) wasLive = await canvas.isVisible();
      if (performance.now() > deadline) throw new Error('The run under a live page did not come to its end.');
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    const run = await line.remote.getRun(id);
    line.close();
    return { run, wasLive };
  } finally {
    await context.close();
    await served.end();
  }
}
