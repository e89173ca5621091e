import { bareIpcMain } from './ipc-main.ts';
import { bareOf } from './message-channel.ts';
import { pressInMenu } from './menu.ts';
import { fromChromium, handle, isHandled, toChromium } from './protocol.ts';
import { applyPermissions, defaultSession } from './session.ts';
import { theChromium } from './chromium.ts';
import type { CdpEvent, Chromium } from './cdp.ts';
import { pageScripts } from './preload-script.ts';
import { PreventableEvent, refusal, strict, StrictEmitter } from './strict.ts';
import { decodeWire, encodeWire } from './wire.ts';

type WindowOpenHandler = (details: { url: string }) => { action: string };

interface FromPage {
  readonly type: 'ipc' | 'port' | 'port-gone' | 'key' | 'open' | 'preload-failed';
  readonly address: string;
  readonly id: number;
  readonly channel: string;
  readonly args: string;
  readonly data: string;
  readonly message: string;
  readonly control: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  readonly key: string;
}

interface Remote {
  deliver(data: unknown): void;
  gone(): void;
}

/** The main frame; the application asks for no other. */
class WebFrameMain {
  readonly #contents: WebContents;
  readonly parent = null;
  readonly url: string;

  constructor(contents: WebContents, url: string) {
    this.#contents = contents;
    this.url = url;
  }

  postMessage(channel: string, message: unknown, transfer: readonly unknown[] = []): void {
    this.#contents.sendToPage(channel, message, transfer);
  }
}

export class WebContents extends StrictEmitter {
  readonly session = defaultSession;
  readonly #preferences: object;
  readonly #scripts: ReturnType<typeof pageScripts>;
  readonly #chromium: Chromium = theChromium();
  readonly #attached: Promise<void>;
  readonly #ports = new Map<number, Remote>();
  #lastPort = 0;
  #targetId = '';
  #sessionId = '';
  #mainFrameId = '';
  /** Numbers are used again by the next process of the page, so the unique name tells the two apart. */
  #world: { readonly id: number; readonly name: string } | null = null;
  #url = '';
  #expected: string | 'reload' | null = null;
  #openHandler: WindowOpenHandler | null = null;
  #loading: { resolve(): void; reject(error: Error): void } | null = null;
  #painted = false;
  #destroyed = false;
  self: WebContents = this;
  onFirstPaint: () => void = () => undefined;
  onGone: () => void = () => undefined;

  constructor(preload: string | undefined, preferences: object) {
    super('WebContents', [
      'will-navigate',
      'will-frame-navigate',
      'will-attach-webview',
      'render-process-gone',
    ]);
    this.#preferences = preferences;
    this.#scripts = pageScripts(preload);
    this.#chromium.on('event', this.#onEvent);
    this.#attached = this.#attach();
    this.#attached.catch((error: unknown) => this.#complain('the window could not be opened', error));
  }

  get attached(): Promise<void> {
    return this.#attached;
  }

  get targetId(): string {
    return this.#targetId;
  }

  getURL(): string {
    return this.#url;
  }

