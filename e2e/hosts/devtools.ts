import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import type { Ending } from './host.ts';

/** Chromium writes the port of its DevTools into its profile: the same file under Electron and under the double. */
const portFile = (dataFolder: string): string => join(dataFolder, 'desktop', 'DevToolsActivePort');

export function forgetPort(dataFolder: string): void {
  rmSync(portFile(dataFolder), { force: true });
}

export async function attach(
  dataFolder: string,
  exited: Promise<Ending>,
  errors: () => string,
): Promise<{ readonly browser: Browser; readonly page: Page }> {
  let ending: Ending | null = null;
  void exited.then((end) => (ending = end));
  const port = await until(
    () => readPort(dataFolder),
    () => {
      if (ending)
        throw new Error(
          `The program ended (${JSON.stringify(ending)}) before its window opened:\n${errors()}`,
        );
    },
  );
  for (let tries = 0; tries < 10; tries += 1) {
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    const page = await firstPage(browser);
    if (page) return { browser, page };
    // Attached in the moment between a crash and the new page: the runner has dropped it then.
    await browser.close();
  }
  throw new Error(`The window shows no page:\n${errors()}`);
}

async function firstPage(browser: Browser): Promise<Page | null> {
  try {
    const [context] = browser.contexts();
    const page = context?.pages()[0] ?? (await context?.waitForEvent('page', { timeout: 2000 }));
    await page?.waitForURL(/^(dyno:\/\/app|https:\/\/app\.dyno\.double)\//, { timeout: 5000 });
    return page ?? null;
  } catch {
    return null;
  }
}

function readPort(dataFolder: string): string | null {
  try {
    return readFileSync(portFile(dataFolder), 'utf8').split('\n')[0] || null;
  } catch {
    return null;
  }
}

async function until<T>(look: () => T | null, check: () => void): Promise<T> {
  for (let tries = 0; tries < 600; tries += 1) {
    const found = look();
    if (found !== null) return found;
    check();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('No window opened within 30 s.');
}
