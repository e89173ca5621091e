import type { Page } from '@playwright/test';
import { openBrowser } from '../live-page.ts';
import { openLine } from '../page-line.ts';
import { serve } from '../served.ts';
import { CHART_WATCH, untilDrawn } from './drawn-chart.ts';
import { descendants, ownBytes, pageProcesses, shareBytes, sumOf } from './processes.ts';

export interface OpenedTrace {
  readonly id: string;
  /** From the call to spans on the page. */
  readonly chartMs: number;
  /** From the call to the whole index. */
  readonly readyMs: number;
  readonly spans: number;
}

/** Shares of what is resident: the page's processes, the importer, and what the host has grown by. */
export interface TraceMemory {
  readonly pageBytes: number;
  /** The part of it that is in no file: what the page made itself. */
  readonly pageOwnBytes: number;
  readonly importerBytes: number;
  readonly hostBytes: number;
  readonly allBytes: number;
}

export interface DynoPage {
  readonly page: Page;
  open(path: string): Promise<OpenedTrace>;
  memory(): TraceMemory;
  end(): Promise<void>;
}

const WITHIN_MS = 300_000;
const LOOK_EVERY_MS = 20;

/** The product as built, served to a browser in which it stands open with nothing in it yet. */
export async function openDynoPage(dataFolder: string): Promise<DynoPage> {
  const served = await serve(dataFolder);
  const browser = await openBrowser();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript(CHART_WATCH);
  await page.goto(served.url);
  await page.getByRole('navigation').first().waitFor();
  const line = await openLine(context, served.url);
  const origin = new URL(served.url).origin;
  const hostBefore = shareBytes(served.pid);

  const untilReady = async (id: string, began: number): Promise<OpenedTrace> => {
    for (;;) {
      const { info, progress } = await line.remote.getTrace(id);
      if (info !== null)
        return { id, chartMs: Number.NaN, readyMs: performance.now() - began, spans: info.spans };
      if (progress?.error) throw new Error(`${progress.error.message} (${progress.error.subject})`);
      if (performance.now() - began > WITHIN_MS) throw new Error('The trace was not read in time.');
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  };
  return {
    page,
    async open(path) {
      await page.goto(`${origin}/#/`);
      const began = performance.now();
      const { id } = await line.remote.openTrace({ path });
      await page.goto(`${origin}/#/traces/${id}`);
      const [chartMs, ready] = await Promise.all([untilDrawn(page, began, WITHIN_MS), untilReady(id, began)]);
      return { ...ready, chartMs };
    },
    memory() {
      const importers = descendants(served.pid).filter(({ command }) => /importer\.(js|ts)/.test(command));
      const pages = pageProcesses();
      const pageBytes = sumOf(pages, shareBytes);
      const importerBytes = sumOf(
        importers.map(({ pid }) => pid),
        shareBytes,
      );
      const hostBytes = shareBytes(served.pid) - hostBefore;
      const allBytes = pageBytes + importerBytes + hostBytes;
      return { pageBytes, pageOwnBytes: sumOf(pages, ownBytes), importerBytes, hostBytes, allBytes };
    },
    async end() {
      line.close();
      await browser.close();
      await served.end();
    },
  };
}
