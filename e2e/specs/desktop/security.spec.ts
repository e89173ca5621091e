import { expect, test } from '../../test.ts';

test('the page has no Node and one word of ours', async ({ dyno }) => {
  const found = await dyno.page.evaluate(`[
    typeof require, typeof process, typeof module, typeof Buffer,
    Object.keys(dynoDesktop).join(), Object.isFrozen(dynoDesktop),
    dynoDesktop.pathForFile({}),
  ]`);
  expect(found).toEqual(['undefined', 'undefined', 'undefined', 'undefined', 'pathForFile', true, '']);
});

test('the window is opened with every safeguard on', async ({ dyno }) => {
  const preferences = await dyno.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as Electron.WebContents & {
      getLastWebPreferences(): Electron.WebPreferences;
    };
    return contents.getLastWebPreferences();
  }, null);
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    nodeIntegrationInWorker: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
  });
});

test('the policy runs no inline script, no eval and nothing from elsewhere', async ({ dyno }) => {
  const blocked = await dyno.page.evaluate(`new Promise((resolve) => {
    const seen = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
      seen.push(effectiveDirective);
      if (seen.length === 4) resolve(seen.sort());
    });
    const inline = document.createElement('script');
    inline.textContent = 'window.inlineRan = true';
    document.head.append(inline);
    const foreign = document.createElement('script');
    foreign.src = 'https://example.com/x.js';
    document.head.append(foreign);
    const frame = document.createElement('iframe');
    frame.src = 'https://example.com/';
    document.body.append(frame);
    fetch('https://example.com/').catch(() => undefined);
  })`);
  expect(blocked).toEqual(['connect-src', 'frame-src', 'script-src-elem', 'script-src-elem']);
  expect(await dyno.page.evaluate('window.inlineRan === undefined')).toBe(true);
  // Later, since what the test runner evaluates itself is exempt.
  const evaluated = await dyno.page.evaluate(`new Promise((resolve) => setTimeout(() => {
    try { resolve((0, eval)('1')); } catch (error) { resolve(error.name); }
  }))`);
  expect(evaluated).toBe('EvalError');
});

test('the scheme serves the interface and nothing beside it', async ({ dyno }) => {
  const statuses = await dyno.page.evaluate(`Promise.all([
    '/index.html', '/nothing-here.js', '/..%2f..%2fpackage.json', '/%2e%2e/main/index.js', '/..%5c..%5cpackage.json', '/%00',
  ].map((path) => fetch(path).then(({ status }) => status)))`);
  expect(statuses).toEqual([200, 404, 403, 404, 403, 403]);
  expect(
    await dyno.page.evaluate(`fetch('/index.html', { method: 'POST' }).then(({ status }) => status)`),
  ).toBe(405);
});

test('permissions are refused, all but text on the clipboard', async ({ dyno }) => {
  const states = await dyno.page.evaluate(`Promise.all(
    ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi', 'clipboard-write']
      .map((name) => navigator.permissions.query({ name }).then(({ state }) => state)))`);
  expect(states).toEqual(['denied', 'denied', 'denied', 'denied', 'denied', 'denied', 'granted']);
});

test('the page stays where it is; only known sites open, and outside', async ({ dyno }) => {
  const address = dyno.page.url();
  await dyno.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = (url) => {
      opened.push(url);
      return Promise.resolve();
    };
  }, null);
  const opened = () => dyno.evaluate(() => (globalThis as { opened?: string[] }).opened ?? [], null);
  await dyno.page.evaluate(`void (location.href = 'https://example.com/away')`);
  await dyno.page.evaluate(`void open('https://example.com/popup')`);
  await dyno.page.evaluate(`void (location.href = 'https://onnxruntime.ai/docs/')`);
  await expect.poll(opened).toEqual(['https://onnxruntime.ai/docs/']);
  await dyno.page.evaluate(`void open('https://github.com/onnx/onnx')`);
  await expect.poll(opened).toEqual(['https://onnxruntime.ai/docs/', 'https://github.com/onnx/onnx']);
  expect(dyno.page.url()).toBe(address);
  expect(await dyno.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, null)).toBe(1);
  await expect.poll(() => dyno.page.context().pages().length).toBe(1);
});

test('no web view is attached and no frame goes elsewhere', async ({ dyno }) => {
  const prevented = await dyno.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const isPrevented = (name: 'will-attach-webview' | 'will-frame-navigate', url: string): boolean => {
      let answer = false;
      const event = {
        url,
        preventDefault: () => {
          answer = true;
        },
      };
      contents?.emit(name, event, {}, {});
      return answer;
    };
    return [
      isPrevented('will-attach-webview', ''),
      isPrevented('will-frame-navigate', 'https://example.com/'),
      isPrevented('will-frame-navigate', 'dyno://app/index.html'),
    ];
  }, null);
  expect(prevented).toEqual([true, true, false]);
});

test('a port is given to the application’s own page alone', async ({ dyno }) => {
  const given = await dyno.evaluate(({ ipcMain }) => {
    const asked = (url: string, parent: object | null): boolean => {
      let answered = false;
      const senderFrame = {
        url,
        parent,
        postMessage: () => {
          answered = true;
        },
      };
      ipcMain.emit('dyno:connect', { senderFrame });
      return answered;
    };
    return [
      asked('https://example.com/', null),
      asked('dyno://app.example.com/', null),
      asked('dyno://application/', null),
      asked('dyno://app/index.html', {}),
      asked('dyno://app/index.html#/runs', null),
    ];
  }, null);
  expect(given).toEqual([false, false, false, false, true]);
});
