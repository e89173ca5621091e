import { needReady } from './app.ts';
import { strict } from './strict.ts';

/** The desktop around the window: one full HD display with a bar of 40 pixels, light, and nobody to open links. */
const display = {
  id: 1,
  scaleFactor: 1,
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1040 },
};

export const screen = strict('screen', {
  getAllDisplays() {
    needReady('screen.getAllDisplays');
    return [structuredClone(display)];
  },
});

export const nativeTheme = strict('nativeTheme', { shouldUseDarkColors: false });

/** A test replaces what it wants to see. */
export const shell = strict('shell', {
  openExternal: (_url: string): Promise<void> => Promise.resolve(),
  openPath: (_path: string): Promise<string> => Promise.resolve(''),
});
