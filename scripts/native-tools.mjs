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

/** node-gyp's own words, told apart: tools that are missing after all, or sources that do not compile. */
export function explainFailure(output) {
  const nextStep = 'Run "npm run native" to see all that was said.';
  const found = REFUSALS.find(({ matches }) => matches.test(output));
  if (found) return { state: 'unavailable', reason: found.reason, nextStep };
  const lines = output.split('\n').map((line) => line.trim());
  // A compiler's or linker's line says more than what node-gyp makes of it.
  const first =
    lines.find((line) => /\berror\b/i.test(line) && !/^(gyp|make)\b/.test(line)) ??
    lines.find((line) => /^gyp ERR! stack/.test(line));
  return { state: 'failed', reason: first || 'node-gyp failed', nextStep };
}

const REFUSALS = [
  { matches: /ERR! find Python|Could not find any Python/, reason: 'no Python that node-gyp can use' },
  { matches: /Could not find any Visual Studio/, reason: 'no Visual Studio with C++' },
  { matches: /No Xcode or CLT|xcode-select: error/, reason: 'no command line tools of Xcode' },
  {
    matches: /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|getaddrinfo)\b/,
    reason: 'Node’s headers are not here and can’t be fetched',
  },
];

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
