import { join } from 'node:path';
import type { Page } from '@playwright/test';

/** To be given to a page before it is opened. */
export const CHART_WATCH = { path: join(import.meta.dirname, 'in-page.js') };

const LOOK_EVERY_MS = 40;
const LEAST = { width: 600, height: 100 };

/**
 * Until a chart is drawn, looked at in the page and the same way for every page. Milliseconds since `began`, a time of
 * performance.now() here.
 */
export async function untilDrawn(page: Page, began: number, withinMs: number): Promise<number> {
  await page.waitForFunction(
    (least) => (Reflect.get(globalThis, 'traceChartIsDrawn') as (least: object) => boolean)(least),
    LEAST,
    { polling: LOOK_EVERY_MS, timeout: withinMs },
  );
  return performance.now() - began;
}
