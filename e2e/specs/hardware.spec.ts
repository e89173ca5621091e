import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../test.ts';
import { runDemo } from '../command-line.ts';

/** Starting the sampler and looking around takes a moment on a busy machine. */
const FIRST_READINGS = { timeout: 30_000 };
/** Under half a minute by itself; other tests' programs may be busy beside it. */
const CEILINGS = { timeout: 90_000 };

async function open(page: Page, hash: string): Promise<void> {
  await page.evaluate(`location.hash = '${hash}'`);
  await expect(page.getByRole('heading', { name: 'Hardware', level: 1 })).toBeVisible();
}

/** By its chart: the rest of a row's words change as it is read. */
function row(page: Page, title: string): Locator {
  return page
    .getByRole('row')
    .filter({ has: page.getByRole('img', { name: `${title} over time`, exact: true }) });
}

test('processor and memory are read live, with the sampler’s own cost beside them', async ({ dyno }) => {
  const { page } = dyno;
  await page.getByRole('link', { name: 'Hardware' }).click();
  await expect(row(page, 'CPU').getByRole('cell', { name: /^\d+(\.\d)? %$/ })).toHaveCount(4, FIRST_READINGS);
  await expect(row(page, 'Memory used')).toContainText(/\d [KMGT]iB/, FIRST_READINGS);
  await expect(page.getByRole('main')).toContainText(/sampler \d.* of a core/, FIRST_READINGS);
  // What is not here says why, instead of showing a zero.
  const sources = page.getByRole('table', { name: 'Sources of hardware readings' });
  await expect(sources.getByRole('row', { name: /^reading/ }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: 'Go on' })).toBeVisible();
});

test('a lowered threshold opens an alert, which is shown everywhere and can be acknowledged', async ({
  dyno,
}) => {
  const { page } = dyno;
  await open(page, '#/hardware/alerts');
  await page.getByRole('button', { name: 'Change the threshold of Memory', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Threshold of Memory' });
  await dialog.getByLabel('Limit', { exact: true }).fill('0.1');
  await dialog.getByRole('button', { name: 'Save' }).click();
  const alert = page
    .getByRole('list', { name: 'Alerts, open ones first' })
    .getByRole('listitem')
    .filter({ hasText: /^\w+Memory/ });
  await expect(alert).toContainText('above the limit of 0.1 %', FIRST_READINGS);
  await expect(page.getByRole('link', { name: /open alerts?$/ })).toBeVisible();
  await alert.getByRole('button', { name: /^Acknowledge/ }).click();
  await expect(alert).toContainText('acknowledged');
  await page.getByRole('button', { name: 'Default of Memory', exact: true }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Memoryabove 85 %' })).toBeVisible();
});

test('a recording is made, opened again and summed up, deleted and brought back', async ({ dyno }) => {
  const { page } = dyno;
  await open(page, '#/hardware/recordings');
  await page.getByRole('main').getByRole('button', { name: 'Record…' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Record the hardware' });
  await dialog.getByLabel('Name').fill('two seconds');
  await dialog.getByRole('button', { name: 'Start recording' }).click();
  await expect(page.getByRole('button', { name: /^Stop recording 0:0[2-9]/ })).toBeVisible(FIRST_READINGS);
  await page.getByRole('button', { name: /^Stop recording/ }).click();

  await page.getByRole('link', { name: 'two seconds' }).click();
  await page.waitForURL(/#\/hardware\/recordings\/.+/);
  const summary = page.getByRole('table', { name: 'Summary of every metric' });
  await expect(summary.getByRole('row', { name: /CPU \d/ })).toContainText(/\d %/);
  await expect(page.getByRole('img', { name: /^CPU over time/ })).toBeVisible();

  const again = await dyno.relaunch();
  await open(again, '#/hardware/recordings');
  await again.getByRole('button', { name: 'Delete two seconds' }).click();
  await expect(again.getByText('Nothing was recorded yet')).toBeVisible();
  await again.getByRole('button', { name: 'Undo' }).click();
  await expect(again.getByRole('link', { name: 'two seconds' })).toBeVisible();
});

test('a run shows the hardware beneath it, and how far the clocks agree', async ({ dataFolder, launch }) => {
  const id = await runDemo(dataFolder, '--iterations', '200000');
  const { page } = await launch();
  await page.evaluate(`location.hash = '#/runs/${id}'`);
  await expect(page.getByRole('img', { name: /^CPU over time/ })).toBeVisible();
  await expect(page.getByRole('img', { name: /^Memory over time/ })).toBeVisible();
  await expect(page.getByRole('main')).toContainText(/clocks? agrees? within ±/);
});

test('the ceilings are measured and drawn, or it says what is missing and what to do', async ({ dyno }) => {
  test.setTimeout(150_000);
  const { page } = dyno;
  await open(page, '#/hardware/ceilings');
  await page.getByRole('button', { name: 'Measure the ceilings' }).click();
  const drawn = page.getByRole('img', { name: /can do at most/ }).first();
  const missing = page.getByRole('alert').filter({ hasText: /addon/ });
  await expect(drawn.or(missing)).toBeVisible(CEILINGS);
});