  getLastWebPreferences(): object {
    return structuredClone(this.#preferences);
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#openHandler = handler;
  }

  async loadURL(address: string): Promise<void> {
    await this.#attached;
    await applyPermissions(this.#chromium, address);
    const loaded = new Promise<void>((resolve, reject) => (this.#loading = { resolve, reject }));
    this.#expected = toChromium(address);
    const { errorText } = await this.#send('Page.navigate', { url: toChromium(address) });
    if (errorText) throw new Error(`${String(errorText)} loading '${address}'`);
    await loaded;
  }

  reload(): void {
    this.#expected = 'reload';
    this.#send('Page.reload').catch((error: unknown) => this.#complain('reload', error));
  }

  forcefullyCrashRenderer(): void {
    this.#send('Page.crash').catch(() => undefined);
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#chromium.off('event', this.#onEvent);
    this.#losePorts();
    void this.#attached
      .then(() => this.#chromium.send('Target.closeTarget', { targetId: this.#targetId }))
      .catch(() => undefined);
  }

  sendToPage(channel: string, message: unknown, transfer: readonly unknown[]): void {
    const given = transfer.map(bareOf);
    const data = encodeWire(structuredClone(message));
    if (this.#world === null)
      throw new Error('Render frame was disposed before WebFrameMain could be accessed');
    const ports = given.map((port) => {
      const id = (this.#lastPort += 1);
      const far = port.sendAway({
        deliver: (content) => this.#tell({ type: 'port', id, data: encodeWire(content) }),
        gone: () => {
          if (this.#ports.delete(id)) this.#tell({ type: 'port-gone', id });
        },
      });
      this.#ports.set(id, far);
      return id;
    });
    this.#tell({ type: 'ipc', channel, data, ports });
  }

  #tell(message: object): void {
    if (this.#world === null) return;
    this.#send('Runtime.callFunctionOn', {
      functionDeclaration: '(message) => electronDoubleTakes(message)',
      executionContextId: this.#world.id,
      arguments: [{ value: message }],
    }).catch(() => undefined); // the page went in between, and its ports with it
  }

  #send(method: string, params: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    return this.#chromium.send(method, params, this.#sessionId);
  }

  async #attach(): Promise<void> {
    const { targetId } = await this.#chromium.send('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
    });
    this.#targetId = String(targetId);
    const { sessionId } = await this.#chromium.send('Target.attachToTarget', { targetId, flatten: true });
    this.#sessionId = String(sessionId);
    const { world, binding, page, preload } = this.#scripts;
    const { frameTree } = await this.#send('Page.getFrameTree');
    this.#mainFrameId = (frameTree as { frame: { id: string } }).frame.id;
    await Promise.all([
      this.#send('Page.enable'),
      this.#send('Page.setLifecycleEventsEnabled', { enabled: true }),
      this.#send('Runtime.enable'),
      this.#send('Debugger.enable'),
      this.#send('Runtime.addBinding', { name: binding, executionContextName: world }),
      this.#send('Page.addScriptToEvaluateOnNewDocument', { source: page }),
      this.#send('Page.addScriptToEvaluateOnNewDocument', { source: preload, worldName: world }),
      this.#send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      this.#chromium.send('Target.setDiscoverTargets', { discover: true }),
    ]);
  }

  readonly #onEvent = ({ method, params, sessionId }: CdpEvent): void => {
    if (sessionId === undefined) this.#onBrowserEvent(method, params);
    else if (sessionId === this.#sessionId) this.#onPageEvent(method, params);
  };

  #onBrowserEvent(method: string, params: Record<string, unknown>): void {
    if (method === 'Target.targetDestroyed' && params['targetId'] === this.#targetId) this.onGone();
    if (method !== 'Target.targetCreated') return;
    const { targetId, openerId } = params['targetInfo'] as { targetId: string; openerId?: string };
    // By other ways than open() and links. The handler was asked at Page.windowOpen, and only "deny" is implemented.
    if (openerId === this.#targetId)
      this.#chromium.send('Target.closeTarget', { targetId }).catch(() => undefined);
  }

  #onPageEvent(method: string, params: Record<string, unknown>): void {
    if (method === 'Runtime.bindingCalled') this.#onBinding(params);
    else if (method === 'Fetch.requestPaused') {
      this.#onRequest(params as unknown as PausedRequest).catch((error: unknown) =>
        this.#complain('a request', error),
      );
    } else if (method === 'Runtime.executionContextCreated') this.#onWorld(params);
    else if (method === 'Runtime.executionContextDestroyed') {
      if (params['executionContextUniqueId'] === this.#world?.name) this.#losePage();
    } else if (method === 'Runtime.executionContextsCleared') this.#losePage();
    else if (method === 'Inspector.targetCrashed') this.#onCrash();
    else if (method === 'Debugger.paused') {
      this.#onPaused(params).catch((error: unknown) => this.#complain('a file’s path', error));
    } else if (method === 'Page.windowOpen') this.#onWindowOpen(String(params['url']));
    else if (method === 'Page.frameNavigated') this.#onNavigated(params);
    else if (method === 'Page.loadEventFired') {
      this.#loading?.resolve();
      this.#loading = null;
    } else if (method === 'Page.lifecycleEvent' && params['name'] === 'firstPaint') this.#onPaint();
  }

  #onNavigated(params: Record<string, unknown>): void {
    const frame = params['frame'] as { id: string; parentId?: string; url: string; urlFragment?: string };
    if (frame.parentId === undefined) this.#url = fromChromium(frame.url) + (frame.urlFragment ?? '');
  }

  #onPaint(): void {
    if (this.#painted || this.#url === '') return;
    this.#painted = true;
    this.onFirstPaint();
  }

  #onWorld(params: Record<string, unknown>): void {
    const { id, uniqueId, name, auxData } = params['context'] as {
      id: number;
      uniqueId: string;
      name: string;
      auxData: { frameId?: string };
    };
    if (name !== this.#scripts.world || auxData.frameId !== this.#mainFrameId) return;
    this.#losePage();
    this.#world = { id, name: uniqueId };
  }

  #onBinding(params: Record<string, unknown>): void {
    const message = JSON.parse(String(params['payload'])) as FromPage;
    if (params['executionContextId'] !== this.#world?.id) return;
    if (message.type === 'ipc') {
      const senderFrame = strict('WebFrameMain', new WebFrameMain(this, this.#url));
      const args = decodeWire(message.args) as unknown[];
      bareIpcMain.emit(message.channel, { sender: this.self, senderFrame, ports: [] }, ...args);
    } else if (message.type === 'port') this.#ports.get(message.id)?.deliver(decodeWire(message.data));
    else if (message.type === 'port-gone') {
      const port = this.#ports.get(message.id);
      this.#ports.delete(message.id);
      port?.gone();
    } else if (message.type === 'key') {
      const { control, shift, alt, meta, key } = message;
      pressInMenu({ control, shift, alt, meta, key });
    } else if (message.type === 'open') this.#onWindowOpen(message.address);
    else this.#complain('Unable to load preload script', message.message);
  }

  #losePage(): void {
    this.#world = null;
    this.#losePorts();
  }

  #losePorts(): void {
    const ports = [...this.#ports.values()];
    this.#ports.clear();
    for (const port of ports) port.gone();
  }

  #onCrash(): void {
    this.#losePage();
    this.emit('render-process-gone', new PreventableEvent(), { reason: 'crashed', exitCode: 5 });
  }

  #onWindowOpen(address: string): void {
    const url = fromChromium(address);
    const answer = this.#openHandler?.({ url }) ?? { action: 'allow' };
    if (answer.action !== 'deny') throw refusal(`a window for ${url}: only "deny" is implemented`);
  }

