import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { readJsonOr } from './checkout.mjs';

/** Which packages built bundles load, and which files of them a program on one platform needs to run. */

/** Wanted while installing alone. */
const INSTALL_ONLY = {
  'onnxruntime-node': ['adm-zip', 'global-agent'],
  'better-sqlite3': ['node-addon-api'],
};

/** Where a package keeps binaries of all platforms, and which it is to keep. */
const BINARIES = {
  'onnxruntime-node': { folder: 'bin/', kept: /^bin\/napi-v\d+\/linux\/x64\// },
  'better-sqlite3': { folder: 'prebuilds/', kept: /^prebuilds\/linux-x64\.node$/ },
};

/** As the bundler writes them: whole statements, or a call with nothing but the name. */
const IMPORT =
  /(?:^import\s*|\bfrom\s*|\bimport\()["']((?:@[\w.-]+\/)?\w[\w.-]*(?:\/[\w./-]+)?|node:\w[\w/]*)["']/gm;

/** Names of the packages that these bundles load. */
export function packagesLoaded(bundles) {
  const names = new Set();
  for (const file of bundles) {
    for (const [, specifier] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      if (!specifier.startsWith('node:') && specifier !== 'electron') names.add(packageOf(specifier));
    }
  }
  return [...names].sort();
}

const packageOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** Folders of these packages and of all that they need, as Node finds them from where they lie. */
export function packagesNeeded(names, root) {
  const found = new Map();
  const visit = (name, from) => {
    const folder = findPackage(name, from, root);
    if (folder === null) throw new Error(`The package ${name}, which ${from} needs, is not installed.`);
    if (found.has(folder)) return;
    found.set(folder, name);
    const { dependencies = {} } = readJsonOr(join(folder, 'package.json')) ?? {};
    for (const next of Object.keys(dependencies)) {
      if (!INSTALL_ONLY[name]?.includes(next)) visit(next, folder);
    }
  };
  for (const name of names) visit(name, root);
  return [...found].map(([folder, name]) => ({ name, folder: relative(root, folder) }));
}

function findPackage(name, from, root) {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', ...name.split('/'));
    if (readJsonOr(join(candidate, 'package.json'))) return candidate;
    if (folder === root || folder === dirname(folder)) return null;
  }
}

const NEVER_RUN = /\.(map|ts|mts|cts|md|markdown|flow|cc|cpp|hpp|h|c|gyp|gypi|yml|tsbuildinfo)$/i;
const NEVER_RUN_FOLDERS = /^(tests?|__tests__|docs?|examples?|benchmarks?|\.github)\//;
const LAWFUL = /(^|\/)(licen[cs]e|notice|copying|thirdpartynotices)[^/]*$/i;

/** Whether a file of a package, by its path in it, is needed to run or to be allowed to. */
export function isNeeded(packageName, path) {
  if (LAWFUL.test(path)) return true;
  const binaries = BINARIES[packageName];
  if (binaries && path.startsWith(binaries.folder)) return binaries.kept.test(path);
  return !NEVER_RUN.test(path) && !NEVER_RUN_FOLDERS.test(path);
}

/** Paths below a folder, with "/" between their parts; packages inside packages are left to their own turn. */
export function filesOf(folder) {
  const below = (inside) =>
    readdirSync(join(folder, inside), { withFileTypes: true }).flatMap((entry) => {
      const path = join(inside, entry.name);
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : below(path);
      return [path.split(sep).join('/')];
    });
  return below('').sort();
}
