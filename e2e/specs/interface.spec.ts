import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../test.ts';
import { chooseDemo } from '../bench.ts';
import { runDemo } from '../command-line.ts';

test('everything is reached from the keyboard by way of the palette', async ({ dataFolder, launch }) => {
  const id = await runDemo(dataFolder, '--name', 'needle');
  const { page } = await launch();
  await expect(page.getByText('Connected')).toBeVisible();
  await page.keyboard.press('Control+K');
  const palette = page.getByRole('dialog', { name: 'Find' });
  await expect(palette.getByRole('option', { name: /^needle/ })).toBeVisible();
  await page.keyboard.type('needle');
  const selected = palette.getByRole('option', { selected: true });
  await expect(palette.getByRole('option', { name: /^needle/ })).toBeVisible();
  for (let presses = 0; presses < 10; presses += 1) {
    if ((await selected.textContent())?.startsWith('needle')) break;
    await page.keyboard.press('ArrowDown');
  }
  await expect(selected).toContainText('needle');
  await page.keyboard.press('Enter');
  await page.waitForURL(new RegExp(`#/runs/${id}$`));
  await expect(palette).toBeHidden();
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: /shortcuts/i })).toBeVisible();
});

test('the theme follows the choice and is remembered by the page', async ({ dyno }) => {
  const { page } = dyno;
  const background = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: 'Dark' }).click();
  const dark = await background();
  await page.getByRole('radio', { name: 'Light' }).click();
  await expect.poll(background).not.toBe(dark);
  await page.getByRole('radio', { name: 'Dark' }).click();
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  expect(await background()).toBe(dark);
});

/** It is the same page under both hosts: each looks at one theme. */
test('axe finds nothing serious on any page, light in the browser and dark on the desktop', async ({
  dataFolder,
  launch,
}, { project }) => {
  const theme = project.name === 'desktop' ? 'Dark' : 'Light';
  const a = await runDemo(dataFolder);
  const b = await runDemo(dataFolder);
  const { page } = await launch();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: theme }).click();
  await expect(page.getByText('onnxruntime-node').or(page.getByText('ONNX Runtime')).first()).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('link', { name: 'Bench' }).click();
  await expect(page.getByRole('button', { name: 'demo:mlp-tiny' })).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await chooseDemo(page, 'mlp-tiny');
  await expect(page.getByRole('button', { name: 'Start benchmark' })).toBeEnabled();
  expect(await seriousFindings(page)).toEqual([]);
  for (const [hash, word] of [
    [`#/bench/${a}`, 'Open run'],
    ['#/runs', 'Columns'],
    [`#/runs/${a}`, 'Compare with…'],
  ] as const) {
    await page.evaluate(`location.hash = '${hash}'`);
    await expect(page.getByRole('button', { name: word })).toBeVisible();
    expect(await seriousFindings(page), hash).toEqual([]);
  }
  for (const [hash, heading] of [
    ['#/compare/ab', 'A or B?'],
    ['#/sweep', 'Sweep'],
  ] as const) {
    await page.evaluate(`location.hash = '${hash}'`);
    await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible();
    expect(await seriousFindings(page), hash).toEqual([]);
  }
  for (const [hash, ready] of [
    ['#/hardware', page.getByRole('img', { name: 'CPU over time', exact: true })],
    ['#/hardware/alerts', page.getByRole('list', { name: 'Thresholds' })],
    ['#/hardware/recordings', page.getByText('Nothing was recorded yet')],
    ['#/hardware/ceilings', page.getByRole('button', { name: 'Measure the ceilings' })],
  ] as const) {
    await page.evaluate(`location.hash = '${hash}'`);
    await expect(ready).toBeVisible({ timeout: 30_000 });
    expect(await seriousFindings(page), hash).toEqual([]);
  }
  await page.evaluate(`location.hash = '#/compare?a=${a}&b=${b}'`);
  await expect(page.getByRole('region', { name: 'Metrics' })).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
});

async function seriousFindings(page: Page): Promise<readonly string[]> {
  // The other mode opens a second page, which a desktop window has no place for.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}
