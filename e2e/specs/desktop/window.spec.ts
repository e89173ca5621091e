import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../../test.ts';
import type { Dyno } from '../../launch.ts';

const place = (dyno: Dyno) =>
  dyno.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    return { ...window?.getNormalBounds(), maximized: window?.isMaximized() };
  }, null);

test('the window opens where it was, and as large', async ({ dyno }) => {
  const wanted = { x: 120, y: 64, width: 1300, height: 820 };
  await dyno.evaluate(
    ({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds),
    wanted,
  );
  await dyno.relaunch();
  expect(await place(dyno)).toEqual({ ...wanted, maximized: false });
  await dyno.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.maximize(), null);
  await dyno.relaunch();
  expect(await place(dyno)).toEqual({ ...wanted, maximized: true });
});

test('a damaged file costs the place and nothing else', async ({ dataFolder, launch }) => {
  writeFileSync(join(dataFolder, 'window.json'), '{"x": 12, "y"');
  const dyno = await launch();
  expect(await place(dyno)).toMatchObject({ width: 1440, height: 900, maximized: false });
  expect(dyno.errors()).toContain('window.json was ignored');
  await dyno.close();
  expect(JSON.parse(readFileSync(join(dataFolder, 'window.json'), 'utf8'))).toMatchObject({ width: 1440 });
});

test('a window whose display is gone comes back to one that is there', async ({ dataFolder, launch }) => {
  const elsewhere = { x: 5000, y: 200, width: 1300, height: 820, maximized: false };
  writeFileSync(join(dataFolder, 'window.json'), JSON.stringify(elsewhere));
  const dyno = await launch();
  const { x = -1, width } = await place(dyno);
  expect(width).toBe(1300);
  expect(x).toBeGreaterThanOrEqual(0);
  expect(x).toBeLessThan(1920);
});
