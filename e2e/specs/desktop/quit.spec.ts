import { expect, test } from '../../test.ts';
import { expectMeasuring, startLongRun, status } from '../../bench.ts';
import type { Dyno } from '../../launch.ts';

const answerWith = (dyno: Dyno, response: number) =>
  dyno.evaluate(({ dialog }, index) => {
    dialog.showMessageBox = (() => {
      const counter = globalThis as { questions?: number };
      counter.questions = (counter.questions ?? 0) + 1;
      return Promise.resolve({ response: index, checkboxChecked: false });
    }) as typeof dialog.showMessageBox;
  }, response);
const questions = (dyno: Dyno) =>
  dyno.evaluate(() => (globalThis as { questions?: number }).questions ?? 0, null);
const closeWindow = (dyno: Dyno) =>
  dyno.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close(), null);

test('closing the window in the middle of a run asks; a run that is stopped so is kept', async ({ dyno }) => {
  const id = await startLongRun(dyno.page);
  await answerWith(dyno, 1);
  await closeWindow(dyno);
  await expect.poll(() => questions(dyno)).toBe(1);
  await expectMeasuring(dyno.page);

  const page = await dyno.relaunch();
  await page.evaluate(`location.hash = '#/runs/${id}'`);
  await expect(status(page, 'stopped')).toBeVisible();
});

test('without a run nothing is asked', async ({ dyno }) => {
  await answerWith(dyno, 1);
  await expect(dyno.page.getByText('Connected')).toBeVisible();
  await closeWindow(dyno).catch(() => undefined); // it may be gone before it answers
  expect(await dyno.started.exited).toEqual({ code: 0, signal: null });
});
