import { mkdirSync } from 'node:fs';
import { bareApp } from './app.ts';
import { Chromium } from './cdp.ts';
import { refusal } from './strict.ts';

let running: Chromium | null = null;

/** One Chromium for all windows, in the profile folder that the application chose. */
export function theChromium(): Chromium {
  if (running) return running;
  const executable = process.env['ELECTRON_DOUBLE_CHROMIUM'];
  if (!executable) throw refusal('ELECTRON_DOUBLE_CHROMIUM does not name a Chromium');
  const profile = bareApp.getPath('userData');
  mkdirSync(profile, { recursive: true });
  const chromium = new Chromium(executable, profile, { width: 1440, height: 900 });
  running = chromium;
  bareApp.endBrowser = () => chromium.close();
  void chromium.exited.then(() => bareApp.exit(1));
  return chromium;
}