  async #onRequest(paused: PausedRequest): Promise<void> {
    const { requestId, request, resourceType, frameId } = paused;
    if (resourceType === 'Document' && this.#isPrevented(request.url, frameId === this.#mainFrameId)) {
      await this.#send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
      return;
    }
    const address = fromChromium(request.url);
    if (address === request.url || !isHandled(address)) {
      await this.#send('Fetch.continueRequest', { requestId });
      return;
    }
    const response = await handle(address, request.method, request.headers);
    await this.#send('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    });
  }

  /** Electron asks about what a page does by itself, not about what the application loads. */
  #isPrevented(chromiumUrl: string, isMainFrame: boolean): boolean {
    if (isMainFrame && (this.#expected === 'reload' || this.#expected === chromiumUrl)) {
      this.#expected = null;
      return false;
    }
    const url = fromChromium(chromiumUrl);
    const event = new PreventableEvent({ url, isMainFrame });
    this.emit('will-frame-navigate', event);
    if (isMainFrame) this.emit('will-navigate', event);
    return event.defaultPrevented;
  }

  async #onPaused(params: Record<string, unknown>): Promise<void> {
    const [frame] = params['callFrames'] as { callFrameId: string; functionName: string }[];
    try {
      if (frame?.functionName === 'electronDoubleAsksForPath') await this.#answerPath(frame.callFrameId);
    } finally {
      await this.#send('Debugger.resume');
    }
  }

  async #answerPath(callFrameId: string): Promise<void> {
    const ask = (expression: string): Promise<Record<string, unknown>> =>
      this.#send('Debugger.evaluateOnCallFrame', { callFrameId, expression });
    const { result } = await ask('question.file');
    const { path } = await this.#send('DOM.getFileInfo', {
      objectId: (result as { objectId: string }).objectId,
    });
    await ask(`question.path = ${JSON.stringify(path)}`);
  }

  #complain(what: string, error: unknown): void {
    if (this.#destroyed) return;
    process.stderr.write(
      `electron double: ${what}: ${error instanceof Error ? (error.stack ?? '') : String(error)}\n`,
    );
  }
}

interface PausedRequest {
  readonly requestId: string;
  readonly request: {
    readonly url: string;
    readonly method: string;
    readonly headers: Record<string, string>;
  };
  readonly resourceType: string;
  readonly frameId: string;
}
