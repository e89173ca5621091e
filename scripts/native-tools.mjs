import { existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { inCheckout } from './checkout.mjs';

const DEBIAN = 'apt install g++ make python3';

/** Each of which one is enough. Windows and macOS keep theirs elsewhere: node-gyp looks there itself. */
const TOOLS = [
  { what: 'C++ compiler', variable: 'CXX', programs: ['g++', 'c++', 'clang++'] },
  { what: 'make', variable: 'MAKE', programs: ['make', 'gmake'] },
  { what: 'Python', variable: 'PYTHON', programs: ['python3', 'python'] },
];

/** Null where a build can be tried. */
export function missingTools() {
  if (!existsSync(inCheckout('node_modules', 'node-gyp', 'bin', 'node-gyp.js'))) {
    return {
      reason: 'node-gyp is not installed',
      nextStep: 'Run "npm ci --include=dev", then "npm run native".',
    };
  }
  if (process.platform === 'win32' || process.platform === 'darwin') return null;
  const missing = TOOLS.filter((tool) => placeOf(tool) === null).map(({ what }) => what);
  if (missing.length === 0) return null;
  return {
    reason: `no ${missing.join(', no ')} here`,
    nextStep: `Install them (Debian, Ubuntu: ${DEBIAN}), then run "npm run native".`,
  };
}

/** Changes when a tool comes or goes, so that a build that was refused is tried again then and not before. */
export const toolsHere = () => TOOLS.map((tool) => placeOf(tool) ?? '-').join(delimiter);

/** The package that brings the project's Node brings its headers too; null where it does not. */
export function nodeHeaders() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const names = [`node-bin-${platform}-${process.arch}`, `node-${platform}-${process.arch}`];
  const folders = names.map((name) => inCheckout('node_modules', name));
  return folders.find((folder) => existsSync(join(folder, 'include', 'node', 'common.gypi'))) ?? null;
}

function placeOf({ variable, programs }) {
  const named = process.env[variable];
  if (named) return named;
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  for (const program of programs) {
    const found = folders.map((folder) => join(folder, program)).find(isFile);
    if (found) return found;
  }
  return null;
}

function isFile(path) {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
