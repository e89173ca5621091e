import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

// Each test sees the double as it is before the application is ready, and makes it ready where it has to be.
async function fresh() {
  vi.resetModules();
  const [{ bareApp }, { default: electron }, { strict, StrictEmitter }] = await Promise.all([
    import('./app.ts'),
    import('./electron.ts'),
    import('./strict.ts'),
  ]);
  return { bareApp, electron, strict, StrictEmitter };
}

describe('what the double does not have', () => {
  it('throws by its name instead of being undefined', async () => {
    const { electron } = await fresh();
    const app = electron.app as unknown as Record<string, unknown>;
    expect(() => app['getGPUInfo']).toThrow('app.getGPUInfo is not implemented');
    expect(() => (electron as unknown as Record<string, unknown>)['powerMonitor']).toThrow(
      'electron.powerMonitor',
    );
    const window = electron.BrowserWindow as unknown as Record<string, unknown>;
    expect(() => window['fromId']).toThrow('BrowserWindow.fromId');
  });

  it('is no event that would never come', async () => {
    const { electron } = await fresh();
    expect(() => electron.app.on('gpu-info-update', () => undefined)).toThrow("app.on('gpu-info-update')");
    expect(() => electron.app.once('certificate-error', () => undefined)).toThrow('not implemented');
  });

  it('is not hidden by a subclass or a promise', async () => {
    const { strict } = await fresh();
    const thing = strict('thing', { here: 1 });
    await expect(Promise.resolve(thing)).resolves.toBe(thing);
    expect(JSON.stringify(thing)).toBe('{"here":1}');
    expect(() => (thing as unknown as { gone: number }).gone).toThrow('thing.gone');
  });
});

describe('what comes too early or too late', () => {
  it('is a window before the application is ready', async () => {
    const { electron } = await fresh();
    expect(() => new electron.BrowserWindow()).toThrow('before the application is ready');
  });

  it('are screens, utility processes and handlers before it is ready', async () => {
    const { electron } = await fresh();
    expect(() => electron.screen.getAllDisplays()).toThrow('before the application is ready');
    expect(() => electron.utilityProcess.fork('/x.js')).toThrow('before the application is ready');
    expect(() => electron.session.defaultSession.protocol.handle('dyno', () => new Response())).toThrow(
      'before',
    );
  });

  it('is a privileged scheme after it is ready', async () => {
    const { bareApp, electron } = await fresh();
    bareApp.becomeReady();
    expect(() => electron.protocol.registerSchemesAsPrivileged([])).toThrow('before app is ready');
  });

  it('is the user data folder after it is ready', async () => {
    const { bareApp, electron } = await fresh();
    bareApp.becomeReady();
    expect(() => electron.app.setPath('userData', '/x')).toThrow('before the application is ready');
  });
});

describe('schemes', () => {
  it('may not pass over the page’s policy, nor be without an origin', async () => {
    const { electron } = await fresh();
    const register = (privileges: Record<string, boolean>) =>
      electron.protocol.registerSchemesAsPrivileged([{ scheme: 'x', privileges }]);
    expect(() => register({ standard: true, secure: true, bypassCSP: true })).toThrow('"bypassCSP"');
    expect(() => register({ secure: true })).toThrow('no origin');
  });

  it('are handled once, and only when they were registered', async () => {
    const { bareApp, electron } = await fresh();
    electron.protocol.registerSchemesAsPrivileged([
      { scheme: 'dyno', privileges: { standard: true, secure: true } },
    ]);
    bareApp.becomeReady();
    const { protocol } = electron.session.defaultSession;
    protocol.handle('dyno', () => new Response());
    expect(() => protocol.handle('dyno', () => new Response())).toThrow('handled already');
    expect(() => protocol.handle('other', () => new Response())).toThrow('not registered');
  });
});

describe('windows', () => {
  it.each([
    ['contextIsolation', false],
    ['sandbox', false],
    ['nodeIntegration', true],
    ['nodeIntegrationInSubFrames', true],
    ['nodeIntegrationInWorker', true],
    ['webSecurity', false],
    ['allowRunningInsecureContent', true],
    ['experimentalFeatures', true],
    ['webviewTag', true],
    ['enableBlinkFeatures', 'X'],
  ])('have no %s: %s', async (name, value) => {
    const { bareApp, electron } = await fresh();
    bareApp.becomeReady();
    expect(() => new electron.BrowserWindow({ webPreferences: { [name]: value } })).toThrow(
      `webPreferences.${name}`,
    );
  });

  it('have no option that the double would ignore', async () => {
    const { bareApp, electron } = await fresh();
    bareApp.becomeReady();
    expect(() => new electron.BrowserWindow({ kiosk: true } as object)).toThrow('"kiosk"');
  });
});

