import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { DESKTOP_CONNECT, DESKTOP_PORT, type DynoDesktop } from '../contract/desktop.ts';

const desktop: DynoDesktop = {
  pathForFile: (file) => (file instanceof File ? webUtils.getPathForFile(file) : ''),
};
contextBridge.exposeInMainWorld('dynoDesktop', desktop);

/** What a page asked before the port reached it is still on its way then, and means nothing new. */
const STALE_FOR_MS = 200;

// One answer at a time: a page that asks again while it waits would else be given a second port for the first.
let asked = false;
window.addEventListener('message', (event: MessageEvent<unknown>) => {
  if (event.source !== window || event.data !== DESKTOP_CONNECT || asked) return;
  asked = true;
  ipcRenderer.send(DESKTOP_CONNECT);
});

ipcRenderer.on(DESKTOP_PORT, (event) => {
  window.postMessage(DESKTOP_PORT, window.location.origin, [...event.ports]);
  setTimeout(() => {
    asked = false;
  }, STALE_FOR_MS);
});
