/** The module that stands in for "electron": only what the application uses, and a refusal for everything else. */
import { strict } from './strict.ts';
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { nativeTheme, screen, shell } from './desktop.ts';
import { dialog } from './dialog.ts';
import { ipcMain } from './ipc-main.ts';
import { Menu } from './menu.ts';
import { MessageChannelMain } from './message-channel.ts';
import { protocol } from './protocol.ts';
import { session } from './session.ts';
import { utilityProcess } from './utility-process.ts';

const electron = {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeTheme,
  protocol,
  screen,
  session,
  shell,
  utilityProcess,
};

export {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeTheme,
  protocol,
  screen,
  session,
  shell,
  utilityProcess,
};
const whole = strict('electron', electron);
// require('electron') answers this instead of the namespace, so that it is strict, too.
export { whole as 'module.exports' };
export default whole;
