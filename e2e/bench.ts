import { expect, type Locator, type Page } from '@playwright/test';

/** The words by which a person finds things on the Bench page. */
export async function chooseDemo(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `demo:${name}` }).click();
  await expect(page.getByRole('region', { name, exact: true })).toBeVisible();
}

export async function chooseLevel(page: Page, level: string): Promise<void> {
  await page.getByRole('radio', { name: level, exact: true }).click();
}

/** Returns the run's number. */
export async function start(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Start benchmark' }).click();
  await page.waitForURL(/#\/bench\/\w+$/);
  return page.url().split('/').at(-1) ?? '';
}

export function status(page: Page, word: string): Locator {
  return page.getByRole('main').getByText(word, { exact: true }).first();
}

export async function expectMeasuring(page: Page): Promise<void> {
  await expect(page.getByRole('region', { name: 'Numbers so far' })).toContainText(/\d (ns|µs|ms)/, {
    timeout: 30_000,
  });
}

/** A run that goes on until it is stopped: the level is estimated at minutes. */
export async function startLongRun(page: Page): Promise<string> {
  await chooseDemo(page, 'mlp-tiny');
  await chooseLevel(page, 'perfect');
  await page.getByRole('button', { name: /^Options/ }).click();
  await page.getByRole('spinbutton', { name: 'Warm-up' }).or(page.getByLabel('Warm-up')).first().fill('1');
  const id = await start(page);
  await expectMeasuring(page);
  return id;
}
