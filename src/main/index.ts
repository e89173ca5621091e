import { join } from 'node:path';
import { app, session, type BrowserWindow } from 'electron';
import { createCore } from '../core/index.ts';
import { resolvePaths } from '../core/files/data-folder.ts';
import type { CorePorts } from '../core/ports.ts';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import { createDialogs } from './dialogs.ts';
import { createElectronPorts } from './electron-ports.ts';
import { hardenSession } from './hardening.ts';
import { createLog } from './log.ts';
import { installMenu } from './menu.ts';
import { openingOf, readHandOver, readLaunch } from './open-request.ts';
import { PageLink } from './page-link.ts';
import { guardQuit } from './quit.ts';
import { failAtStart } from './start-failure.ts';
import { makeFolder } from './profile-folder.ts';
import { bringToFront, openWindow } from './window.ts';

// This file is the bundle's entry, so its folder is where the other bundles lie.
const programFolder = import.meta.dirname;
const log = createLog(Boolean(process.env['DYNO_DEBUG']));
const launch = readLaunch(process.argv.slice(app.isPackaged ? 1 : 2), process.cwd());
let window: BrowserWindow | null = null;
let link: PageLink | null = null;
const filesToOpen = [...launch.files];

function openFiles(paths: readonly string[]): void {
  if (!link) filesToOpen.push(...paths);
  else for (const path of paths) link.send(openingOf(path));
}

/** One program per data folder: Chromium's profile lies in it, and the lock lies in the profile. */
function claimDataFolder(): CorePorts['paths'] | null {
  const paths = resolvePaths(launch.dataFolder);
  const profile = join(paths.data, 'desktop');
  makeFolder(profile, paths.data);
  app.setPath('userData', profile);
  return app.requestSingleInstanceLock({ files: launch.files }) ? paths : null;
}

async function start(paths: CorePorts['paths']): Promise<void> {
  serveApp(session.defaultSession, join(programFolder, '../renderer'));
  hardenSession(session.defaultSession);
  const dialogs = createDialogs(() => window);
  const core = await createCore(
    createElectronPorts({ version: app.getVersion(), paths, log, programFolder, dialogs }),
  );
  core.upkeep.stay();
  const page = new PageLink(core, log);
  link = page;
  const guard = guardQuit(core, () => window, log);

  const showWindow = (): void => {
    if (window) {
      bringToFront(window);
      return;
    }
    const opened = openWindow({
      preload: join(programFolder, '../preload/index.cjs'),
      icon: join(programFolder, '../../resources/icon.png'),
      dataFolder: paths.data,
      log,
    });
    guard.watchWindow(opened);
    opened.on('closed', () => {
      window = null;
    });
    window = opened;
  };

  installMenu({
    command: (command) => {
      showWindow();
      page.send({ type: 'command', command });
    },
    dataFolder: paths.data,
    developer: !app.isPackaged,
    mac: process.platform === 'darwin',
  });
  app.on('second-instance', (_event, _argv, _folder, handOver) => {
    showWindow();
    openFiles(readHandOver(handOver));
  });
  app.on('activate', showWindow);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('will-quit', () => page.close());

  showWindow();
  openFiles(filesToOpen.splice(0));
}

registerAppScheme();
app.on('open-file', (event, path) => {
  event.preventDefault();
  openFiles([path]);
});
try {
  const paths = claimDataFolder();
  // Not awaited here: Electron becomes ready only once this module has been evaluated.
  if (paths)
    app
      .whenReady()
      .then(() => start(paths))
      .catch((error: unknown) => failAtStart(error, log));
  else app.exit(0);
} catch (error) {
  failAtStart(error, log);
}
