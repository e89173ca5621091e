import { strict, StrictEmitter } from './strict.ts';

/** Any channel may be listened to: their names are the application's own. */
class IpcMain extends StrictEmitter {
  constructor() {
    super('ipcMain', []);
  }
  override on(channel: string, listener: (...args: never[]) => void): this {
    return this.addListener(channel, listener as (...args: unknown[]) => void);
  }
}

export const bareIpcMain = new IpcMain();
export const ipcMain = strict('ipcMain', bareIpcMain);
