import { expect, test } from '../../test.ts';
import { expectMeasuring, startLongRun } from '../../bench.ts';
import type { Dyno } from '../../launch.ts';

const crash = (dyno: Dyno) =>
  dyno.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
  }, null);

test('a page that crashes comes back, and the run has gone on', async ({ dyno }) => {
  const id = await startLongRun(dyno.page);
  await crash(dyno);
  const page = await dyno.reattach();
  await page.waitForURL(new RegExp(`#/bench/${id}$`));
  await expectMeasuring(page);
  expect(dyno.errors()).toContain('Runs go on');
});

test('a page that keeps crashing ends in a question and not in a loop', async ({ dyno }) => {
  await dyno.evaluate(({ dialog }) => {
    dialog.showMessageBox = ((_window: unknown, options: Electron.MessageBoxOptions) => {
      Object.assign(globalThis, { asked: options.message });
      return Promise.resolve({ response: 0, checkboxChecked: false });
    }) as typeof dialog.showMessageBox;
  }, null);
  const asked = () => dyno.evaluate(() => (globalThis as { asked?: string }).asked ?? null, null);
  for (let times = 0; times < 3; times += 1) {
    await crash(dyno);
    await expect((await dyno.reattach()).getByText('Connected')).toBeVisible();
    expect(await asked()).toBeNull();
  }
  await crash(dyno);
  await expect.poll(asked).toBe('The window keeps crashing.');
  // "Load again" was the answer.
  await expect((await dyno.reattach()).getByText('Connected')).toBeVisible();
});
