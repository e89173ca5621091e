import { expect, test } from '../test.ts';
import { chooseDemo, start, status } from '../bench.ts';

test('a demo model is profiled from Bench, and its operators and memory are there to look at', async ({
  dyno,
}) => {
  const { page } = dyno;
  await chooseDemo(page, 'mlp-tiny');
  await page.getByRole('switch', { name: 'Profile operators' }).click();
  await expect(page.getByText('dyno profile', { exact: false })).toBeVisible();
  const id = await start(page);
  await expect(page.getByRole('list', { name: 'Phases' })).toContainText('Profile');
  await expect(status(page, 'done')).toBeVisible({ timeout: 60_000 });

  const short = page.getByRole('region', { name: 'Where the time went' });
  await expect(short).toContainText(/\d %/);
  await short.getByRole('link', { name: /^All \d+ operators$/ }).click();
  await page.waitForURL(new RegExp(`#/runs/${id}\\?tab=operators$`));
  const table = page.getByRole('treegrid', { name: 'Operators' });
  await expect(table.getByRole('row')).not.toHaveCount(0);

  await table.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await page.waitForURL(/operator=\d+$/);
  const detail = page.getByRole('complementary', { name: 'Selected operator' });
  await expect(detail).toContainText(/Own time\s*[\d.]+ (ns|µs|ms)/);
  await page.reload();
  await expect(detail).toBeVisible();

  await page.getByRole('tab', { name: 'Memory' }).click();
  await expect(page.getByRole('figure', { name: /^Values alive/ })).toBeVisible();
  await page.goBack();
  await expect(table).toBeVisible();
});
