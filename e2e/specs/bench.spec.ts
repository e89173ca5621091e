import { expect, test } from '../test.ts';
import { chooseDemo, expectMeasuring, start, startLongRun, status } from '../bench.ts';
import { killWorkers } from '../worker-processes.ts';

test('a demo model is measured live, stored, and there again after a restart', async ({ dyno }) => {
  await chooseDemo(dyno.page, 'mlp-tiny');
  const id = await start(dyno.page);
  await expect(status(dyno.page, 'done')).toBeVisible({ timeout: 30_000 });
  await expect(dyno.page.getByRole('group', { name: 'Median (p50)' })).toContainText(/\d (ns|µs|ms)/);

  const page = await dyno.relaunch();
  await page.getByRole('link', { name: 'Runs' }).click();
  const row = page.getByRole('row', { name: /^Select mlp-tiny .* done / });
  await expect(row).toContainText(/\d (ns|µs|ms)/);
  await row.getByRole('link').click();
  await page.waitForURL(new RegExp(`#/runs/${id}$`));
  await expect(page.getByRole('figure', { name: /^Distribution/ })).toBeVisible();
});

test('a page that is loaded again in the middle of a run finds it going on; stopping keeps what was measured', async ({
  dyno,
}) => {
  const id = await startLongRun(dyno.page);
  await dyno.page.reload();
  await expectMeasuring(dyno.page);
  await dyno.page.evaluate(`location.hash = '#/runs'`);
  await expect(dyno.page.getByRole('row', { name: /^Select mlp-tiny .* running / })).toBeVisible();
  await dyno.page.evaluate(`location.hash = '#/bench/${id}'`);
  await dyno.page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(status(dyno.page, 'stopped')).toBeVisible();
  await expect(dyno.page.getByRole('region', { name: 'Result' })).toContainText(/\d (ns|µs|ms)/);
});

test('a run whose worker is killed is stored as crashed with what it had, and the next one works', async ({
  dyno,
}) => {
  test.skip(process.platform !== 'linux', 'finds the process by /proc');
  await startLongRun(dyno.page);
  const killed = killWorkers(dyno.started.pid);
  expect(killed).toBe(1);
  await expect(status(dyno.page, 'crashed')).toBeVisible();
  await expect(dyno.page.getByRole('region', { name: 'Result' })).toContainText(/\d (ns|µs|ms)/);
  await dyno.page.evaluate(`location.hash = '#/bench'`);
  await dyno.page.getByRole('button', { name: 'Change model' }).click();
  await chooseDemo(dyno.page, 'cnn-tiny');
  await dyno.page.getByRole('radio', { name: 'Quick look' }).click();
  await start(dyno.page);
  await expect(status(dyno.page, 'done')).toBeVisible({ timeout: 40_000 });
});
