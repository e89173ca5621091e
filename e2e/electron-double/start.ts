/**
 * Runs an application that was made for Electron: `node start.ts <application folder> [arguments]`. The program's
 * code is the built one, its window a real Chromium; only the module "electron" is ours.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bareApp } from './app.ts';
import { listenForTests } from './evaluate.ts';

const double = pathToFileURL(join(import.meta.dirname, 'electron.ts')).href;
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'electron' || specifier === 'electron/main') {
      return { url: double, format: 'module-typescript', shortCircuit: true };
    }
    return next(specifier, context);
  },
});

const [node = '', , folder = '', ...args] = process.argv;
const root = resolve(folder);
process.argv = [node, root, ...args];
Object.assign(process.versions, { electron: '0.0.0-double' });
const { main } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { main: string };

bareApp.begin(root);
listenForTests();
// As in Electron: ready comes after the entry module was evaluated, so a program that awaits it there never starts.
await import(pathToFileURL(join(root, main)).href);
setImmediate(() => bareApp.becomeReady());
