/**
 * What the double adds to a page. It is text to Node: two scripts that Chromium runs before the page's own, one in
 * the page's world and one in the preload's isolated world. Everything between the two crosses as a DOM event,
 * whose detail Chromium clones, so that no object of one world is ever seen in the other.
 */

function pageWorld(secret) {
  if (window !== window.top) return;
  const build = (description) => {
    if (description.kind === 'value') return description.value;
    if (description.kind === 'function') {
      return (...args) => {
        let answer;
        const listen = (event) => (answer = event.detail);
        window.addEventListener(`${secret}:answer`, listen, { once: true });
        window.dispatchEvent(new CustomEvent(`${secret}:call`, { detail: { id: description.id, args } }));
        if (!answer) throw new Error('electron double: the preload did not answer');
        if (answer.error !== undefined) throw new Error(answer.error);
        return answer.value;
      };
    }
    const target = description.kind === 'array' ? [] : {};
    for (const [key, item] of description.entries) target[key] = build(item);
    return Object.freeze(target);
  };
  // Electron tells either end when the other one is closed, which Chromium's ports alone do not.
  const closed = `${secret}:closed`;
  window.addEventListener('message', (event) => {
    if (event.source !== window) return;
    for (const port of event.ports) {
      port.addEventListener('message', (message) => {
        if (message.data !== closed) return;
        message.stopImmediatePropagation();
        port.dispatchEvent(new Event('close'));
      });
      port.close = () => {
        port.postMessage(closed);
        MessagePort.prototype.close.call(port);
      };
    }
  });
  // Of what a handler may answer only "deny" is implemented, and then Electron's open() returns null.
  window.open = (address = '') => {
    const { href } = new URL(address, document.baseURI);
    window.dispatchEvent(new CustomEvent(`${secret}:open`, { detail: href }));
    return null;
  };
  window.addEventListener(`${secret}:expose`, (event) => {
    const { name, description } = event.detail;
    Object.defineProperty(window, name, { value: build(description), enumerable: true });
  });
}

function preloadWorld(secret, bindingName, wire, preload) {
  if (window !== window.top) return;
  const toHost = globalThis[bindingName];
  delete globalThis[bindingName];
  const tell = (message) => toHost(JSON.stringify(message));
  const refusal = (text) => new Error(`electron double: ${text}`);

  const strict = (name, object) =>
    new Proxy(object, {
      get(target, key) {
        if (typeof key === 'string' && !(key in target)) throw refusal(`${name}.${key} is not implemented`);
        return target[key];
      },
    });

  const ports = new Map();
  const openPort = (id) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => {
      if (event.ports.length > 0) throw refusal('a port sent over a port is not implemented');
      if (event.data === `${secret}:closed`) tell({ type: 'port-gone', id });
      else tell({ type: 'port', id, data: wire.encodeWire(event.data) });
    };
    ports.set(id, port1);
    return port2;
  };

  const channels = new Map();
  const ipcRenderer = strict('ipcRenderer', {
    on(channel, listener) {
      channels.set(channel, [...(channels.get(channel) ?? []), listener]);
      return ipcRenderer;
    },
    send(channel, ...args) {
      tell({ type: 'ipc', channel, args: wire.encodeWire(structuredClone(args)) });
    },
  });

  const exposed = [];
  const describe = (path, value) => {
    if (typeof value === 'symbol') throw refusal(`contextBridge carries no symbols: ${path}`);
    if (typeof value === 'function') return { kind: 'function', id: exposed.push(value) - 1 };
    if (typeof value !== 'object' || value === null) return { kind: 'value', value };
    const prototype = Object.getPrototypeOf(value);
    if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) {
      throw refusal(`contextBridge carries plain objects, not a ${prototype.constructor.name}: ${path}`);
    }
    if (Object.getOwnPropertySymbols(value).length > 0)
      throw refusal(`contextBridge carries no symbols: ${path}`);
    return {
      kind: Array.isArray(value) ? 'array' : 'object',
      entries: Object.entries(value).map(([key, item]) => [key, describe(`${path}.${key}`, item)]),
    };
  };
  window.addEventListener(`${secret}:call`, (event) => {
    let detail;
    try {
      const value = exposed[event.detail.id](...event.detail.args);
      if (value instanceof Promise) throw refusal('a promise over the contextBridge is not implemented');
      detail = { value: structuredClone(value) };
    } catch (error) {
      detail = { error: String(error?.message ?? error) };
    }
    window.dispatchEvent(new CustomEvent(`${secret}:answer`, { detail }));
  });
  const contextBridge = strict('contextBridge', {
    exposeInMainWorld(name, value) {
      const description = describe(name, value);
      window.dispatchEvent(new CustomEvent(`${secret}:expose`, { detail: { name, description } }));
    },
  });

  // The host reads both while the page stands still in the debugger: only so can the answer come at once.
  const question = { file: null, path: null };
  function electronDoubleAsksForPath() {
    // eslint-disable-next-line no-debugger -- the host waits for it
    debugger;
    return question;
  }
  const webUtils = strict('webUtils', {
    getPathForFile(file) {
      if (!(file instanceof File)) throw new TypeError('electron double: getPathForFile wants a File');
      question.file = file;
      question.path = '';
      electronDoubleAsksForPath();
      question.file = null;
      return question.path;
    },
  });

  const modules = { electron: strict('electron in a preload', { contextBridge, ipcRenderer, webUtils }) };
  const require = (name) => {
    if (Object.hasOwn(modules, name)) return modules[name];
    const bare = String(name).replace(/^node:/, '');
    if (['electron', 'electron/renderer', 'electron/common', 'events', 'timers', 'url'].includes(bare)) {
      throw refusal(`${name} in a preload is not implemented`);
    }
    throw new Error(`module not found: ${name} (a sandboxed preload has electron, events, timers and url)`);
  };

  globalThis.electronDoubleTakes = (message) => {
    if (message.type === 'port') ports.get(message.id)?.postMessage(wire.decodeWire(message.data));
    else if (message.type === 'port-gone') {
      ports.get(message.id)?.postMessage(`${secret}:closed`);
      ports.delete(message.id);
    } else if (message.type === 'ipc') {
      const opened = message.ports.map(openPort);
      const event = { ports: opened, sender: ipcRenderer, senderId: 0 };
      for (const listener of channels.get(message.channel) ?? [])
        listener(event, wire.decodeWire(message.data));
    }
  };

  window.addEventListener(`${secret}:open`, (event) => tell({ type: 'open', address: event.detail }));
  window.addEventListener('click', (event) => {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (!link || link.target !== '_blank' || event.defaultPrevented) return;
    event.preventDefault();
    tell({ type: 'open', address: link.href });
  });
  window.addEventListener('keydown', (event) => {
    // After the page's own listeners, whichever they are.
    setTimeout(() => {
      if (event.defaultPrevented) return;
      const { ctrlKey, shiftKey, altKey, metaKey, key } = event;
      tell({ type: 'key', control: ctrlKey, shift: shiftKey, alt: altKey, meta: metaKey, key });
    });
  });

  if (!preload) return;
  try {
    const module = { exports: {} };
    preload(require, module, module.exports);
  } catch (error) {
    tell({ type: 'preload-failed', message: String(error?.stack ?? error) });
  }
}
