import { expect, test } from '../test.ts';
import { runDemo } from '../command-line.ts';

test('a run’s graph is laid out in its worker, searched, and told in words', async ({
  dataFolder,
  launch,
}) => {
  const id = await runDemo(dataFolder);
  const { page } = await launch();
  await page.goto(new URL(`#/runs/${id}?tab=graph`, page.url()).href);
  const picture = page.locator('canvas[data-boxes]');
  await expect(picture).toHaveAttribute('data-boxes', /^[1-9]\d*$/);

  await page.getByRole('searchbox', { name: 'Find nodes' }).fill('gemm');
  await page.getByRole('button', { name: 'Next hit' }).click();
  const detail = page.getByRole('complementary', { name: 'Selected in the graph' });
  await expect(detail.getByRole('heading', { name: 'Gemm', level: 2 })).toBeVisible();
  await expect(detail).toContainText('weight');

  await page.getByRole('button', { name: 'Outline' }).click();
  await expect(page.getByRole('treeitem', { selected: true })).toContainText('Gemm');

  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Graph menu' }).click();
  await page.getByRole('menuitem', { name: 'Save the whole graph as SVG' }).click();
  expect((await saved).suggestedFilename()).toMatch(/\.svg$/);
});