describe('menus', () => {
  it('have no unknown role, key, accelerator or nameless entry', async () => {
    const { electron } = await fresh();
    const build = (item: object) => () => electron.Menu.buildFromTemplate([item]);
    expect(build({ role: 'speech' })).toThrow('the menu role "speech"');
    expect(build({ label: 'x', sublabel: 'y' })).toThrow('"sublabel"');
    expect(build({ label: 'x', accelerator: 'CmdOrCtrl+Banana' })).toThrow('no key that is known');
    expect(build({ label: 'x', accelerator: 'Hyper+K' })).toThrow('unknown modifier');
    expect(build({ click: () => undefined })).toThrow('needs a label');
  });

  it('answer the keys that they show', async () => {
    const { electron } = await fresh();
    const { pressInMenu } = await import('./menu.ts');
    let chosen = 0;
    const submenu = [{ label: 'x', accelerator: 'CmdOrCtrl+1', click: () => (chosen += 1) }];
    electron.Menu.setApplicationMenu(electron.Menu.buildFromTemplate([{ label: 'Menu', submenu }]));
    const keys = { control: true, shift: false, alt: false, meta: false, key: '1' };
    expect([
      pressInMenu(keys),
      pressInMenu({ ...keys, shift: true }),
      pressInMenu({ ...keys, key: '2' }),
    ]).toEqual([process.platform !== 'darwin', false, false]);
    expect(chosen).toBe(process.platform === 'darwin' ? 0 : 1);
  });
});

describe('dialogs', () => {
  it('that nobody answers are an error and not a quiet "cancel"', async () => {
    const { bareApp, electron } = await fresh();
    bareApp.becomeReady();
    await expect(electron.dialog.showOpenDialog()).rejects.toThrow('nobody answers dialog.showOpenDialog');
    await expect(electron.dialog.showMessageBox()).rejects.toThrow('nobody answers');
  });
});

describe('message ports', () => {
  it('transfer ports and nothing else', async () => {
    const { electron } = await fresh();
    const { port1 } = new electron.MessageChannelMain();
    for (const thing of [new ArrayBuffer(8), {}, new MessageChannel().port1]) {
      expect(() => port1.postMessage('x', [thing])).toThrow('only ports can be transferred');
    }
  });

  it('carry no functions and no symbols', async () => {
    const { electron } = await fresh();
    const { port1 } = new electron.MessageChannelMain();
    expect(() => port1.postMessage({ call: () => undefined })).toThrow('could not be cloned');
    expect(() => port1.postMessage(Symbol('x'))).toThrow('could not be cloned');
  });

  it('hold what arrives until they are started, copy it, and tell of the end', async () => {
    const { electron } = await fresh();
    const { port1, port2 } = new electron.MessageChannelMain();
    const numbers = Float64Array.of(1, 2);
    port1.postMessage(numbers);
    numbers[0] = 9;
    const heard: unknown[] = [];
    port2.on('message', ({ data }: { data: unknown }) => heard.push(data));
    await new Promise((resolve) => setImmediate(resolve));
    expect(heard).toEqual([]);
    port2.start();
    expect(heard).toEqual([Float64Array.of(1, 2)]);
    const closed = new Promise((resolve) => port2.on('close', () => resolve('closed')));
    port1.close();
    expect(await closed).toBe('closed');
  });

  it('go away once, and only before they are started', async () => {
    const { electron } = await fresh();
    const { bareOf } = await import('./message-channel.ts');
    const far = { deliver: () => undefined, gone: () => undefined };
    const { port1, port2 } = new electron.MessageChannelMain();
    bareOf(port2).sendAway(far);
    expect(() => bareOf(port2).sendAway(far)).toThrow('only once');
    expect(() => port2.postMessage('x')).toThrow('was transferred');
    port1.start();
    expect(() => bareOf(port1).sendAway(far)).toThrow('started');
  });
});

describe('preloads', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dyno-preload-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are no ES modules, neither by name nor by content', async () => {
    const { readPreload } = await import('./preload-script.ts');
    const file = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    expect(() => readPreload(file('a.mjs', ''))).toThrow('cannot be an ES module');
    expect(() => readPreload(file('b.cjs', "import { x } from 'electron';"))).toThrow('no CommonJS script');
    expect(() => readPreload(file('c.cjs', 'export const x = 1;'))).toThrow('no CommonJS script');
    expect(readPreload(file('d.cjs', "require('electron')"))).toContain('require');
  });
});
