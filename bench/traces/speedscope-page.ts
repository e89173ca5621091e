import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openBrowser } from '../live-page.ts';
import { CHART_WATCH, untilDrawn } from './drawn-chart.ts';
import { PeakWatch } from './peak-watch.ts';
import { pageProcesses, shareBytes, sumOf } from './processes.ts';

const PAGE = join(import.meta.dirname, '../../node_modules/speedscope/dist/release/index.html');
const WITHIN_MS = 900_000;

export interface SpeedscopeAnswer {
  readonly chartMs: number;
  /** The most of what is resident that was its page's processes' share. */
  readonly peakBytes: number;
  /** Complaints about the trace on its console: many of them would be what takes the time. */
  readonly complaints: number;
}

/** The same file given to speedscope's own page, until its chart is drawn. */
export async function openInSpeedscope(path: string): Promise<SpeedscopeAnswer> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    let complaints = 0;
    page.on('console', (message) => (complaints += message.text().startsWith('ts=') ? 1 : 0));
    await page.addInitScript(CHART_WATCH);
    await page.goto(pathToFileURL(PAGE).href);
    const file = page.locator('input[type=file]');
    await file.waitFor({ state: 'attached' });
    const began = performance.now();
    const memory = new PeakWatch(() => sumOf(pageProcesses(), shareBytes));
    await file.setInputFiles(path);
    const chartMs = await untilDrawn(page, began, WITHIN_MS);
    return { chartMs, peakBytes: memory.end(), complaints };
  } finally {
    await browser.close();
  }
}
