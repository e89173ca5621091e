import { bareApp, needReady } from './app.ts';
import { theChromium } from './chromium.ts';
import { actOnRoles } from './menu.ts';
import { onlyKnownKeys, PreventableEvent, refusal, strict, StrictEmitter } from './strict.ts';
import { WebContents } from './web-contents.ts';

interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Options extends Partial<Bounds> {
  readonly minWidth?: number;
  readonly minHeight?: number;
  readonly show?: boolean;
  readonly webPreferences?: Readonly<Record<string, unknown>>;
}

const OPTIONS = [
  'x',
  'y',
  'width',
  'height',
  'minWidth',
  'minHeight',
  'title',
  'icon',
  'show',
  'backgroundColor',
  'webPreferences',
];

/** Electron's defaults. The double has only secure pages: any other value is refused, so no test passes with it. */
const SECURE: Readonly<Record<string, boolean>> = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
};

const SCREEN: Bounds = { x: 0, y: 0, width: 1920, height: 1040 };
const windows = new Map<BrowserWindow, BrowserWindow>();
let lastId = 0;

class BrowserWindow extends StrictEmitter {
  readonly id = (lastId += 1);
  readonly #bare: WebContents;
  readonly #contents: WebContents;
  readonly #least: { readonly width: number; readonly height: number };
  #normal: Bounds;
  #state: 'normal' | 'maximized' | 'minimized' = 'normal';
  #visible: boolean;
  #destroyed = false;

  constructor(options: Options = {}) {
    needReady('BrowserWindow');
    onlyKnownKeys('BrowserWindow', options, OPTIONS);
    super('BrowserWindow', [
      'ready-to-show',
      'resize',
      'move',
      'maximize',
      'unmaximize',
      'close',
      'closed',
      'focus',
      'show',
    ]);
    const { preload, spellcheck: _, ...preferences } = options.webPreferences ?? {};
    for (const [name, value] of Object.entries(preferences)) {
      if (SECURE[name] !== value)
        throw refusal(`webPreferences.${name}: ${String(value)} is not implemented`);
    }
    this.#least = { width: options.minWidth ?? 0, height: options.minHeight ?? 0 };
    this.#normal = this.#startBounds(options);
    this.#visible = options.show ?? true;
    this.#bare = new WebContents(preload as string | undefined, { ...SECURE, ...preferences, preload });
    this.#contents = strict('WebContents', this.#bare);
    this.#bare.self = this.#contents;
    this.#bare.onFirstPaint = () => this.emit('ready-to-show');
    this.#bare.onGone = () => this.destroy();
    const self = strict('BrowserWindow', this as BrowserWindow);
    windows.set(this, self);
    bareApp.windows.add(this);
    this.#apply();
    return self;
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows.values()];
  }

  get webContents(): WebContents {
    return this.#contents;
  }

  loadURL(address: string): Promise<void> {
    return this.#bare.loadURL(address);
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  isVisible(): boolean {
    return this.#visible;
  }

  show(): void {
    this.#visible = true;
    this.emit('show');
  }

  focus(): void {
    this.emit('focus');
  }

  isMinimized(): boolean {
    return this.#state === 'minimized';
  }

  isMaximized(): boolean {
    return this.#state === 'maximized';
  }

  minimize(): void {
    this.#state = 'minimized';
  }

  restore(): void {
    this.#state = 'normal';
  }

  maximize(): void {
    this.#state = 'maximized';
    this.emit('maximize');
    this.emit('resize');
    this.#apply();
  }

  unmaximize(): void {
    this.#state = 'normal';
    this.emit('unmaximize');
    this.emit('resize');
    this.#apply();
  }

  getNormalBounds(): Bounds {
    return { ...this.#normal };
  }

  getBounds(): Bounds {
    return this.#state === 'maximized' ? { ...SCREEN } : { ...this.#normal };
  }

  setBounds(bounds: Partial<Bounds>): void {
    const before = this.#normal;
    this.#normal = this.#atLeast({ ...before, ...bounds });
    if (this.#normal.x !== before.x || this.#normal.y !== before.y) this.emit('move');
    if (this.#normal.width !== before.width || this.#normal.height !== before.height) this.emit('resize');
    this.#apply();
  }

  close(): void {
    if (this.#destroyed) return;
    const event = new PreventableEvent();
    this.emit('close', event);
    if (event.defaultPrevented) bareApp.quitPrevented();
    else this.destroy();
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    windows.delete(this);
    this.#bare.destroy();
    this.emit('closed');
    bareApp.windowClosed(this);
  }

  #startBounds({ x, y, width = 800, height = 600 }: Options): Bounds {
    const middle = { x: Math.round((SCREEN.width - width) / 2), y: Math.round((SCREEN.height - height) / 2) };
    return this.#atLeast({ x: x ?? middle.x, y: y ?? middle.y, width, height });
  }

  #atLeast(bounds: Bounds): Bounds {
    const { width, height } = this.#least;
    return { ...bounds, width: Math.max(bounds.width, width), height: Math.max(bounds.height, height) };
  }

  /** The page gets the size for real, so that it lays itself out for it. */
  #apply(): void {
    const chromium = theChromium();
    const { width, height } = this.getBounds();
    void this.#bare.attached
      .then(async () => {
        const { windowId } = await chromium.send('Browser.getWindowForTarget', {
          targetId: this.#bare.targetId,
        });
        await chromium.send('Browser.setContentsSize', { windowId, width, height });
      })
      .catch(() => undefined); // closed in between
  }
}

actOnRoles((role) => {
  const window = BrowserWindow.getAllWindows()[0];
  if (role === 'reload') window?.webContents.reload();
  else if (role === 'quit') bareApp.quit();
  else if (role === 'close') window?.close();
  else throw refusal(`choosing the menu role "${role}" is not implemented`);
});

const strictWindow = strict('BrowserWindow', BrowserWindow);
export { strictWindow as BrowserWindow };
