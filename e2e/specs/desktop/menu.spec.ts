import { expect, test } from '../../test.ts';
import type { Dyno } from '../../launch.ts';
import { writeModelFile } from '../../model-file.ts';

/**
 * Keys that a test runner makes do not reach Electron's native menu, so there the entry is chosen instead; the
 * double gives its menu every key that the page left unused.
 */
async function press(dyno: Dyno, key: string, id: string): Promise<void> {
  if (dyno.runtime === 'electron') {
    await dyno.evaluate(
      ({ Menu }, item) => void Menu.getApplicationMenu()?.getMenuItemById(item)?.click(),
      id,
    );
  } else await dyno.page.keyboard.press(key);
}

test('every page has its key in the menu', async ({ dyno }) => {
  await expect(dyno.page.getByText('Connected')).toBeVisible();
  for (const [key, id, title] of [
    ['Control+2', 'go-runs', 'Runs'],
    ['Control+3', 'go-compare', 'Compare'],
    ['Control+4', 'go-history', 'History'],
    ['Control+5', 'go-traces', 'Traces'],
    ['Control+6', 'go-hardware', 'Hardware'],
    ['Control+7', 'go-settings', 'Settings'],
    ['Control+1', 'go-bench', 'Bench'],
  ] as const) {
    await press(dyno, key, id);
    await expect(dyno.page.getByRole('heading', { name: title, level: 1 })).toBeVisible();
  }
});

test('the palette opens once by its key, whoever hears it first', async ({ dyno }) => {
  await expect(dyno.page.getByText('Connected')).toBeVisible();
  await press(dyno, 'Control+K', 'palette');
  await expect(dyno.page.getByRole('dialog')).toBeVisible();
  await dyno.page.keyboard.press('Escape');
  await expect(dyno.page.getByRole('dialog')).toBeHidden();
});

test('Open model asks with the native dialog and puts the choice on the bench', async ({
  dyno,
  dataFolder,
}) => {
  const model = writeModelFile(dataFolder, 'from-dialog.onnx');
  await dyno.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = ((_window: unknown, options: Electron.OpenDialogOptions) => {
      Object.assign(globalThis, { asked: options });
      return Promise.resolve({ canceled: false, filePaths: [path] });
    }) as typeof dialog.showOpenDialog;
  }, model);
  await expect(dyno.page.getByText('Connected')).toBeVisible();
  await press(dyno, 'Control+O', 'open-model');
  await expect(dyno.page.getByRole('region', { name: 'from-dialog.onnx', exact: true })).toBeVisible();
  expect(
    await dyno.evaluate(() => (globalThis as { asked?: Electron.OpenDialogOptions }).asked?.filters, null),
  ).toEqual([{ name: 'ONNX models', extensions: ['onnx'] }]);
});

test('a closed dialog leaves the page as it was', async ({ dyno }) => {
  await dyno.evaluate(({ dialog }) => {
    dialog.showOpenDialog = (() => {
      Object.assign(globalThis, { asked: true });
      return Promise.resolve({ canceled: true, filePaths: [] });
    }) as typeof dialog.showOpenDialog;
  }, null);
  await expect(dyno.page.getByText('Connected')).toBeVisible();
  await press(dyno, 'Control+O', 'open-model');
  await expect.poll(() => dyno.evaluate(() => (globalThis as { asked?: boolean }).asked, null)).toBe(true);
  await expect(dyno.page.getByRole('button', { name: 'demo:mlp-tiny' })).toBeVisible();
});

test('the theme changes from the menu', async ({ dyno }) => {
  await expect(dyno.page.getByText('Connected')).toBeVisible();
  const background = () => dyno.page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
  const choose = () =>
    dyno.evaluate(({ Menu }) => void Menu.getApplicationMenu()?.getMenuItemById('theme')?.click(), null);
  const before = await background();
  await expect
    .poll(async () => {
      await choose();
      return background();
    })
    .not.toBe(before);
});
