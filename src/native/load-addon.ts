import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DynoNative } from '../../native/index.d.ts';

const BUILT = join('native', 'build', 'Release', 'dyno_native.node');
/** What only a checkout has, which can build the addon; a package can't. */
const RECIPE = join('native', 'binding.gyp');

export type LoadedAddon =
  | { readonly addon: DynoNative; readonly path: string }
  | { readonly addon: null; readonly reason: string; readonly nextStep: string };

/**
 * The native addon, or why there is none. Only processes that may die call this: what the addon opens are drivers.
 * DYNO_NATIVE names another file, or is "off".
 */
export function loadAddon(
  from = dirname(fileURLToPath(import.meta.url)),
  named = process.env['DYNO_NATIVE'] ?? '',
): LoadedAddon {
  if (named === 'off') {
    return missing('it is switched off (DYNO_NATIVE=off)', 'Unset DYNO_NATIVE to have it loaded.');
  }
  const path = named === '' ? findUpwards(from, BUILT) : resolve(named);
  if (path === null) {
    return findUpwards(from, RECIPE) === null
      ? missing('this package of Dyno came without it', 'Use a package for this platform, or a checkout.')
      : missing('it has not been built here', howToBuild());
  }
  try {
    const addon = createRequire(import.meta.url)(path) as DynoNative;
    return { addon, path };
  } catch (thrown) {
    const why = thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : String(thrown);
    return missing(
      `${path} can’t be loaded: ${why}`,
      named === '' ? howToBuild() : 'Correct DYNO_NATIVE, or unset it.',
    );
  }
}

const missing = (reason: string, nextStep: string): LoadedAddon => ({ addon: null, reason, nextStep });

function findUpwards(from: string, wanted: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, wanted);
    if (existsSync(path)) return path;
    if (folder === dirname(folder)) return null;
  }
}

function howToBuild(): string {
  if (process.platform === 'win32')
    return 'Install Visual Studio’s C++ tools and Python, then run "npm run native".';
  if (process.platform === 'darwin') return 'Run "xcode-select --install", then "npm run native".';
  return 'Install g++, make and python3 (Debian, Ubuntu: apt install g++ make python3), then run "npm run native".';
}
