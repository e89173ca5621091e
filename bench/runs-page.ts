import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { median, milliseconds, type Figure } from './figure.ts';
import { openBrowser } from './live-page.ts';
import { serve } from './served.ts';
import { generateStore } from './store/generate.ts';

const IN_PAGE = join(import.meta.dirname, 'runs-in-page.js');
const SIZES = [
  { runs: 10_000, samples: 20, openMs: 500, followMs: 100 },
  // "Stay usable": no figure is asked of filter and sort there, but what one feels as a pause.
  { runs: 100_000, samples: 1, openMs: 2_000, followMs: 500 },
] as const;
const OPENINGS = 5;
const STANDS_AFTER_MS = 3000;
/** As typed: letter by letter, then fields. */
const FILTERS = [
  'e',
  'en',
  'encoder',
  'encoder -stopped',
  'model:encoder p50<5ms',
  'status:done tag:nightly',
  '#week-1',
  'after:30d',
  '',
];
const SORTS = ['p50', 'Name', 'Model', 'p50', 'Name', 'When'];
const GROUPINGS = ['model', 'tag', 'version', 'none'];

/** How soon the table of many runs is there, and how fast it follows what is typed and pressed. */
export async function benchRunsPage(say: (text: string) => void): Promise<Figure[]> {
  const figures: Figure[] = [];
  const browser = await openBrowser();
  try {
    for (const size of SIZES) figures.push(...(await benchSize(browser, size, say)));
  } finally {
    await browser.close();
  }
  return figures;
}

async function benchSize(
  browser: Browser,
  { runs, samples, openMs, followMs }: (typeof SIZES)[number],
  say: (text: string) => void,
): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dyno-bench-runs-'));
  const many = runs.toLocaleString('en');
  try {
    say(`making ${many} runs`);
    generateStore(folder, { runs, samples, isWhole: false });
    const served = await serve(folder);
    try {
      const openings: Opening[] = [];
      for (let round = 0; round < OPENINGS; round += 1) {
        const { page, opening } = await open(browser, served.url);
        openings.push(opening);
        say(
          `opening ${round + 1}: rows ${milliseconds(opening.rowsMs)}, all ${milliseconds(opening.wholeMs)}`,
        );
        await page.context().close();
      }
      const within: Opening[] = [];
      for (let round = 0; round < OPENINGS; round += 1) within.push(await openWithin(browser, served.url));
      const { page } = await open(browser, served.url);
      const filters = await timeActs(page, 'dynoTypeFilter', FILTERS);
      const sorts = await timeActs(page, 'dynoSortBy', SORTS);
      const groups = await timeActs(page, 'dynoGroupBy', GROUPINGS);
      await page.context().close();
      const rows = median(openings.map(({ rowsMs }) => rowsMs));
      const whole = median(openings.map(({ wholeMs }) => wholeMs));
      return [
        {
          name: `table of ${many} runs open, from another page`,
          target: `< ${milliseconds(openMs)}`,
          measured: `${milliseconds(median(within.map(({ rowsMs }) => rowsMs)))} (all read ${milliseconds(median(within.map(({ wholeMs }) => wholeMs)))})`,
          met: median(within.map(({ rowsMs }) => rowsMs)) < openMs,
          detail: { within },
        },
        {
          name: `table of ${many} runs open, as the first page of a new browser`,
          target: `< ${milliseconds(openMs)}`,
          measured: `${milliseconds(rows)} (all read ${milliseconds(whole)})`,
          met: rows < openMs,
          detail: { openings },
        },
        slowestOf(`filter ${many} runs as typed, painted`, filters, followMs),
        slowestOf(`sort ${many} runs, painted`, sorts, followMs),
        slowestOf(`group ${many} runs, painted`, groups, followMs),
      ];
    } finally {
      await served.end();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Since navigation began, as the page itself saw it. */
interface Opening {
  readonly rowsMs: number;
  /** All pages of the list had come and were on show. */
  readonly wholeMs: number;
}

interface Act {
  readonly what: string;
  readonly ms: number;
  readonly shown: string;
}

async function open(browser: Browser, url: string): Promise<{ page: Page; opening: Opening }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript({ path: IN_PAGE });
  await page.goto(`${url}#/runs`);
  const opening = await page.evaluate(() => Reflect.get(globalThis, 'dynoRunsOpening') as Promise<Opening>);
  return { page, opening };
}

/** The window stands, and has had its time to fetch the code of the other pages. */
async function openWithin(browser: Browser, url: string): Promise<Opening> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript({ path: IN_PAGE });
  await page.goto(`${url}#/settings`);
  await page.waitForTimeout(STANDS_AFTER_MS);
  const opening = await page.evaluate(() =>
    (Reflect.get(globalThis, 'dynoOpenRuns') as () => Promise<Opening>)(),
  );
  await context.close();
  return opening;
}

async function timeActs(page: Page, name: string, inputs: readonly string[]): Promise<readonly Act[]> {
  const acts: Act[] = [];
  for (const what of inputs) {
    const done = await page.evaluate(
      ([act, input]) =>
        (Reflect.get(globalThis, act) as (input: string) => Promise<Omit<Act, 'what'>>)(input),
      [name, what] as const,
    );
    acts.push({ what, ...done });
  }
  return acts;
}

function slowestOf(name: string, acts: readonly Act[], limitMs: number): Figure {
  const slowest = acts.reduce((a, b) => (b.ms > a.ms ? b : a));
  const usual = median(acts.map(({ ms }) => ms));
  return {
    name,
    target: `< ${milliseconds(limitMs)}`,
    measured: `${milliseconds(slowest.ms)} at most (“${slowest.what}”), ${milliseconds(usual)} usually`,
    met: slowest.ms < limitMs,
    detail: { acts },
  };
}
