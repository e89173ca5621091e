import { expect, test } from '../test.ts';
import { runDemo } from '../command-line.ts';

test('two runs are compared in a sentence, a table and one picture', async ({ dataFolder, launch }) => {
  const a = await runDemo(dataFolder, '--name', 'one');
  const b = await runDemo(dataFolder, '--name', 'two', '--batch', '8');
  const { page } = await launch();
  await page.getByRole('link', { name: 'Runs' }).click();
  await page.getByRole('checkbox', { name: 'Select one' }).click();
  await page.getByRole('checkbox', { name: 'Select two' }).click();
  await page.getByRole('region', { name: 'Selected runs' }).getByRole('button', { name: 'Compare' }).click();
  await page.waitForURL(/#\/compare\?/);
  expect(page.url()).toContain(a);
  expect(page.url()).toContain(b);
  await expect(page.getByRole('status', { name: 'Verdict' })).toContainText(/\w+/);
  await expect(
    page.getByRole('region', { name: 'Metrics' }).getByRole('row', { name: /^p50 \(median\)/ }),
  ).toContainText(/\d (ns|µs|ms).*\d (ns|µs|ms)/);
  await expect(page.getByRole('figure', { name: /^Distribution/ })).toBeVisible();
});

test('deleted runs come back by Undo, and stay away without it', async ({ dataFolder, launch }) => {
  await runDemo(dataFolder, '--name', 'kept');
  await runDemo(dataFolder, '--name', 'dropped');
  const dyno = await launch();
  const row = (name: string) => dyno.page.getByRole('row', { name: new RegExp(`Select ${name} `) });
  await dyno.page.getByRole('link', { name: 'Runs' }).click();
  for (const name of ['kept', 'dropped']) {
    await dyno.page.getByRole('checkbox', { name: `Select ${name}` }).click();
    await dyno.page
      .getByRole('region', { name: 'Selected runs' })
      .getByRole('button', { name: 'Delete' })
      .click();
    await expect(row(name)).toBeHidden();
    if (name === 'kept') {
      await dyno.page.getByRole('button', { name: 'Undo' }).click();
      await expect(row(name)).toBeVisible();
      // It comes back selected or not: the next one is to be alone.
      const selected = dyno.page.getByRole('button', { name: 'Clear selection' });
      if (await selected.isVisible()) await selected.click();
    }
  }
  await dyno.relaunch();
  await dyno.page.getByRole('link', { name: 'Runs' }).click();
  await expect(row('kept')).toBeVisible();
  await expect(row('dropped')).toBeHidden();
});

test('a run of the command line appears in the open page by itself', async ({ dyno, dataFolder }) => {
  await dyno.page.getByRole('link', { name: 'Runs' }).click();
  await expect(dyno.page.getByText('No runs yet')).toBeVisible();
  await runDemo(dataFolder, '--name', 'from outside');
  await expect(dyno.page.getByRole('row', { name: /Select from outside done/ })).toBeVisible();
});
