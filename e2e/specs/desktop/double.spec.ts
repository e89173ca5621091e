import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../../test.ts';
import { startDouble, type DoubleProcess } from '../../hosts/electron-double.ts';

/** The smallest application that opens a window with a preload and a policy. */
const MAIN = `
import { join } from 'node:path';
import { app, BrowserWindow, ipcMain, protocol, session } from 'electron';
const folder = import.meta.dirname;
protocol.registerSchemesAsPrivileged([{ scheme: 'tiny', privileges: { standard: true, secure: true } }]);
app.setPath('userData', join(folder, 'profile'));
ipcMain.on('said', (event, words) => {
  globalThis.said = words;
  globalThis.frame = event.senderFrame;
});
app.whenReady().then(async () => {
  const headers = { 'content-type': 'text/html', 'content-security-policy': "script-src 'none'" };
  session.defaultSession.protocol.handle('tiny', () => new Response('<!doctype html>', { headers }));
  const window = new BrowserWindow({ webPreferences: { preload: join(folder, 'preload.cjs') } });
  await window.loadURL('tiny://app/');
  globalThis.loaded = true;
});`;

async function startTiny(folder: string, preload: string): Promise<DoubleProcess> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "main": "main.js", "version": "1.0.0" }');
  writeFileSync(join(folder, 'main.js'), MAIN);
  writeFileSync(join(folder, 'preload.cjs'), preload);
  return startDouble(folder, [], {});
}

const said = (program: DoubleProcess) =>
  program.evaluate(() => (globalThis as { said?: unknown }).said ?? null, null);

/** Tries each line by itself and reports what came of it. */
const attempts = (lines: readonly string[]): string => `
const { contextBridge, ipcRenderer, webUtils } = require('electron');
const came = [${lines.map((line) => `() => { ${line} }`).join(', ')}].map((attempt) => {
  try {
    attempt();
    return 'worked';
  } catch (error) {
    return String(error.message);
  }
});
ipcRenderer.send('said', came);`;

test.describe('the double in a real page refuses what Electron would refuse', () => {
  let program: DoubleProcess | null = null;
  test.afterEach(async () => {
    program?.kill();
    await program?.exited;
  });

  test('what a sandboxed preload may not load, bridge or send', async ({ dataFolder }) => {
    const cases: readonly (readonly [line: string, outcome: RegExp])[] = [
      ["require('node:fs')", /module not found: node:fs/],
      ["require('./other.cjs')", /module not found/],
      ["require('child_process')", /module not found/],
      ["require('events')", /not implemented/],
      ["require('electron').shell", /electron in a preload.shell is not implemented/],
      ['ipcRenderer.sendSync', /ipcRenderer.sendSync is not implemented/],
      ["contextBridge.exposeInMainWorld('a', new (class Thing {})())", /plain objects, not a Thing/],
      ["contextBridge.exposeInMainWorld('b', { deep: new Map() })", /plain objects, not a Map: b.deep/],
      ["contextBridge.exposeInMainWorld('c', { deep: Symbol('x') })", /no symbols: c.deep/],
      ["contextBridge.exposeInMainWorld('d', { [Symbol('x')]: 1 })", /no symbols: d/],
      ["ipcRenderer.send('x', () => 1)", /could not be cloned/],
      ["ipcRenderer.send('x', document)", /could not be cloned/],
      ["webUtils.getPathForFile({ name: 'x' })", /wants a File/],
      ["contextBridge.exposeInMainWorld('fine', { add: (a, b) => a + b, list: [1] })", /^worked$/],
    ];
    program = await startTiny(join(dataFolder, 'app'), attempts(cases.map(([line]) => line)));
    const started = program;
    await expect.poll(() => said(started)).toHaveLength(cases.length);
    const outcomes = (await said(started)) as readonly string[];
    cases.forEach(([line, outcome], index) => expect(outcomes[index], line).toMatch(outcome));
  });

  test('a preload that fails is told of and leaves the page without a bridge', async ({ dataFolder }) => {
    program = await startTiny(join(dataFolder, 'app'), "require('node:fs')");
    const { errors } = program;
    await expect.poll(errors).toContain('Unable to load preload script');
    expect(errors()).toContain('module not found: node:fs');
  });

  test('a preload that is an ES module opens no window', async ({ dataFolder }) => {
    program = await startTiny(join(dataFolder, 'app'), "import { ipcRenderer } from 'electron';");
    expect((await program.exited).code).not.toBe(0);
    expect(program.errors()).toContain('the preload is no CommonJS script');
  });

  test('a page gets copies of plain data and ports, and nothing else', async ({ dataFolder }) => {
    program = await startTiny(join(dataFolder, 'app'), attempts(['Object.freeze({})']));
    const started = program;
    await expect.poll(() => said(started)).toEqual(['worked']);
    const outcomes = await started.evaluate(({ MessageChannelMain }) => {
      const { frame } = globalThis as unknown as { frame: Electron.WebFrameMain };
      const tries = [
        () => frame.postMessage('x', { call: () => 1 }),
        () => frame.postMessage('x', null, [new ArrayBuffer(8) as never]),
        () => frame.postMessage('x', null, [new MessageChannelMain().port1]),
      ];
      return tries.map((attempt) => {
        try {
          attempt();
          return 'worked';
        } catch (error) {
          return (error as Error).message;
        }
      });
    }, null);
    expect(outcomes[0]).toContain('could not be cloned');
    expect(outcomes[1]).toContain('only ports can be transferred');
    expect(outcomes[2]).toBe('worked');
  });

  test('an application that awaits readiness in its entry never starts', async ({ dataFolder }) => {
    const folder = join(dataFolder, 'app');
    mkdirSync(folder);
    writeFileSync(
      join(folder, 'package.json'),
      '{ "type": "module", "main": "main.js", "version": "1.0.0" }',
    );
    writeFileSync(
      join(folder, 'main.js'),
      `import { app } from 'electron';
       setTimeout(() => app.exit(app.isReady() ? 0 : 9), 500);
       await app.whenReady();`,
    );
    program = await startDouble(folder, [], {});
    expect(await program.exited).toEqual({ code: 9, signal: null });
  });
});
