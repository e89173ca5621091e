import { readFileSync } from 'node:fs';
import { tmpdir, homedir } from 'node:os';
import { join } from 'node:path';
import { PreventableEvent, refusal, strict, StrictEmitter } from './strict.ts';
import { SingleInstance } from './single-instance.ts';

/** What the window list tells the application's life, without a circle between the two files. */
interface Closable {
  /** False where a listener of "close" prevented it. */
  close(): void;
  destroy(): void;
}

class App extends StrictEmitter {
  readonly isPackaged = false;
  #resolveReady: () => void = () => undefined;
  readonly #ready = new Promise<void>((resolve) => (this.#resolveReady = resolve));
  readonly #paths = new Map<string, string>();
  readonly #instance = new SingleInstance();
  #appFolder = '';
  #isReady = false;
  #quitting = false;
  #exiting = false;
  readonly windows = new Set<Closable>();
  endBrowser: () => Promise<void> = () => Promise.resolve();

  constructor() {
    super('app', [
      'ready',
      'before-quit',
      'will-quit',
      'quit',
      'window-all-closed',
      'second-instance',
      'open-file',
      'activate',
    ]);
  }

  begin(appFolder: string): void {
    this.#appFolder = appFolder;
    this.#paths.set('userData', join(tmpdir(), `electron-double-${process.pid}`));
    this.#paths.set('home', homedir());
    this.#paths.set('temp', tmpdir());
  }

  becomeReady(): void {
    if (this.#exiting) return;
    this.#isReady = true;
    this.emit('ready', {}, {});
    this.#resolveReady();
  }

  whenReady(): Promise<void> {
    return this.#ready;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  getVersion(): string {
    const text = readFileSync(join(this.#appFolder, 'package.json'), 'utf8');
    return (JSON.parse(text) as { version: string }).version;
  }

  getPath(name: string): string {
    const path = this.#paths.get(name);
    if (path === undefined) throw refusal(`app.getPath('${name}') is not implemented`);
    return path;
  }

  setPath(name: string, path: string): void {
    if (name !== 'userData') throw refusal(`app.setPath('${name}') is not implemented`);
    if (this.#isReady) throw refusal('userData has to be set before the application is ready');
    this.#paths.set(name, path);
  }

  requestSingleInstanceLock(additionalData: unknown = {}): boolean {
    const data: unknown = structuredClone(additionalData);
    return this.#instance.claim(this.getPath('userData'), data, (argv, folder, theirs) => {
      this.emit('second-instance', new PreventableEvent(), argv, folder, theirs);
    });
  }

  quit(): void {
    if (this.#quitting || this.#exiting) return;
    const event = new PreventableEvent();
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.#quitting = true;
    for (const window of [...this.windows]) {
      window.close();
      if (!this.#quitting) return;
    }
    this.#shutDownIfDone();
  }

  /** A window's listener said no: the application stays. */
  quitPrevented(): void {
    this.#quitting = false;
  }

  windowClosed(window: Closable): void {
    this.windows.delete(window);
    if (this.windows.size > 0 || this.#exiting) return;
    if (this.#quitting) this.#shutDownIfDone();
    else if (!this.emit('window-all-closed')) this.quit();
  }

  #shutDownIfDone(): void {
    if (this.windows.size > 0) return;
    const event = new PreventableEvent();
    this.emit('will-quit', event);
    if (event.defaultPrevented) this.#quitting = false;
    else this.exit(0);
  }

  exit(code = 0): void {
    if (this.#exiting) return;
    this.#exiting = true;
    for (const window of [...this.windows]) window.destroy();
    this.emit('quit', {}, code);
    this.#instance.release();
    void this.endBrowser().finally(() => process.exit(code));
  }
}

/** For the other files of the double, which need more than the application may see. */
export const bareApp = new App();
export const app = strict('app', bareApp);

export function needReady(what: string): void {
  if (!bareApp.isReady()) throw refusal(`${what} cannot be used before the application is ready`);
}
