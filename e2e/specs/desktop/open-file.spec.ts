import type { Page } from '@playwright/test';
import { expect, test } from '../../test.ts';
import { startDouble } from '../../hosts/electron-double.ts';
import { appFolder } from '../../hosts/program.ts';
import { writeModelFile } from '../../model-file.ts';

const chosen = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

test('a model named at the start is on the bench', async ({ dataFolder, launch }) => {
  const dyno = await launch({ args: [writeModelFile(dataFolder, 'started with.onnx')] });
  await expect(chosen(dyno.page, 'started with.onnx')).toBeVisible();
});

test('a second start brings the window to the front and hands its model over', async ({
  dyno,
  dataFolder,
}) => {
  const model = writeModelFile(dataFolder, 'handed-over.onnx');
  await dyno.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.minimize();
    window?.on('focus', () => Object.assign(globalThis, { focused: true }));
  }, null);
  test.skip(dyno.runtime === 'electron', 'a second start is made with the double alone');
  const second = await startDouble(appFolder, ['--data', dataFolder, model], {});
  expect(await second.exited).toEqual({ code: 0, signal: null });
  await expect(chosen(dyno.page, 'handed-over.onnx')).toBeVisible();
  expect(
    await dyno.evaluate(({ BrowserWindow }) => {
      const windows = BrowserWindow.getAllWindows();
      return [windows.length, windows[0]?.isMinimized(), (globalThis as { focused?: boolean }).focused];
    }, null),
  ).toEqual([1, false, true]);
});

test('two data folders are two programs', async ({ dyno, dataFolder }) => {
  test.skip(dyno.runtime === 'electron', 'a second start is made with the double alone');
  const other = await startDouble(appFolder, ['--data', `${dataFolder}/other`], {});
  const opened = await other.evaluate(async ({ app, BrowserWindow }) => {
    await app.whenReady();
    while (BrowserWindow.getAllWindows().length === 0) await new Promise((resolve) => setImmediate(resolve));
    return true;
  }, null);
  expect(opened).toBe(true);
  void other.evaluate(({ app }) => app.quit(), null).catch(() => undefined);
  expect((await other.exited).code).toBe(0);
});

test('a model that the system asks for (macOS) is on the bench', async ({ dyno, dataFolder }) => {
  const model = writeModelFile(dataFolder, 'from-finder.onnx');
  await dyno.evaluate(({ app }, path) => {
    app.emit('open-file', { preventDefault: () => undefined }, path);
  }, model);
  await expect(chosen(dyno.page, 'from-finder.onnx')).toBeVisible();
});

test('a model dropped onto the window is read where it lies', async ({ dyno, dataFolder }) => {
  const model = writeModelFile(dataFolder, 'dropped.onnx');
  await expect(dyno.page.getByText('Connected')).toBeVisible();
  const devtools = await dyno.page.context().newCDPSession(dyno.page);
  const data = { items: [], files: [model], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data });
  }
  await expect(chosen(dyno.page, 'dropped.onnx')).toBeVisible();
  expect(await dyno.page.evaluate('location.hash')).toBe('#/bench');
});
