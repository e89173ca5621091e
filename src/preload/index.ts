import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { DESKTOP_CONNECT, DESKTOP_PORT, type DynoDesktop } from '../contract/desktop.ts';

const desktop: DynoDesktop = {
  pathForFile: (file) => (file instanceof File ? webUtils.getPathForFile(file) : ''),
};
contextBridge.exposeInMainWorld('dynoDesktop', desktop);

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  if (event.source === window && event.data === DESKTOP_CONNECT) ipcRenderer.send(DESKTOP_CONNECT);
});

ipcRenderer.on(DESKTOP_PORT, (event) => {
  window.postMessage(DESKTOP_PORT, window.location.origin, [...event.ports]);
});
